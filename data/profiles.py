"""The packaged travel profiles."""

from __future__ import annotations

import tomllib
from importlib.resources import files

from routing.profile import TravelProfile


def load_profiles() -> dict[str, TravelProfile]:
    """
    Load the packaged travel profiles, by name.

    Raises
    ------
    InputError
        If a profile file breaks a rule.
    """
    folder = files("data.reference") / "profiles"
    found = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    profiles = (
        TravelProfile.from_mapping(tomllib.loads((folder / name).read_text(encoding="utf-8")))
        for name in found
    )
    return {profile.name: profile for profile in profiles}
