"""The modelled roads, looked at with shapely and networkx only: water, levels, one-way, ends."""

from collections.abc import Iterator
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
import shapely

from data.demo.build import DemoModel
from demo_models import DISTRICTS, demo_model
from routing.ways import ROAD_CLASSES, Mode, RoadFlag, RoadWays

HOURS_PER_KM = {"motorway": 1 / 90, "motorway_link": 1 / 63, "trunk": 1 / 60, "primary": 1 / 50,
                "secondary": 1 / 40, "tertiary": 1 / 30, "unclassified": 1 / 20,
                "residential": 1 / 20}  # fmt: skip


@pytest.fixture(scope="module", params=DISTRICTS)
def any_model(request: pytest.FixtureRequest) -> DemoModel:
    return demo_model(request.param)


@pytest.fixture(scope="module")
def model() -> DemoModel:
    return demo_model("yongchuan")


def nodes_of_ways(ways: RoadWays) -> Iterator[tuple[int, str, list[int]]]:
    for way in range(ways.n_ways):
        nodes = ways.way_node[ways.way_start[way] : ways.way_start[way + 1]].tolist()
        yield way, ROAD_CLASSES[ways.road_class[way]], nodes


@pytest.fixture(scope="module")
def steps(model: DemoModel) -> dict[str, np.ndarray]:
    return steps_of(model)


@pytest.fixture(scope="module")
def any_steps(any_model: DemoModel) -> dict[str, np.ndarray]:
    return steps_of(any_model)


def steps_of(model: DemoModel) -> dict[str, np.ndarray]:
    """Every straight step of every way: its ends, its way, its shape in metres."""
    rows = [
        (one, other, way)
        for way, _, nodes in nodes_of_ways(model.ways)
        for one, other in pairwise(nodes)
    ]
    begin, end, way = np.array(rows).T
    xy_m = np.column_stack(model.crs.from_lonlat(model.ways.lon, model.ways.lat))
    shape = shapely.linestrings(np.stack([xy_m[begin], xy_m[end]], axis=1))
    return {"begin": begin, "end": end, "way": way, "shape": shape, "xy_m": xy_m}


@pytest.fixture(scope="module")
def graph(model: DemoModel, steps: dict[str, np.ndarray]) -> nx.DiGraph:
    return graph_of(model, steps)


@pytest.fixture(scope="module")
def any_graph(any_model: DemoModel, any_steps: dict[str, np.ndarray]) -> nx.DiGraph:
    return graph_of(any_model, any_steps)


def graph_of(model: DemoModel, steps: dict[str, np.ndarray]) -> nx.DiGraph:
    """Directed graph of all nodes, by car, with minutes."""
    found = nx.DiGraph()
    xy_m = steps["xy_m"]
    for way, name, nodes in nodes_of_ways(model.ways):
        for one, other in pairwise(nodes):
            km = float(np.hypot(*(xy_m[one] - xy_m[other]))) / 1000
            minutes = 60 * km * HOURS_PER_KM[name]
            if model.ways.forward[way] & Mode.CAR:
                found.add_edge(one, other, minutes=minutes)
            if model.ways.backward[way] & Mode.CAR:
                found.add_edge(other, one, minutes=minutes)
    return found


@pytest.fixture(scope="module")
def town_nodes(model: DemoModel, steps: dict[str, np.ndarray]) -> list[int]:
    return town_nodes_of(model, steps)


def town_nodes_of(model: DemoModel, steps: dict[str, np.ndarray]) -> list[int]:
    at = model.crs.from_lonlat(
        np.array([t.lon for t in model.district.towns]),
        np.array([t.lat for t in model.district.towns]),
    )
    xy_m = steps["xy_m"]
    return [int(np.hypot(*(xy_m - place).T).argmin()) for place in zip(*at, strict=True)]


def test_size(model: DemoModel) -> None:
    assert 20_000 <= model.ways.node_id.size <= 50_000
    uses = np.bincount(model.ways.way_node)
    assert uses.min() >= 1
    assert 2_000 <= (uses > 1).sum() <= 10_000
    names = {ROAD_CLASSES[code] for code in np.unique(model.ways.road_class)}
    assert names == set(HOURS_PER_KM)


def test_water_is_crossed_by_bridges_only(
    any_model: DemoModel, any_steps: dict[str, np.ndarray]
) -> None:
    model, steps = any_model, any_steps
    bridge = (model.ways.flags & RoadFlag.BRIDGE) != 0
    for river in model.terrain.rivers:
        over = shapely.intersects(steps["shape"], river.water)
        assert bridge[steps["way"][over]].all(), river.rule.name


def test_bridges_of_ordinary_roads_are_few_and_apart(any_model: DemoModel) -> None:
    model = any_model
    mesh = model.mesh
    used = mesh.bridge & model.roads.used
    assert 5 <= used.sum() <= 40
    middle = shapely.points((mesh.xy_m[mesh.begin] + mesh.xy_m[mesh.end]) / 2)[used]
    for river in model.terrain.rivers:
        near = shapely.dwithin(middle, river.water, 150.0)
        at_m = np.sort(shapely.line_locate_point(river.line, middle[near]))
        assert (np.diff(at_m) >= river.rule.street_bridge_every_m * 0.5).all()


def test_roads_of_one_level_meet_at_nodes(
    any_model: DemoModel, any_steps: dict[str, np.ndarray]
) -> None:
    model, steps = any_model, any_steps
    name = np.array(ROAD_CLASSES)[model.ways.road_class[steps["way"]]]
    bridge = (model.ways.flags[steps["way"]] & RoadFlag.BRIDGE) != 0
    tunnel = (model.ways.flags[steps["way"]] & RoadFlag.TUNNEL) != 0
    ground = np.flatnonzero(~(np.isin(name, ["motorway", "motorway_link"]) & (bridge | tunnel)))
    shapes = steps["shape"][ground]
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    apart = one < other
    one, other = ground[one[apart]], ground[other[apart]]
    ends = np.column_stack([steps[key][rows] for rows in (one, other) for key in ("begin", "end")])
    shared = (ends[:, :2, None] == ends[:, None, 2:]).any(axis=(1, 2))
    # Steps that share a node may touch there only; others not at all.
    assert shared.all(), [
        (name[a], name[b]) for a, b in zip(one[~shared], other[~shared], strict=True)
    ]
    touching = shapely.intersection(steps["shape"][one], steps["shape"][other])
    assert (shapely.length(touching) < 1e-6).all()


def test_expressways_are_left_by_links_only(any_model: DemoModel) -> None:
    model = any_model
    ways = model.ways
    rows = list(nodes_of_ways(ways))
    carriageway = {node for _, name, nodes in rows if name == "motorway" for node in nodes}
    for way, name, nodes in rows:
        if name == "motorway":
            assert ways.forward[way]
            assert not ways.backward[way]
            assert not ways.forward[way] & (Mode.FOOT | Mode.BICYCLE)
        elif carriageway & set(nodes):
            assert name == "motorway_link"
            assert not ways.backward[way]
            assert len(carriageway & {nodes[0], nodes[-1]}) >= 1
            assert not carriageway & set(nodes[1:-1])
    towns = sum(len(road.interchanges) for road in model.motorways)
    links = sum(name == "motorway_link" for _, name, _ in rows)
    assert links == towns * 5 + len(model.motorways) * 2


def test_everything_reaches_everything(
    any_model: DemoModel, any_graph: nx.DiGraph, any_steps: dict[str, np.ndarray]
) -> None:
    main = max(nx.strongly_connected_components(any_graph), key=len)
    assert len(main) >= 0.99 * any_model.ways.node_id.size
    assert set(town_nodes_of(any_model, any_steps)) <= main


def test_times_differ_by_direction(
    graph: nx.DiGraph, model: DemoModel, town_nodes: list[int]
) -> None:
    hub = town_nodes[model.district.hub]
    out = nx.single_source_dijkstra_path_length(graph, hub, weight="minutes")
    back = nx.single_source_dijkstra_path_length(graph.reverse(copy=False), hub, weight="minutes")
    ordinary = [
        n for w, name, nodes in nodes_of_ways(model.ways) if name == "residential" for n in nodes
    ]
    differing = {node for node in ordinary if abs(out[node] - back[node]) > 0.05}
    assert len(differing) > 50
    assert (model.roads.one_way == 1).any()
    assert (model.roads.one_way == -1).any()


def test_seat_to_the_farthest_town(
    graph: nx.DiGraph, model: DemoModel, town_nodes: list[int], steps: dict[str, np.ndarray]
) -> None:
    hub = town_nodes[model.district.hub]
    away_m = np.hypot(*(steps["xy_m"][town_nodes] - steps["xy_m"][hub]).T)
    farthest = int(away_m.argmax())
    assert model.district.towns[farthest].name_zh == "朱沱"
    minutes = nx.dijkstra_path_length(graph, hub, town_nodes[farthest], weight="minutes")
    assert 50 <= minutes <= 80


def test_roads_wind_like_roads(
    graph: nx.DiGraph, town_nodes: list[int], steps: dict[str, np.ndarray]
) -> None:
    xy_m = steps["xy_m"]
    for one, other in graph.edges:
        graph.edges[one, other]["km"] = float(np.hypot(*(xy_m[one] - xy_m[other]))) / 1000
    ratios = []
    for town in town_nodes[::5]:
        km = nx.single_source_dijkstra_path_length(graph, town, weight="km")
        for other in town_nodes:
            straight_km = float(np.hypot(*(xy_m[town] - xy_m[other]))) / 1000
            if straight_km > 6:
                ratios.append(km[other] / straight_km)
    assert 1.2 <= np.median(ratios) <= 1.45
