"""The roads of a study: read from the extract, given their kind of country and heights."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from data.import_report import ImportReport
from data.osm import OsmExtract, read_osm
from data.osm_builtup import BUILT_UP_LEAST_HA, lies_in, settlements
from data.osmnx_graphs import is_graph_file, read_graph
from data.terrain import read_terrain
from geo.crs import Extent, MetricCrs
from planning.study import Study
from routing.network import CLOSED_DS
from routing.profile import Setting
from routing.terrain import MOUNTAIN_RADIUS_M, MOUNTAIN_SLOPE_DEG, road_elevations_m
from routing.ways import SETTING_CODE, Mode, RoadWays


def read_extract(path: Path, report: ImportReport) -> OsmExtract:
    """Read an OSM extract or a saved osmnx graph."""
    return read_graph(path, report) if is_graph_file(path) else read_osm(path, report)


def extent_of(ways: RoadWays) -> Extent:
    """Box around the roads: west, south, east, north [deg]."""
    return (
        float(ways.lon.min()),
        float(ways.lat.min()),
        float(ways.lon.max()),
        float(ways.lat.max()),
    )


def roads_with_country(
    extract: OsmExtract, dem: Path | None, crs: MetricCrs, setting: Setting, report: ImportReport
) -> RoadWays:
    """Give each road its kind of country, and each node its height where there is terrain."""
    ways = extract.ways
    terrain = None
    if dem is not None:
        terrain, said = read_terrain(dem, extent=extent_of(ways))
        report.extend(said)
    if extract.built_up.size == 0:
        report.note("import.no_built_up")
        if terrain is None:
            return ways
    lon, lat = ways.middles()
    kind = np.full(ways.n_ways, SETTING_CODE["study"], dtype=np.uint8)
    if terrain is not None:
        ground_m = terrain.elevation_m(ways.lon, ways.lat)
        outside = int(np.isnan(ground_m).sum())
        if outside:
            report.note("import.dem_outside", count=outside, nodes=ground_m.size)
        ways = replace(ways, elevation_m=road_elevations_m(ways, ground_m))
        steep = terrain.slope_deg(lon, lat, MOUNTAIN_RADIUS_M) > MOUNTAIN_SLOPE_DEG
        kind[steep] = SETTING_CODE["mountain"]
    # A town on a slope is a town first.
    town = settlements(extract.built_up, crs)
    kind[lies_in(town, *crs.from_lonlat(lon, lat))] = SETTING_CODE["urban"]
    length_km = ways.lengths_m() / 1000
    report.note(
        "import.country" if terrain is None else "import.country_with_dem",
        setting=setting,
        settlements=town.size,
        least_ha=BUILT_UP_LEAST_HA,
        steep_deg=MOUNTAIN_SLOPE_DEG,
        urban_km=float(length_km[kind == SETTING_CODE["urban"]].sum()),
        mountain_km=float(length_km[kind == SETTING_CODE["mountain"]].sum()),
        study_km=float(length_km[kind == SETTING_CODE["study"]].sum()),
    )
    return replace(ways, setting=kind)


def note_network(study: Study, report: ImportReport) -> None:
    """Say what the car's roads are like: how large, how whole, what was set right."""
    drivable = (study.ways.forward | study.ways.backward) & Mode.CAR
    if not drivable.any():
        report.note("import.no_car_roads")
        return
    roads = study.roads("car")
    network = roads.network
    moves = int((network.forward_ds != CLOSED_DS).sum() + (network.backward_ds != CLOSED_DS).sum())
    report.note(
        "import.network",
        junctions=network.n_nodes,
        km=float(network.length_m.sum()) / 1000,
        islands=max(roads.index.n_components - 1, 0),
        main_share=roads.index.main_share,
        parallel=max(moves + network.turns.leave_piece.size - network.arc_head.size, 0),
        turns=network.turns.applied.size,
    )
