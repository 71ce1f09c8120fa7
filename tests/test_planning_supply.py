"""Supply answers on the hand-made town: every figure again by plain loops."""

import dataclasses
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Polygon

from geo.errors import DataUnavailableError, InputError
from geo.text import Lang
from hand_town import lonlat, town_study
from layers.areas import AreaSet
from layers.demand import Group
from layers.facilities import OperatingStatus, Service
from planning import supply_methods
from planning.equity_answers import lorenz_points
from planning.supply_answers import QUANTILES, answer_supply
from planning.supply_methods import time_blocks
from planning.supply_question import (
    AccessUnit,
    FillOrder,
    Resource,
    SupplyMethod,
    ZoneSource,
    supply_question,
)
from routing.search import Direction

HOMES_M = [(500, 0), (-250, 0), (0, 700), (4000, 250), (50, 1550), (-1000, -400), (5900, 0)]
PEOPLE = [120, 200, 310, 57, 40, 0, 83]
TOWN = [True, True, True, False, True, False, False]
SITES_M = ((5500, 0), (0, 0), (1000, 0), (0, 1000), (-500, -200), (4000, 4000))
IDS = ("h4", "h1", "h0", "h3", "h2", "h5")
BEDS = [8.0, 20.0, 5.0, math.nan, 0.0, 6.0]
"""h5 is far from any road and area; of h3 the beds are unknown; h2 has none."""
FLOATING = (SupplyMethod.TWO_STEP, SupplyMethod.ENHANCED, SupplyMethod.THREE_STEP)
SHARED = tuple(one for one in SupplyMethod if one is not SupplyMethod.GRAVITY)


def make_town(homes=HOMES_M, people=PEOPLE, sites=SITES_M, ids=IDS, beds=BEDS, **parts):
    study = town_study(list(homes), list(people), hospitals_m=tuple(sites), hospital_ids=tuple(ids))
    facilities = dataclasses.replace(study.facilities, beds=np.array(beds, dtype=np.float64))
    return dataclasses.replace(study, facilities=facilities, **parts)


def with_sides(study):
    """Built-up land, and the west and the east of the town as banks too."""
    areas = study.areas
    codes = (*areas.code, "bank-w", "bank-e")
    levels = (*areas.level, "bank", "bank")
    polygon = np.concatenate([areas.polygon, areas.polygon])
    banks = AreaSet(codes, (*areas.name, "Left", "Right"), levels, polygon)
    demand = dataclasses.replace(study.demand, built_up=np.array(TOWN))
    return dataclasses.replace(study, areas=banks, demand=demand)


@pytest.fixture(scope="module")
def town():
    return with_sides(make_town())


@pytest.fixture(scope="module")
def times_s(town):
    """Times to each facility alone, by the search for the nearest: home -> id -> seconds."""
    found = [{} for _ in HOMES_M]
    for row, one in enumerate(IDS):
        alone = dataclasses.replace(town, facilities=town.facilities.take([row]))
        field = alone.access(Service.HOSPITAL, profile="car", direction=Direction.TO)
        for home, time in enumerate(field.time_s.tolist()):
            found[home][one] = time
    return found


def ask(study, method, **options):
    options = {"resource": Resource.BEDS, "service": Service.HOSPITAL, "level": "quarter"} | options
    return answer_supply(study, method=method, **options)


# --- the oracle: dictionaries and loops ---

SUPPLY = {"h0": 5.0, "h1": 20.0, "h4": 8.0, "h5": 6.0}
HOMES = range(len(HOMES_M))


def weights(method, times_s, limit_s, zones):
    def weight(time):
        if method is SupplyMethod.TWO_STEP:
            return 1.0 if time <= limit_s else 0.0
        return next((w for bound, w in zones if time <= bound), 0.0)

    return [{j: weight(times_s[i][j]) for j in SUPPLY} for i in HOMES]


def shared_by_loop(method, times_s, limit_s, zones=(), half_life_s=600.0, order=None):
    """Access of each home, and what each facility gives out."""
    if method is SupplyMethod.GRAVITY:
        return gravity_by_loop(times_s, limit_s, half_life_s), dict.fromkeys(SUPPLY, math.nan)
    if method is SupplyMethod.CATCHMENT:
        return catchments_by_loop(times_s, limit_s)
    if method is SupplyMethod.CAPACITY:
        return capacity_by_loop(times_s, limit_s, order)
    weight = weights(method, times_s, limit_s, zones)
    if method is SupplyMethod.THREE_STEP:
        whole = [sum(row.values()) for row in weight]
        weight = [
            {j: w * w / whole[i] if whole[i] else 0.0 for j, w in row.items()}
            for i, row in enumerate(weight)
        ]
    access, used = [0.0] * len(HOMES_M), dict.fromkeys(SUPPLY, 0.0)
    for j, supply in SUPPLY.items():
        drawn = sum(weight[i][j] * PEOPLE[i] for i in HOMES)
        if drawn:
            used[j] = supply
            for i in HOMES:
                access[i] += weight[i][j] * supply / drawn * 1000
    return access, used


def gravity_by_loop(times_s, limit_s, half_life_s):
    beta = math.log(2) / half_life_s
    return [
        sum(SUPPLY[j] * math.exp(-beta * times_s[i][j]) for j in SUPPLY if times_s[i][j] <= limit_s)
        for i in HOMES
    ]


def catchments_by_loop(times_s, limit_s):
    access, used = [0.0] * len(HOMES_M), dict.fromkeys(SUPPLY, 0.0)
    owner = []
    for i in HOMES:
        time, j = min((times_s[i][j], j) for j in SUPPLY)
        owner.append(j if time <= limit_s and time < math.inf else None)
    for j, supply in SUPPLY.items():
        people = sum(PEOPLE[i] for i in HOMES if owner[i] == j)
        for i in HOMES:
            if owner[i] == j and people:
                access[i], used[j] = supply / people * 1000, supply
    return access, used


def capacity_by_loop(times_s, limit_s, order):
    used = dict.fromkeys(SUPPLY, 0.0)
    per_bed = Fraction(sum(PEOPLE)) / Fraction(sum(SUPPLY.values()))
    left = [Fraction(one) for one in PEOPLE]
    for j in order:
        room = Fraction(SUPPLY[j]) * per_bed
        for time in sorted({times_s[i][j] for i in HOMES if times_s[i][j] <= limit_s}):
            ring = [i for i in HOMES if times_s[i][j] == time]
            there = sum(left[i] for i in ring)
            taken = min(there, room)
            for i in ring:
                left[i] -= left[i] * taken / there if there else 0
            room -= taken
            used[j] += float(taken / per_bed)
    served = [1 - left[i] / PEOPLE[i] if PEOPLE[i] else Fraction(0) for i in HOMES]
    return [float(one / per_bed * 1000) for one in served], used


def mean_by_loop(access, homes):
    people = sum(PEOPLE[i] for i in homes)
    return sum(access[i] * PEOPLE[i] for i in homes) / people if people else math.nan


def quantile_by_loop(access, homes, share):
    homes = [i for i in homes if PEOPLE[i]]
    for value in sorted(access[i] for i in homes):
        if sum(PEOPLE[i] for i in homes if access[i] <= value) >= share * sum(
            PEOPLE[i] for i in homes
        ):
            return value
    return math.nan


def gini_by_pairs(access):
    gaps = sum(PEOPLE[i] * PEOPLE[k] * abs(access[i] - access[k]) for i in HOMES for k in HOMES)
    return gaps / (2 * sum(PEOPLE) ** 2 * mean_by_loop(access, HOMES))


def theil_by_loop(access, groups):
    whole, mean = sum(PEOPLE), mean_by_loop(access, HOMES)

    def term(people, rate):
        return people / whole * rate / mean * math.log(rate / mean) if people and rate else 0.0

    total = sum(term(PEOPLE[i], access[i]) for i in HOMES)
    between = sum(
        term(sum(PEOPLE[i] for i in group), mean_by_loop(access, group)) for group in groups
    )
    return total, between


CASES = [
    (SupplyMethod.CATCHMENT, {}, math.inf, ()),
    (SupplyMethod.CATCHMENT, {"cutoff_s": 600.0}, 600.0, ()),
    (SupplyMethod.TWO_STEP, {}, 1800.0, ()),
    (SupplyMethod.TWO_STEP, {"cutoff_s": 600.0}, 600.0, ()),
    (SupplyMethod.ENHANCED, {}, 1800.0, ((600, 1.0), (1200, 0.68), (1800, 0.22))),
    (SupplyMethod.ENHANCED, {"cutoff_s": 900}, 900.0, ((300, 1.0), (600, 0.68), (900, 0.22))),
    (
        SupplyMethod.THREE_STEP,
        {},
        3600.0,
        ((600, 0.962), (1200, 0.704), (1800, 0.377), (3600, 0.042)),
    ),
    (SupplyMethod.THREE_STEP, {"zones": {200.0: 1.0, 500.0: 0.5}}, 500.0, ((200, 1), (500, 0.5))),
    (SupplyMethod.GRAVITY, {}, math.inf, ()),
    (SupplyMethod.GRAVITY, {"cutoff_s": 900.0}, 900.0, ()),
    (SupplyMethod.CAPACITY, {}, 1800.0, ()),
    (SupplyMethod.CAPACITY, {"cutoff_s": 600.0}, 600.0, ()),
]


@pytest.mark.parametrize(("method", "options", "limit_s", "zones"), CASES)
def test_every_figure_is_what_plain_loops_give(town, times_s, method, options, limit_s, zones):
    answer = ask(town, method, **options)
    order = ["h1", "h4", "h5", "h0"]  # by beds
    access, used = shared_by_loop(method, times_s, limit_s, zones, order=order)
    assert answer.access.tolist() == pytest.approx(access, rel=1e-6)

    assert [one.id for one in answer.facilities] == list(SUPPLY)
    for one in answer.facilities:
        near = sum(PEOPLE[i] for i in HOMES if times_s[i][one.id] <= min(limit_s, 1e9))
        assert one.people_in_reach == near
        assert one.supply == SUPPLY[one.id]
        assert one.used == pytest.approx(used[one.id], nan_ok=True)
        assert one.left == pytest.approx(one.supply - used[one.id], nan_ok=True)

    def in_reach(i):
        least = min(times_s[i][j] for j in SUPPLY)
        return least <= limit_s and least < math.inf

    west = [i for i in HOMES if HOMES_M[i][0] < 1500]
    east = [i for i in HOMES if i not in west]
    rows = {row.code: row for row in answer.by_area}
    assert [row.name for row in answer.by_area] == ["East", "West"]
    for row, homes in ((rows["w"], west), (rows["e"], east), (answer.whole, list(HOMES))):
        people = sum(PEOPLE[i] for i in homes)
        assert row.access.people == people
        assert row.access.mean == pytest.approx(mean_by_loop(access, homes), rel=1e-6)
        expected = [quantile_by_loop(access, homes, share) for share in QUANTILES]
        assert [value for _, value in row.access.quantiles] == pytest.approx(expected, rel=1e-6)
        near = sum(PEOPLE[i] for i in homes if in_reach(i))
        assert row.in_reach == near
        assert row.share_in_reach == near / people
        if method is SupplyMethod.CAPACITY:
            per_bed = sum(PEOPLE) / sum(SUPPLY.values())
            served = sum(access[i] / 1000 * per_bed * PEOPLE[i] for i in homes)
            assert row.served == pytest.approx(served)
        else:
            assert row.served == near
    assert rows["e"].located == 8.0
    assert rows["e"].located_per_thousand == pytest.approx(8 / 140 * 1000)
    assert math.isnan(rows["w"].located)  # the beds of one of its hospitals are unknown
    assert math.isnan(answer.whole.located)
    assert answer.known == 39.0

    check_equity(answer.equity, access, west, east)


def check_equity(equity, access, west, east):
    assert equity.lorenz.gini == pytest.approx(gini_by_pairs(access), abs=1e-6)
    country = [i for i in HOMES if not TOWN[i]]
    built = [i for i in HOMES if TOWN[i]]
    for found, groups in (
        (equity.theil_areas, (west, east)),
        (equity.theil_built_up, (built, country)),
    ):
        total, between = theil_by_loop(access, groups)
        assert found.total == pytest.approx(total, abs=1e-6)
        assert found.between == pytest.approx(between, abs=1e-6)
        assert found.within == pytest.approx(total - between, abs=1e-6)
    gap = equity.built_up.access
    assert gap.first == pytest.approx(mean_by_loop(access, built), rel=1e-6)
    assert gap.second == pytest.approx(mean_by_loop(access, country), rel=1e-6)
    assert (equity.banks.first, equity.banks.second) == ("Left", "Right")
    assert equity.banks.access.first == pytest.approx(mean_by_loop(access, west), rel=1e-6)
    assert equity.banks.access.second == pytest.approx(mean_by_loop(access, east), rel=1e-6)
    assert math.isnan(equity.banks.located_per_thousand.first)
    assert equity.banks.located_per_thousand.second == pytest.approx(8 / 140 * 1000)


def test_times_are_those_of_coverage_to_the_decisecond(town):
    question = supply_question(
        resource=Resource.BEDS,
        service=None,
        method=SupplyMethod.GRAVITY,
        profile="walk",
        direction=Direction.FROM,
        group=Group.ALL,
    )
    rows = town.facilities.offering(Service.HOSPITAL)
    blocks = [times for _, times in time_blocks(town, question, rows, columns_at_once=2)]
    assert [block.shape for block in blocks] == [(7, 2)] * 3
    nearest = np.hstack(blocks).min(axis=1)
    field = town.access(Service.HOSPITAL, profile="walk", direction=Direction.FROM)
    assert np.hstack(blocks).dtype == np.float32
    assert nearest.tolist() == field.time_s.astype(np.float32).tolist()


@pytest.mark.parametrize(("cutoff_s", "served"), [(899.8, 0), (899.9, 1), (900.0, 2), (900.1, 3)])
def test_exactly_on_the_limit_counts(cutoff_s, served):
    homes = [(4999.44, 0.0), (5000.0, 0.0), (5000.56, 0.0)]
    study = make_town(homes, [1, 1, 1], ((0, 0),), ("h0",), [3.0])
    for method in (SupplyMethod.TWO_STEP, SupplyMethod.CATCHMENT, SupplyMethod.CAPACITY):
        assert ask(study, method, cutoff_s=cutoff_s).whole.in_reach == served
    # The last zone of a stretched set ends at the limit, to the digit.
    assert ask(study, SupplyMethod.ENHANCED, cutoff_s=cutoff_s).whole.in_reach == served


@pytest.mark.parametrize("method", SupplyMethod)
def test_blocks_give_what_one_matrix_gives(town, monkeypatch, method):
    whole = ask(town, method)
    monkeypatch.setattr(supply_methods, "_BLOCK_CELLS", 1)
    parted = ask(town, method)
    assert parted.access.tolist() == pytest.approx(whole.access.tolist(), rel=1e-12)
    assert str(parted.facilities) == str(whole.facilities)  # NaN is not NaN
    assert [note.code for note in parted.notes] == [note.code for note in whole.notes]


def test_ties_go_to_the_lowest_id_over_blocks_too(monkeypatch):
    # Two hospitals at one place, in blocks of their own.
    study = make_town([(500, 0)], [100], ((0, 0), (0, 0)), ("h1", "h0"), [10.0, 20.0])
    for cells in (1, 1000):
        monkeypatch.setattr(supply_methods, "_BLOCK_CELLS", cells)
        answer = ask(study, SupplyMethod.CATCHMENT)
        assert [one.people for one in answer.facilities] == [100.0, 0.0]
        assert answer.facilities[0].id == "h0"
        tie = next(note for note in answer.notes if note.code == "catchments.ties")
        assert dict(tie.fields) == {"count": 1, "people": 100.0}


@given(
    people=st.lists(st.integers(0, 400), min_size=7, max_size=7).filter(any),
    beds=st.lists(
        st.one_of(st.integers(0, 30).map(float), st.just(math.nan)), min_size=6, max_size=6
    ).filter(lambda beds: any(one > 0 for one in beds)),
    method=st.sampled_from(SHARED),
    cutoff_s=st.sampled_from([120.0, 600.0, 1800.0]),
)
def test_what_people_get_is_the_supply_that_reaches_anybody(people, beds, method, cutoff_s):
    answer = ask(make_town(people=people, beds=beds), method, cutoff_s=cutoff_s)
    given_out = math.fsum(answer.access * np.array(people)) / 1000
    assert given_out == pytest.approx(answer.used, rel=1e-6, abs=1e-9)
    if method in FLOATING:
        reached = math.fsum(one.supply for one in answer.facilities if one.people_in_reach > 0)
        assert given_out == pytest.approx(reached, rel=1e-6, abs=1e-9)
    assert answer.used <= answer.known + 1e-9
    assert all(one.left >= -1e-9 for one in answer.facilities)
    by_area = math.fsum(
        one.access.people * one.access.mean for one in answer.by_area if one.access.people
    )
    assert by_area / 1000 == pytest.approx(given_out, rel=1e-6, abs=1e-9)
    if method is SupplyMethod.CAPACITY:
        served = math.fsum(one.people for one in answer.facilities)
        assert served <= answer.most_served + 1e-6
        assert answer.most_served <= answer.whole.in_reach + 1e-6


@pytest.mark.parametrize("method", SupplyMethod)
def test_the_order_of_rows_does_not_matter(town, method):
    homes, sites = [3, 6, 0, 5, 1, 4, 2], [2, 5, 0, 1, 4, 3]
    turned = with_sides(
        make_town(
            [HOMES_M[i] for i in homes],
            [PEOPLE[i] for i in homes],
            [SITES_M[j] for j in sites],
            [IDS[j] for j in sites],
            [BEDS[j] for j in sites],
        )
    )
    turned = dataclasses.replace(
        turned, demand=dataclasses.replace(turned.demand, built_up=np.array(TOWN)[homes])
    )
    one, other = ask(town, method), ask(turned, method)
    assert other.access.tolist() == pytest.approx(one.access[homes].tolist(), rel=1e-12)
    assert [f.id for f in other.facilities] == [f.id for f in one.facilities]
    assert other.equity.lorenz.gini == pytest.approx(one.equity.lorenz.gini, abs=1e-12)
    for mine, theirs in zip(one.by_area, other.by_area, strict=True):
        assert theirs.access.mean == pytest.approx(mine.access.mean, rel=1e-12)
    codes = [[note.render(Lang.ZH) for note in found.notes] for found in (one, other)]
    assert codes[0] == codes[1]


def test_what_is_left_out_is_named(town):
    answer = ask(town, SupplyMethod.ENHANCED)
    named = {row: town.facilities.id[row] for row in (*answer.unknown_rows, *answer.empty_rows)}
    assert [named[row] for row in answer.unknown_rows] == ["h3"]
    assert [named[row] for row in answer.empty_rows] == ["h2"]
    assert [one.id for one in answer.unreached] == ["h5"]
    notes = {note.code: note.render(Lang.EN) for note in answer.notes}
    assert "h3" in notes["supply_answer.unknown"]
    assert "beds" in notes["supply_answer.unknown"]
    assert "h2" in notes["supply_answer.empty"]
    assert "6 beds" in notes["supply_answer.unreached"]
    assert "E2SFCA" in notes["supply_answer.method"]
    assert "differently" in notes["supply_answer.method"]
    assert "≤10: 1, ≤20: 0.68, ≤30: 0.22" in notes["supply_answer.zones"]
    assert "PySAL" in notes["supply_answer.zones"]


def test_without_a_service_all_that_have_the_number_count(town):
    facilities = dataclasses.replace(
        town.facilities,
        kind=(Service.CLINIC, *town.facilities.kind[1:]),
        services=(frozenset({Service.CLINIC}), *town.facilities.services[1:]),
    )
    mixed = dataclasses.replace(town, facilities=facilities)
    every, only = (ask(mixed, SupplyMethod.TWO_STEP, service=one) for one in (None, Service.CLINIC))
    assert [one.id for one in every.facilities] == list(SUPPLY)
    assert [one.id for one in only.facilities] == ["h4"]


def test_what_is_closed_has_no_beds(town):
    shut = (OperatingStatus.CLOSED, *(OperatingStatus.OPEN,) * 5)
    facilities = dataclasses.replace(town.facilities, status=shut)
    answer = ask(
        dataclasses.replace(town, facilities=facilities), SupplyMethod.TWO_STEP, service=None
    )
    assert "h4" not in [one.id for one in answer.facilities]


@pytest.mark.parametrize("method", SupplyMethod)
def test_beds_that_nobody_reaches_count_for_nobody(method):
    study = make_town([(500, 0), (0, 700)], [100, 50], ((4000, 4000),), ("h0",), [6.0])
    answer = ask(study, method)
    assert answer.access.tolist() == [0.0, 0.0]
    assert answer.whole.in_reach == 0
    assert answer.whole.share_in_reach == 0
    assert answer.whole.access.mean == 0
    assert [one.id for one in answer.unreached] == ["h0"]
    assert math.isnan(answer.equity.lorenz.gini)
    assert lorenz_points(answer.equity.lorenz) == ()
    assert math.isnan(answer.equity.theil_areas.total)
    if method is not SupplyMethod.GRAVITY:
        assert answer.used == 0
        assert answer.facilities[0].left == 6.0
    notes = {note.code: note for note in answer.notes}
    assert notes["supply_answer.nothing_in_reach"].fields["people"] == 150
    assert notes["supply_answer.nothing_in_reach"].fields["share"] == 1.0


def test_beds_of_the_neighbourhood_are_pointed_out():
    study = make_town([(500, 0)], [100], ((0, 0),), ("h0",), [6.0])
    polygon = np.empty(1, dtype=object)
    polygon[:] = [
        Polygon([lonlat(200, -900), lonlat(900, -900), lonlat(900, 900), lonlat(200, 900)])
    ]
    study = dataclasses.replace(study, areas=AreaSet(("a",), ("A",), ("quarter",), polygon))
    answer = ask(study, SupplyMethod.TWO_STEP)
    beyond = next(note for note in answer.notes if note.code == "supply_answer.beyond")
    assert beyond.fields["supply"] == 6.0
    assert answer.by_area[0].located == 0.0
    assert answer.by_area[0].access.mean == pytest.approx(60.0)


def test_people_outside_every_area_are_a_row_of_their_own():
    study = make_town([(500, 0), (4000, 0)], [100, 20], ((0, 0),), ("h0",), [6.0])
    study = dataclasses.replace(study, areas=study.areas.take([0]))
    answer = ask(study, SupplyMethod.TWO_STEP)
    assert [(row.code, row.access.people) for row in answer.by_area] == [("w", 100), ("", 20)]


def test_without_areas_there_is_no_table(town):
    bare = dataclasses.replace(town, areas=town.areas.take([]))
    answer = ask(bare, SupplyMethod.TWO_STEP, level=None)
    assert answer.by_area == ()
    assert answer.equity.theil_areas is None
    assert answer.equity.banks is None
    codes = {note.code for note in answer.notes}
    assert {"notes.no_areas", "supply_answer.no_banks"} <= codes


def test_what_is_not_known_of_land_is_no_comparison():
    study = make_town()
    answer = ask(study, SupplyMethod.TWO_STEP)
    assert answer.equity.built_up is None
    assert answer.equity.theil_built_up is None
    assert "supply_answer.no_built_up" in {note.code for note in answer.notes}
    all_town = dataclasses.replace(study.demand, built_up=np.ones(7, dtype=np.bool_))
    answer = ask(dataclasses.replace(study, demand=all_town), SupplyMethod.TWO_STEP)
    assert answer.equity.built_up is None
    assert "supply_answer.one_side" in {note.code for note in answer.notes}


def test_of_three_banks_the_worst_and_the_best_are_compared(town):
    def box(west, east):
        return Polygon(
            [lonlat(x, y) for x, y in ((west, -2e3), (east, -2e3), (east, 3e3), (west, 3e3))]
        )

    polygon = np.empty(3, dtype=object)
    polygon[:] = [box(-2000, 300), box(300, 3000), box(3000, 8000)]
    banks = AreaSet(("a", "b", "c"), ("A", "B", "C"), ("bank",) * 3, polygon)
    study = dataclasses.replace(town, areas=banks)
    answer = ask(study, SupplyMethod.CATCHMENT, level="bank")
    means = {row.name: row.access.mean for row in answer.by_area}
    gap = answer.equity.banks
    assert means[gap.first] == gap.access.first == min(means.values())
    assert means[gap.second] == gap.access.second == max(means.values())


def test_a_group_shares_among_itself(town):
    old = np.array([10.0, 0, 0, 5, 0, 0, 0])
    demand = dataclasses.replace(town.demand, groups={Group.AGE_65_PLUS: old})
    answer = ask(
        dataclasses.replace(town, demand=demand), SupplyMethod.TWO_STEP, group=Group.AGE_65_PLUS
    )
    assert answer.whole.access.people == 15
    assert answer.used == pytest.approx(math.fsum(answer.access * old) / 1000)
    assert "supply_answer.group" in {note.code for note in answer.notes}


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (FillOrder.LARGEST, ["h1", "h4", "h5", "h0"]),
        (FillOrder.SMALLEST, ["h0", "h5", "h4", "h1"]),
        (FillOrder.PEOPLE, ["h0", "h1", "h4", "h5"]),
        (None, ["h1", "h4", "h5", "h0"]),
    ],
)
def test_facilities_fill_in_the_order_asked_for(town, times_s, order, expected):
    answer = ask(town, SupplyMethod.CAPACITY, order=order, cutoff_s=700.0)
    access, used = shared_by_loop(SupplyMethod.CAPACITY, times_s, 700.0, order=expected)
    assert [one.used for one in answer.facilities] == pytest.approx([used[j] for j in SUPPLY])
    assert answer.access.tolist() == pytest.approx(access)
    told = next(note for note in answer.notes if note.code == "capacity.order")
    assert told.fields["order"] == " → ".join(expected)
    assert "supply_answer.bound" in {note.code for note in answer.notes}


def test_capacity_takes_the_people_that_were_said(town):
    answer = ask(town, SupplyMethod.CAPACITY, people_per_unit=2.0)
    assert answer.people_per_unit == 2.0
    assert {one.id: one.people for one in answer.facilities} == {
        "h0": 10,
        "h1": 40,
        "h4": 16,
        "h5": 0,
    }
    assert answer.most_served == 66.0
    assert "supply_answer.given_mean" in {note.code for note in answer.notes}


def test_doctors_are_asked_of_their_own_column(town):
    doctors = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
    facilities = dataclasses.replace(town.facilities, doctors=doctors)
    answer = ask(
        dataclasses.replace(town, facilities=facilities),
        SupplyMethod.TWO_STEP,
        resource=Resource.DOCTORS,
    )
    assert answer.known == 21.0
    assert answer.unknown_rows == ()


# --- questions ---


def question(**options):
    plain = {
        "resource": Resource.BEDS,
        "service": None,
        "method": SupplyMethod.ENHANCED,
        "profile": "car",
        "direction": Direction.TO,
        "group": Group.ALL,
    }
    return supply_question(**(plain | options))


def test_defaults_are_the_published_ones():
    found = question()
    assert found.zones == ((600.0, 1.0), (1200.0, 0.68), (1800.0, 0.22))
    assert (found.cutoff_s, found.zone_source) == (1800.0, ZoneSource.PUBLISHED)
    found = question(method=SupplyMethod.THREE_STEP)
    assert found.zones == ((600.0, 0.962), (1200.0, 0.704), (1800.0, 0.377), (3600.0, 0.042))
    # The slower variant in PySAL's documents is the same weights at 20, 40 and 60 minutes.
    found = question(cutoff_s=3600.0)
    assert found.zones == ((1200.0, 1.0), (2400.0, 0.68), (3600.0, 0.22))
    assert found.zone_source is ZoneSource.SCALED
    assert question(method=SupplyMethod.TWO_STEP).cutoff_s == 1800.0
    assert math.isinf(question(method=SupplyMethod.CATCHMENT).cutoff_s)
    gravity = question(method=SupplyMethod.GRAVITY)
    assert (gravity.half_life_s, gravity.unit) == (600.0, AccessUnit.DISCOUNTED)
    assert question(method=SupplyMethod.CAPACITY).order is FillOrder.LARGEST


@pytest.mark.parametrize(
    ("options", "match"),
    [
        ({"cutoff_s": 0.0}, "above 0"),
        ({"cutoff_s": -1.0}, "above 0"),
        ({"cutoff_s": math.nan}, "above 0"),
        ({"cutoff_s": 86_401.0}, "1,440 minutes"),
        ({"zones": {}}, "Zones need"),
        ({"zones": {0.0: 1.0}}, "Zones need"),
        ({"zones": {math.inf: 1.0}}, "Zones need"),
        ({"zones": {600.0: 1.0}, "cutoff_s": 600.0}, "either zones or a limit"),
        ({"method": SupplyMethod.TWO_STEP, "zones": {600.0: 1.0}}, "belongs to e2sfca, 3sfca"),
        ({"half_life_s": 60.0}, "belongs to gravity"),
        ({"order": FillOrder.PEOPLE}, "belongs to capacity"),
        ({"people_per_unit": 100.0}, "belongs to capacity"),
        ({"method": SupplyMethod.GRAVITY, "half_life_s": 0.0}, "half-life"),
        ({"method": SupplyMethod.GRAVITY, "half_life_s": math.nan}, "half-life"),
        ({"method": SupplyMethod.CAPACITY, "people_per_unit": 0.0}, "one unit"),
        ({"method": SupplyMethod.CAPACITY, "people_per_unit": math.inf}, "one unit"),
    ],
)
def test_a_wrong_question_is_said(options, match):
    with pytest.raises(InputError, match=match):
        question(**options)


@pytest.mark.parametrize(
    ("options", "kind", "match"),
    [
        ({"resource": Resource.DOCTORS}, DataUnavailableError, "column “doctors”"),
        ({"service": Service.STROKE}, DataUnavailableError, "stroke"),
        ({"profile": "broom"}, DataUnavailableError, "broom"),
        ({"level": "planet"}, DataUnavailableError, "planet"),
        ({"group": Group.UNDER_3}, DataUnavailableError, "under 3"),
        ({"zones": {600.0: 0.5, 1200.0: 0.9}}, InputError, "must not rise"),
    ],
)
def test_what_the_study_lacks_is_said(town, options, kind, match):
    with pytest.raises(kind, match=match):
        ask(town, SupplyMethod.ENHANCED, **options)


def test_no_beds_anywhere_is_not_an_answer(town):
    for beds, match in (([math.nan] * 6, "is empty"), ([0.0] * 5 + [math.nan], "says 0 .1 are")):
        facilities = dataclasses.replace(town.facilities, beds=np.array(beds))
        with pytest.raises(DataUnavailableError, match=match):
            ask(dataclasses.replace(town, facilities=facilities), SupplyMethod.ENHANCED)
    none = dataclasses.replace(town, facilities=town.facilities.take([]))
    with pytest.raises(DataUnavailableError, match="no facility"):
        ask(none, SupplyMethod.ENHANCED, service=None)
    nobody = dataclasses.replace(town.demand, population=np.zeros(7))
    with pytest.raises(DataUnavailableError, match="population"):
        ask(dataclasses.replace(town, demand=nobody), SupplyMethod.ENHANCED)


def test_more_pairs_than_memory_are_refused_only_where_all_are_needed(town, monkeypatch):
    monkeypatch.setattr(supply_methods, "_MOST_CELLS", 27)
    for method in (SupplyMethod.THREE_STEP, SupplyMethod.CAPACITY):
        with pytest.raises(InputError, match="7 places and 4 facilities"):
            ask(town, method)
    assert ask(town, SupplyMethod.ENHANCED).whole.in_reach == 810


def test_a_long_curve_is_thinned_to_corners_that_lie_on_it():
    rng = np.random.default_rng(1)
    people = rng.uniform(1, 5, 2000)
    rate = rng.uniform(0, 9, 2000)
    from layers.equity import lorenz

    curve = lorenz(rate, people)
    points = lorenz_points(curve)
    assert 90 < len(points) <= 101
    assert (points[0], points[-1]) == ((0.0, 0.0), (1.0, 1.0))
    corners = set(zip(curve.people_share.tolist(), curve.resource_share.tolist(), strict=True))
    assert set(points) <= corners
    assert list(points) == sorted(points)


def test_what_lies_in_the_district_is_told_apart_from_what_counts():
    beds = [8.0, 20.0, 5.0, 1.0, 0.0, 6.0]
    answer = ask(make_town(beds=beds), SupplyMethod.TWO_STEP)
    assert answer.known == 40.0
    assert answer.whole.located == 34.0  # h5 lies in no area
    assert answer.whole.located_per_thousand == pytest.approx(34 / 810 * 1000)
