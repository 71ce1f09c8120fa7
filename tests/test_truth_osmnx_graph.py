"""A graph that osmnx saved gives the same answers as the extract it was made from."""

import dataclasses

import numpy as np
import osmnx
import pytest

import oracles
from data.create import StudyFiles, create_study
from geo.errors import DataUnavailableError, FileFormatError
from routing.rules import NodeRules
from routing.search import nearest


@pytest.fixture(scope="module")
def studies(helsinki_pbf, tmp_path_factory):
    folder = tmp_path_factory.mktemp("graph")
    xml = oracles.roads_as_xml(helsinki_pbf, folder / "helsinki.osm")
    before = osmnx.settings.useful_tags_way
    osmnx.settings.useful_tags_way = oracles.TAGS
    try:
        graph = osmnx.graph_from_xml(xml, simplify=False, retain_all=True)
    finally:
        osmnx.settings.useful_tags_way = before
    osmnx.save_graphml(graph, folder / "helsinki.graphml")
    whole, _ = create_study(StudyFiles(osm=helsinki_pbf))
    # A graph of osmnx knows no signal, barrier, restriction or built-up land.
    bare = dataclasses.replace(whole.ways, rules=NodeRules.none(), setting=None, duration_s=None)
    return (
        dataclasses.replace(whole, ways=bare),
        create_study(StudyFiles(osm=folder / "helsinki.graphml"))[0],
    )


@pytest.mark.parametrize("profile", ["car", "walk"])
@pytest.mark.parametrize("direction", ["from", "to"])
def test_times_over_a_saved_graph_equal_those_over_the_extract(studies, profile, direction):
    networks = [study.roads(profile).network for study in studies]
    common = np.intersect1d(networks[0].node_id, networks[1].node_id).tolist()
    assert len(common) == networks[0].n_nodes
    for start in common[:: len(common) // 8]:
        times = []
        for network in networks:
            row = {node: k for k, node in enumerate(network.node_id.tolist())}
            found = nearest(network, np.array([row[start]]), direction=direction).time_s
            times.append(found[[row[node] for node in common]])
        reached = np.isfinite(times[0])
        other = np.flatnonzero(np.isfinite(times[1]) != reached)
        # osmnx does not read oneway:motor_vehicle, which closes the end of one street.
        assert {common[row] for row in other} <= {540965119}
        reached &= np.isfinite(times[1])
        # Each of the graph's edges is rounded on its own: a segment here, a street there.
        assert np.abs(times[0][reached] - times[1][reached]).max() < 3.0


def test_what_is_no_graph_is_refused(tmp_path):
    path = tmp_path / "x.graphml"
    with pytest.raises(DataUnavailableError, match="There is no file"):
        create_study(StudyFiles(osm=path))
    for content in ("", "hello", "<graphml></graphml>"):
        path.write_text(content)
        with pytest.raises(FileFormatError, match=r"x\.graphml cannot be read as a GraphML file"):
            create_study(StudyFiles(osm=path))
