"""River banks: known areas by hand, and a plain ray-casting twin that knows the sides."""

import itertools

import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st

from geo.errors import InputError
from geo.text import Lang
from layers.areas import BANK_LEVEL, AreaSet
from layers.banks import split_by_river
from layers.river_stem import LocalFrame, river_stems

M = 1 / 111_320  # a metre in degrees, near the equator


def district(shape=None, date=""):
    polygon = np.empty(1, dtype=object)
    polygon[:] = [shapely.box(0, 0, 0.1, 0.1) if shape is None else shape]
    return AreaSet(("d",), ("甲县",), ("district",), polygon, (date,))


def river(*lines):
    made = np.empty(len(lines), dtype=object)
    made[:] = [shapely.LineString(line) for line in lines]
    return made


def split(*lines, shape=None, **options):
    return split_by_river(district(shape), "d", river(*lines), **options)


def shares(found, shape=None):
    whole = (shapely.box(0, 0, 0.1, 0.1) if shape is None else shape).area
    return [one.area / whole for one in found.areas.polygon]


# ------------------------------------------------------------------ by hand ---


def test_a_river_to_the_east_has_a_north_bank_on_its_left():
    found = split([(-0.05, 0.03), (0.15, 0.03)])
    assert shares(found) == pytest.approx([0.7, 0.3], abs=1e-12)
    assert found.sides == ("north", "south")
    assert found.areas.name == ("甲县北岸", "甲县南岸")
    assert found.areas.code == ("d-left", "d-right")
    assert found.areas.level == (BANK_LEVEL, BANK_LEVEL)
    assert found.river_m == pytest.approx(0.1 / M, rel=1e-3)
    assert (found.extended_m, found.loose_m, found.against_m, found.detached) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("line", "sides", "left"),
    [
        ([(0.15, 0.03), (-0.05, 0.03)], ("south", "north"), 0.3),
        ([(0.02, -0.1), (0.02, 0.2)], ("west", "east"), 0.2),
        ([(0.02, 0.2), (0.02, -0.1)], ("east", "west"), 0.8),
    ],
)
def test_the_drawing_direction_says_left_and_the_compass_names_the_bank(line, sides, left):
    found = split(line)
    assert found.sides == sides
    assert shares(found)[0] == pytest.approx(left, abs=1e-12)


def test_the_banks_are_named_in_the_language_asked_for():
    found = split([(-0.05, 0.03), (0.15, 0.03)], lang=Lang.EN)
    assert found.areas.name == ("甲县, north bank", "甲县, south bank")


def test_the_date_of_the_boundary_is_kept():
    found = split_by_river(district(date="2020-05"), "d", river([(-1, 0.03), (1, 0.03)]))
    assert found.areas.date == ("2020-05", "2020-05")


def test_pieces_in_any_order_make_the_same_river():
    whole = split([(-0.05, 0.03), (0.02, 0.05), (0.06, 0.01), (0.15, 0.03)])
    pieces = split(
        [(0.06, 0.01), (0.15, 0.03)], [(-0.05, 0.03), (0.02, 0.05)], [(0.02, 0.05), (0.06, 0.01)]
    )
    for one, other in zip(whole.areas.polygon, pieces.areas.polygon, strict=True):
        assert shapely.to_wkb(one) == shapely.to_wkb(other)


def test_one_piece_drawn_upstream_is_turned_and_counted():
    found = split([(-0.05, 0.03), (0.07, 0.03)], [(0.15, 0.03), (0.07, 0.03)])
    assert found.sides == ("north", "south")
    assert found.against_m == pytest.approx(0.08 / M, rel=1e-3)


def test_as_much_upstream_as_downstream_is_refused():
    with pytest.raises(InputError, match="drawn as much upstream as downstream"):
        split([(0.15, 0.03), (0.05, 0.03)], [(-0.05, 0.03), (0.05, 0.03)])


def test_a_meander_that_leaves_and_comes_back_is_followed():
    # In at the west, out over the south border, back in, out at the east.
    found = split([(-0.05, 0.05), (0.02, 0.05), (0.04, -0.02), (0.06, 0.05), (0.15, 0.05)])
    # Right of the river: two trapezia on the south border, west and east of the loop.
    crossing = 0.02 + 0.02 * (0.05 / 0.07)
    south = (0.02 + crossing) / 2 * 0.05 + ((0.1 - 0.06) + (0.1 - (0.08 - crossing))) / 2 * 0.05
    assert shares(found) == pytest.approx([1 - south / 0.01, south / 0.01], abs=1e-9)
    assert found.areas.polygon[1].geom_type == "MultiPolygon"


def test_a_line_clipped_to_the_district_gives_the_same_banks():
    line = shapely.LineString(
        [(-0.05, 0.05), (0.02, 0.05), (0.04, -0.02), (0.06, 0.05), (0.15, 0.05)]
    )
    clipped = shapely.intersection(line, shapely.box(0, 0, 0.1, 0.1))
    assert shapely.get_num_geometries(clipped) == 2
    whole, cut = (
        split_by_river(district(), "d", np.array([one], dtype=object)) for one in (line, clipped)
    )
    assert shares(cut) == pytest.approx(shares(whole), abs=1e-9)
    assert cut.sides == whole.sides


def test_an_island_belongs_to_the_bank_across_the_shorter_channel_whole():
    found = split(
        [(-0.05, 0.05), (0.04, 0.05)],
        [(0.04, 0.05), (0.05, 0.06), (0.06, 0.05)],  # the shorter channel
        [(0.04, 0.05), (0.05, 0.02), (0.06, 0.05)],
        [(0.06, 0.05), (0.15, 0.05)],
    )
    assert shares(found)[1] == pytest.approx(0.5 + 0.02 * 0.01 / 2 / 0.01, abs=1e-12)
    for bank in found.areas.polygon:
        assert bank.geom_type == "Polygon"


def test_ends_a_little_short_of_the_border_are_drawn_on_to_it():
    short = 60 * M
    found = split([(short, 0.03), (0.1 - short, 0.03)])
    assert shares(found) == pytest.approx([0.7, 0.3], abs=1e-9)
    assert found.extended_m == pytest.approx(120, abs=1)


def test_an_end_beside_the_border_takes_the_shortest_way_out():
    # Runs alongside the east border at its end: straight on is no border within reach.
    found = split([(-0.05, 0.03), (0.1 - 50 * M, 0.03), (0.1 - 50 * M, 0.05)])
    assert found.extended_m == pytest.approx(50, abs=1)
    strip = 50 * M * 0.02
    assert found.areas.polygon[1].area == pytest.approx(0.003 + strip, rel=1e-6)


def test_a_gap_within_reach_is_closed_and_a_wider_one_is_not():
    gap = 80 * M
    line = ([(-0.05, 0.03), (0.05, 0.03)], [(0.05 + gap, 0.03), (0.15, 0.03)])
    found = split(*line)
    assert found.bridged_m == pytest.approx(80, abs=1)
    assert shares(found) == pytest.approx([0.7, 0.3], abs=1e-9)
    with pytest.raises(InputError, match="does not split the area"):
        split(*line, reach_m=79)


def test_a_river_that_ends_inside_is_refused():
    with pytest.raises(InputError, match=r"does not split the area: 5\.5\d of its 5\.5\d km"):
        split([(-0.05, 0.03), (0.05, 0.03)])


def test_a_river_that_cuts_a_corner_and_then_ends_inside_is_refused():
    with pytest.raises(InputError, match="does not split the area"):
        split([(-0.02, 0.08), (0.02, 0.12), (0.05, 0.12), (0.05, 0.01)])


def test_a_dead_arm_beside_the_river_is_left_out_and_counted():
    found = split([(-0.05, 0.03), (0.15, 0.03)], [(0.05, 0.06), (0.055, 0.06)])
    assert shares(found) == pytest.approx([0.7, 0.3], abs=1e-9)
    assert found.loose_m == pytest.approx(0.005 / M, rel=1e-2)


def test_a_line_elsewhere_and_an_unknown_area_are_refused():
    with pytest.raises(InputError, match="does not even touch it"):
        split([(1, 1), (2, 2)])
    with pytest.raises(InputError, match="does not even touch it"):
        split_by_river(district(), "d", np.empty(0, dtype=object))
    with pytest.raises(InputError, match="no area with the code “x”"):
        split_by_river(district(), "x", river([(0, 0), (1, 1)]))


def test_a_river_along_the_border_has_one_bank_only():
    with pytest.raises(InputError, match=r"leaves 0\.0\d\d% of it on one side"):
        split([(-0.05, 1e-5), (0.15, 1e-5)])
    with pytest.raises(InputError, match="does not split"):
        split([(-0.05, 0), (0.15, 0)])  # exactly on it


def test_a_river_that_runs_on_the_border_first_and_then_splits():
    found = split([(-0.05, 0), (0.05, 0), (0.05, 0.2)])
    assert shares(found) == pytest.approx([0.5, 0.5], abs=1e-12)
    assert found.river_m == pytest.approx(0.1 / M, rel=1e-2)
    assert found.loose_m == pytest.approx(0, abs=1e-6)


def test_pieces_drawn_against_each_other_across_the_district_are_refused():
    # Two stretches clipped apart; the middle part would be left of both.
    with pytest.raises(InputError, match="the same land lies on its left and on its right"):
        split([(-0.01, 0.07), (0.11, 0.07)], [(-0.01, 0.03), (0.11, 0.03)])


def test_an_exclave_goes_to_the_nearest_bank():
    shape = shapely.MultiPolygon([shapely.box(0, 0, 0.1, 0.1), shapely.box(0.04, 0.11, 0.05, 0.12)])
    found = split([(-0.05, 0.03), (0.15, 0.03)], shape=shape)
    assert found.detached == 1
    assert found.areas.polygon[0].area == pytest.approx(0.007 + 0.0001, abs=1e-12)


def test_a_hole_in_the_district_stays_a_hole():
    shape = shapely.box(0, 0, 0.1, 0.1) - shapely.box(0.04, 0.02, 0.06, 0.04)
    found = split([(-0.05, 0.03), (0.15, 0.03)], shape=shape)
    assert found.areas.polygon[0].area == pytest.approx(0.007 - 0.0002, abs=1e-12)
    assert found.areas.polygon[1].area == pytest.approx(0.003 - 0.0002, abs=1e-12)


def test_a_loop_that_comes_back_to_its_border_is_named_by_the_middles():
    found = split([(0.045, -0.01), (0.02, 0.05), (0.08, 0.05), (0.046, -0.01)])
    assert found.sides in {("north", "south"), ("south", "north")}
    assert found.areas.polygon[found.sides.index("south")].area < 0.005


def test_a_drainage_network_is_no_river():
    comb = [[(-0.05, 0.03), (0.15, 0.03)]]
    comb = [[(x / 1000, 0.03) for x in range(-50, 250)]]
    comb += [[(x / 1000, 0.03), (x / 1000, 0.09)] for x in range(-49, 249)]
    with pytest.raises(InputError, match="leave out the tributaries"):
        split(*comb)


# --------------------------------------------------------------- properties ---


def crossings_south(line, lon, lat):
    """How often a ray to the south from a place crosses a line: plain loop, signed eastward."""
    count = 0
    for (x0, y0), (x1, y1) in itertools.pairwise(line):
        if (x0 <= lon) != (x1 <= lon) and y0 + (lon - x0) / (x1 - x0) * (y1 - y0) < lat:
            count += 1
    return count


@st.composite
def wiggles(draw):
    """Lines from far west to far east that may turn back, leave and come back, never cross."""
    n = draw(st.integers(1, 12))
    x = sorted(draw(st.lists(st.integers(-40, 140), min_size=n, max_size=n, unique=True)))
    y = draw(st.lists(st.integers(-30, 130), min_size=n, max_size=n))
    lean = draw(st.integers(-3, 3))
    line = [(a / 1000 + lean * b / 1000, b / 1000) for a, b in zip(x, y, strict=True)]
    return [(-0.6, 0.05), *line, (0.7, 0.05)]


@given(wiggles(), st.integers(0, 2**32 - 1), st.booleans())
def test_banks_sum_to_the_district_and_lie_on_their_sides(line, seed, turned):
    shape = shapely.LineString(line)
    assume(shape.is_simple)
    whole = shapely.box(0, 0, 0.1, 0.1)
    try:
        found = split(line[::-1] if turned else line)
    except InputError as fault:
        if fault.code not in {"banks.no_split", "banks.misses"}:
            raise
        return
    left, right = found.areas.polygon
    assert left.area + right.area == pytest.approx(whole.area, rel=1e-9)
    assert shapely.intersection(left, right).area == 0
    rng = np.random.default_rng(seed)
    for lon, lat in rng.uniform(0, 0.1, (30, 2)):
        place = shapely.Point(lon, lat)
        if shape.distance(place) < 1e-9:
            continue
        # An odd number of crossings on the way south: north of a line drawn to the east.
        on_left = (crossings_south(line, lon, lat) % 2 == 1) != turned
        assert left.contains(place) == on_left
        assert right.contains(place) != on_left


@given(wiggles(), st.randoms(use_true_random=False))
def test_how_a_river_is_cut_up_does_not_matter(line, chance):
    assume(shapely.LineString(line).is_simple)
    frame = LocalFrame.about(0.05, 0.05)
    pieces = [line[at : at + 2] for at in range(len(line) - 1)]
    chance.shuffle(pieces)
    assume(all(one != other for one, other in pieces))
    (whole,) = river_stems(river(line), frame, reach_m=1.0)
    (joined,) = river_stems(river(*pieces), frame, reach_m=1.0)
    assert joined.lonlat.tolist() == whole.lonlat.tolist()
    assert (joined.against_m, joined.bridged_m) == (0.0, 0.0)
