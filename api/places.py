"""Places and minutes as people type them, and the isochrone asked with them."""

from __future__ import annotations

from geo.errors import InputError
from geo.units import seconds_from_minutes
from planning.reach import ReachAnswer, answer_reach
from planning.study import Study
from routing.search import Direction

_NO_SUCH_PLACE = {"isochrone.off_network", "crs.not_lonlat"}


def _parts(said: str) -> list[str]:
    """Part a list at its commas, those of a Chinese keyboard too."""
    return said.replace("，", ",").split(",")


def parse_place(said: str) -> tuple[float, float]:
    """
    Read ``LON,LAT``.

    Raises
    ------
    InputError
        If it is not two numbers.

    Examples
    --------
    >>> parse_place("1.52, 42.51"), parse_place("1.52，42.51")
    ((1.52, 42.51), (1.52, 42.51))
    """
    try:
        lon, lat = (float(one) for one in _parts(said))
    except ValueError:
        raise InputError("place.bad", value=said) from None
    return lon, lat


def parse_minutes(said: str) -> tuple[float, ...]:
    """
    Read minutes with commas as seconds; what is said twice counts once.

    Raises
    ------
    InputError
        If one is no number above 0, or beyond a day.

    Examples
    --------
    >>> parse_minutes("5,10,5.0")
    (300.0, 600.0)
    """
    try:
        minutes = [float(one) for one in _parts(said)]
    except ValueError:
        raise InputError("place.minutes", value=said) from None
    if not all(one > 0 for one in minutes):
        raise InputError("place.minutes", value=said)
    return tuple(dict.fromkeys(seconds_from_minutes(one) for one in minutes))


def ask_reach(
    study: Study,
    lon: float,
    lat: float,
    *,
    cutoffs_s: tuple[float, ...],
    profile: str,
    direction: Direction,
) -> ReachAnswer:
    """
    Ask as `planning.reach.answer_reach`, and tell a place whose numbers are swapped.

    Raises
    ------
    InputError
        If the place is far from every road or no coordinate; ``place.swapped`` if the
        same numbers the other way round lie in the study.
    DataUnavailableError
        If the profile is unknown.
    """
    try:
        return answer_reach(
            study, lon, lat, cutoffs_s=cutoffs_s, profile=profile, direction=direction
        )
    except InputError as fault:
        if fault.code in _NO_SUCH_PLACE and _holds(study, lon=lat, lat=lon):
            raise InputError("place.swapped", lon=lon, lat=lat) from fault
        raise


def _holds(study: Study, *, lon: float, lat: float) -> bool:
    """Whether a place [deg] lies in the extent of the study's roads."""
    ways = study.ways
    if not ways.lon.size:
        return False
    across = ways.lon.min() <= lon <= ways.lon.max()
    along = ways.lat.min() <= lat <= ways.lat.max()
    return bool(across and along)
