"""Travel profiles: the packaged files, and the order of their rules by hand-made numbers."""

import dataclasses
import math
import tomllib
from importlib.resources import files

import numpy as np
import pytest

from data.profiles import load_profiles
from geo.errors import InputError
from geo.text import Lang, text
from routing.profile import Setting, Slope, TravelProfile
from routing.ways import ROAD_CLASS_CODE, ROAD_CLASSES, SETTING_CODE, Mode

PROFILES = load_profiles()


def table(name):
    path = files("data.reference") / "profiles" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def speed(profile, kind, limit=math.nan, *, setting="rural", way=None, factor=1.0):
    return float(
        profile.speeds_kph(
            np.array([ROAD_CLASS_CODE[kind]], dtype=np.uint8),
            np.array([limit], dtype=np.float32),
            setting=Setting(setting),
            way_setting=None if way is None else np.array([SETTING_CODE[way]], dtype=np.uint8),
            speed_factor=factor,
        )[0]
    )


def test_these_profiles_are_packaged_and_named_in_both_languages():
    assert sorted(PROFILES) == ["ambulance", "car", "ebike", "walk", "walk65"]
    for name in PROFILES:
        assert text(f"profile.{name}", Lang.ZH) != text(f"profile.{name}", Lang.EN)


@pytest.mark.parametrize("name", sorted(PROFILES))
def test_every_number_of_a_profile_has_a_source(name):
    numbers = table(name)
    sources = numbers["sources"]
    general = {"links", "walking", "other"} & set(sources)
    for key, value in numbers.items():
        if isinstance(value, float) or key in ("factor", "junction_delay_s"):
            assert sources[key]
    for setting in Setting:
        for kind, kph in numbers["speed_kph"][setting].items():
            group = "walking" if "walking" in general else "links"
            group = group if kph else "other"
            assert kind in sources or group in general, kind


# class -> factor -> 0.8 x limit -> absolute cap, each worked out by hand.
ORDER = [
    # Ambulance, urban: 45 x 1.15 = 51.75.
    ("ambulance", "primary", math.nan, "urban", 51.75),
    # 51.75, capped at 0.8 x 50 = 40; a cap before the factor would give 46.
    ("ambulance", "primary", 50, "urban", 40.0),
    # 0.8 x 60 = 48 is below 51.75; before the factor it would not bind (45) and give 51.75.
    ("ambulance", "primary", 60, "urban", 48.0),
    # 90 x 1.15 = 103.5, above the absolute cap of 100.
    ("ambulance", "motorway", math.nan, "urban", 100.0),
    # 0.8 x 130 = 104 does not bind, the absolute cap does.
    ("ambulance", "motorway", 130, "urban", 100.0),
    # 0.8 x 120 = 96 binds before it.
    ("ambulance", "motorway", 120, "urban", 96.0),
    ("ambulance", "primary", math.nan, "rural", 50.0),
    ("ambulance", "primary", math.nan, "mountain", 40.0),
    ("car", "primary", math.nan, "urban", 45.0),
    ("car", "primary", 30, "rural", 24.0),
    ("car", "residential", 50, "rural", 20.0),
    ("ebike", "primary", math.nan, "rural", 25.0),
    ("ebike", "primary", 30, "rural", 24.0),
    ("ebike", "residential", math.nan, "urban", 18.0),
    ("ebike", "motorway", math.nan, "rural", 0.0),
    ("ebike", "steps", math.nan, "rural", 0.0),
    ("walk", "residential", 3, "rural", 4.5),
    ("walk65", "residential", math.nan, "mountain", 3.0),
    ("walk65", "steps", math.nan, "urban", 1.5),
]


@pytest.mark.parametrize(("name", "kind", "limit", "setting", "kph"), ORDER)
def test_the_rules_hold_in_their_order(name, kind, limit, setting, kph):
    profile = PROFILES[name]
    assert speed(profile, kind, limit, setting=setting) == pytest.approx(kph, rel=1e-7)
    # "What if all is a fifth slower" comes last, after every cap.
    slow = speed(profile, kind, limit, setting=setting, factor=0.8)
    assert slow == pytest.approx(0.8 * kph, rel=1e-7)
    # A way's own country counts, whatever the study's is.
    for study in Setting:
        own = speed(profile, kind, limit, setting=study, way=setting)
        assert own == pytest.approx(kph, rel=1e-7)


def test_the_absolute_cap_comes_last():
    capped = dataclasses.replace(PROFILES["ebike"], factor=dict.fromkeys(Setting, 1.5))
    # 25 x 1.5 = 37.5, then 25; with a limit of 30: 24, not 25 x 1.5 x 0.8.
    assert speed(capped, "primary") == 25.0
    assert speed(capped, "primary", 30) == pytest.approx(24.0)


def test_an_e_bike_is_never_faster_than_the_law():
    profile = PROFILES["ebike"]
    assert profile.mode is Mode.BICYCLE
    assert profile.top_speed_kph == 25.0
    for setting in Setting:
        land = [name for name in ROAD_CLASSES if name != "ferry"]
        assert max(profile.speed_kph[setting][name] for name in land) <= 25.0


def test_slopes_are_for_walkers_and_an_unknown_rule_is_refused():
    by_slope = {name for name, one in PROFILES.items() if one.slope is Slope.TOBLER}
    assert by_slope == {"walk", "walk65"}
    assert TravelProfile.from_mapping(table("car")).slope is Slope.NONE
    with pytest.raises(InputError, match="'naismith' is not a valid Slope"):
        TravelProfile.from_mapping(table("walk") | {"slope": "naismith"})
