"""The packaged lists of the facilities that the district plans name."""

from __future__ import annotations

import tomllib
from importlib.resources import files

from planning.plan_facilities import PlanFacilities

_PLANS = files("data.reference") / "plans"
_FILE = "facilities.toml"


def load_plan_facilities(plan: str) -> PlanFacilities:
    """
    Load the facilities that a packaged plan names.

    Parameters
    ----------
    plan
        Identifier of the plan, such as ``"yongchuan"``.

    Returns
    -------
    named
        Without any facility where no list is packaged for the plan.

    Examples
    --------
    >>> len(load_plan_facilities("yongchuan").facilities), load_plan_facilities("circles").prefixes
    (18, ())
    """
    if plan not in plans_with_facilities():
        return PlanFacilities(plan)
    text = (_PLANS / plan / _FILE).read_text(encoding="utf-8")
    return PlanFacilities.from_mapping({"plan": plan, **tomllib.loads(text)})


def plans_with_facilities() -> tuple[str, ...]:
    """
    Name the plans whose facilities are packaged, sorted.

    Examples
    --------
    >>> plans_with_facilities()
    ('kaizhou', 'wanzhou', 'wutongqiao', 'yanjiang', 'yongchuan')
    """
    return tuple(sorted(one.name for one in _PLANS.iterdir() if (one / _FILE).is_file()))
