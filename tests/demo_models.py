"""The five demonstrations, each modelled once a session."""

import functools

import pytest

from data.demo.build import DemoModel, build_demo, model_district
from data.demo.district import load_district
from data.profiles import load_profiles
from planning.study import Study

NAMES = ("kaizhou", "wanzhou", "wutongqiao", "yanjiang", "yongchuan")
_QUICK = ("wutongqiao", "yongchuan")
DISTRICTS = [
    name if name in _QUICK else pytest.param(name, marks=pytest.mark.slow) for name in NAMES
]
"""For `parametrize`: the large districts are slow."""


@functools.cache
def demo_model(name: str) -> DemoModel:
    """Model a district."""
    return model_district(load_district(name))


@functools.cache
def demo_study(name: str) -> Study:
    """Build a district's study."""
    return build_demo(name, profiles=load_profiles())
