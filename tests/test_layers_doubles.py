"""Rows that may be one facility: found wherever they stand, listed once, never merged."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oracles
from layers.doubles import (
    CROWD,
    LIKE_SHARE,
    NEAR_M,
    SAME_NAME_M,
    SAME_PLACE_M,
    find_doubles,
)
from layers.facilities import FacilitySet, Service
from layers.names import is_bare_kind, name_likeness, normal_name, other_names

LON, LAT = 105.9, 29.35
HOSPITAL, TOWNSHIP = Service.HOSPITAL, Service.TOWNSHIP_HEALTH_CENTRE
WANZHOU = ("重庆市", "万州区")


def east(metres):
    """Longitude so many metres east of the corner, by Vincenty's formula."""
    return LON + metres / oracles.vincenty_m(LON, LAT, LON + 1e-3, LAT) * 1e-3


def make(*rows):
    """Facilities from (name, metres east, kind, aliases)."""
    rows = [(*row, HOSPITAL, ())[:4] if len(row) == 2 else (*row, ())[:4] for row in rows]
    kinds = tuple(row[2] for row in rows)
    return FacilitySet(
        id=tuple(f"f{number}" for number in range(len(rows))),
        name=tuple(row[0] for row in rows),
        lon=np.array([east(row[1]) for row in rows]),
        lat=np.full(len(rows), LAT),
        kind=kinds,
        services=tuple(frozenset({kind}) for kind in kinds),
        source=("x",) * len(rows),
        aliases=tuple(tuple(row[3]) for row in rows),
    )


def found(facilities, **more):
    return [(one.first, one.second, one.reason) for one in find_doubles(facilities, **more)]


def test_a_double_of_a_later_row_is_found_though_the_first_of_its_name_is_far():
    """The first row of a name is no measure for the others."""
    facilities = make(("甲医院", 0), ("乙医院", 40_000), ("甲医院", 50_000), ("甲医院", 50_200))
    (one,) = find_doubles(facilities)
    assert (one.first, one.second, one.reason) == ("f2", "f3", "same_name")
    assert (one.first_name, one.second_name, one.decision) == ("甲医院", "甲医院", "")
    assert one.distance_m == pytest.approx(200, abs=0.2)


@pytest.mark.parametrize(
    ("metres", "pairs"), [(SAME_NAME_M - 0.5, 1), (SAME_NAME_M + 0.5, 0), (0.0, 1)]
)
def test_the_limit_of_one_name(metres, pairs):
    assert len(found(make(("甲医院", 0), ("甲医院", metres)))) == pairs


def test_a_name_that_is_only_a_kind_counts_nearby_alone():
    kind = Service.VILLAGE_CLINIC
    assert found(make(("卫生室", 0, kind), ("卫生室", NEAR_M - 1, kind)))
    assert not found(make(("卫生室", 0, kind), ("卫生室", NEAR_M + 1, kind)))


def test_spellings_with_and_without_the_district_are_one_name():
    facilities = make(("重庆市万州区第六人民医院", 0), ("区第6人民医院", 500))
    assert found(facilities, district_prefixes=WANZHOU) == [("f0", "f1", "same_name")]
    assert found(facilities) == []


def test_two_names_of_one_place_are_found_across_kinds_of_houses():
    facilities = make(("分水镇中心卫生院", 0, TOWNSHIP), ("区第六人民医院", 20, HOSPITAL))
    assert found(facilities) == [("f0", "f1", "same_place")]
    apart = make(("分水镇中心卫生院", 0, TOWNSHIP), ("区第六人民医院", SAME_PLACE_M + 1, HOSPITAL))
    assert found(apart) == []


def test_a_second_name_is_found_however_far():
    facilities = make(
        ("分水镇中心卫生院", 0, TOWNSHIP, ("区第六人民医院",)), ("万州区第六人民医院", 9_000)
    )
    assert found(facilities, district_prefixes=WANZHOU) == [("f0", "f1", "alias")]
    bracketed = make(("西南医院（陆军医院）", 0), ("陆军医院", 90_000))
    assert found(bracketed) == [("f0", "f1", "alias")]


def test_a_kind_as_second_name_says_nothing():
    assert found(make(("甲医院", 0, HOSPITAL, ("医院",)), ("医院", 9_000))) == []


def test_similar_names_are_found_near_only():
    near = make(("大安镇卫生院", 0, TOWNSHIP), ("大安镇中心卫生院", NEAR_M - 1, TOWNSHIP))
    assert found(near) == [("f0", "f1", "similar_name")]
    assert not found(
        make(("大安镇卫生院", 0, TOWNSHIP), ("大安镇中心卫生院", NEAR_M + 1, TOWNSHIP))
    )
    assert not found(make(("第一人民医院", 0), ("第二人民医院", 100)))


def test_a_hospital_and_its_ambulance_base_or_pharmacy_are_two():
    for kind in (Service.AMBULANCE_BASE, Service.PHARMACY):
        assert found(make(("区人民医院", 0), ("区人民医院", 5, kind))) == []


def test_a_row_of_unknown_kind_may_be_anything_of_its_name():
    assert found(make(("区人民医院", 0), ("区人民医院", 5, Service.OTHER)))
    assert not found(make(("区人民医院", 0), ("区疾控中心", 5, Service.OTHER)))


def test_rows_that_stand_where_their_town_does_are_not_all_doubles_of_each_other():
    names = [f"{first}{second}医院" for first in "甲乙丙丁戊己" for second in "子丑寅卯"]
    facilities = make(*[(name, 0) for name in names])
    assert found(facilities) == []
    few = make(*[(name, 0) for name in names[:4]])
    assert {reason for _, _, reason in found(few)} == {"same_place"}


@pytest.mark.parametrize("size", [0, 1])
def test_no_pair_no_double(size):
    assert find_doubles(make(*[("甲医院", 0)] * size)) == ()


def by_hand(facilities, prefixes=()):
    """Every pair of rows, one by one, by the words of the rules."""
    names = [normal_name(name, prefixes) for name in facilities.name]
    houses = {HOSPITAL, TOWNSHIP, Service.COMMUNITY_HEALTH_CENTRE}
    practices = {Service.CLINIC, Service.DOCTORS, Service.TCM}
    seconds = [
        {
            normal_name(one, prefixes)
            for one in (*facilities.aliases[row], *other_names(facilities.name[row]))
        }
        - {"", names[row]}
        for row in range(len(names))
    ]
    said = []
    for one in range(len(names)):
        for other in range(one + 1, len(names)):
            kinds = {facilities.kind[one], facilities.kind[other]}
            family = len(kinds) == 1 or kinds <= houses or kinds <= practices
            wild = Service.OTHER in kinds
            far_m = oracles.vincenty_m(
                *(
                    float(column[row])
                    for row in (one, other)
                    for column in (facilities.lon, facilities.lat)
                )
            )
            shared = (seconds[one] & ({names[other]} | seconds[other])) | (
                seconds[other] & {names[one]}
            )
            limit_m = NEAR_M if is_bare_kind(names[one]) else SAME_NAME_M
            if names[one] and names[one] == names[other] and far_m <= limit_m and (family or wild):
                reason = "same_name"
            elif any(not is_bare_kind(name) for name in shared) and (family or wild):
                reason = "alias"
            elif wild or not family or far_m > NEAR_M:
                continue
            elif name_likeness(names[one], names[other]) >= LIKE_SHARE:
                reason = "similar_name"
            elif far_m <= SAME_PLACE_M:
                reason = "same_place"
            else:
                continue
            said.append((facilities.id[one], facilities.id[other], reason))
    return said


ROWS = st.lists(
    st.tuples(
        st.sampled_from(
            ["甲医院", "万州区甲医院", "甲卫生院", "乙医院", "", "卫生院", "丙医院（甲医院）"]
        ),
        st.sampled_from([0, 20, 29, 31, 60, 290, 310, 700, 990, 1100, 5_000]),
        st.sampled_from([HOSPITAL, TOWNSHIP, Service.CLINIC, Service.OTHER]),
        st.sampled_from([(), ("乙医院",), ("第九医院", "丁医院"), ("卫生院",)]),
    ),
    max_size=12,
)


@given(ROWS)
def test_the_search_finds_what_a_look_at_every_pair_finds(rows):
    facilities = make(*rows)
    assert found(facilities, district_prefixes=WANZHOU) == by_hand(facilities, WANZHOU)


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(rows, chance):
    facilities = make(*rows)
    order = list(range(len(rows)))
    chance.shuffle(order)
    there = {(frozenset((a, b)), why) for a, b, why in found(facilities)}
    again = {(frozenset((a, b)), why) for a, b, why in found(facilities.take(order))}
    assert again == there


@pytest.mark.slow
def test_fifty_thousand_rows_take_seconds():
    rng = np.random.default_rng(4)
    size = 50_000
    kinds = tuple(rng.choice([Service.PHARMACY, Service.CLINIC, HOSPITAL], size).tolist())
    facilities = FacilitySet(
        id=tuple(map(str, range(size))),
        name=tuple(f"{'仁爱济民康宁'[row % 6]}{row // 3}诊所" for row in range(size)),
        lon=LON + rng.uniform(-0.3, 0.3, size),
        lat=LAT + rng.uniform(-0.3, 0.3, size),
        kind=tuple(Service(kind) for kind in kinds),
        services=tuple(frozenset({Service(kind)}) for kind in kinds),
        source=("x",) * size,
    )
    start = time.perf_counter()
    find_doubles(facilities)
    assert time.perf_counter() - start < 60  # some 5 s on a free machine


def test_a_crowd_of_one_name_at_one_place_does_not_explode():
    size = 20 * CROWD
    pairs = found(make(*[("卫生室", 0, Service.VILLAGE_CLINIC)] * size))
    assert size <= len(pairs) <= size * (CROWD + 1)


def test_rows_around_the_date_line_and_the_pole_are_near_each_other():
    facilities = make(("甲医院", 0), ("甲医院", 0))
    for lon, lat in (((179.9999, -179.9999), (0, 0)), ((0.0, 180.0), (89.9999, 89.9999))):
        moved = FacilitySet(
            facilities.id, facilities.name, np.array(lon), np.array(lat, dtype=float),
            facilities.kind, facilities.services, facilities.source,
        )  # fmt: skip
        assert found(moved) == [("f0", "f1", "same_name")]
