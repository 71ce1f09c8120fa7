"""An isochrone that had to be drawn coarsely says so; a fine one does not."""

import dataclasses

import pytest

from geo.text import Lang
from planning import reach
from test_planning_ferries import river_town


@pytest.mark.parametrize(("cell_m", "said"), [(50.0, False), (80.0, True)])
def test_a_coarse_isochrone_says_so(monkeypatch, cell_m, said):
    real = reach.isochrones

    def drawn(*parts, **more):
        bands = real(*parts, **more)
        return tuple(dataclasses.replace(band, cell_m=cell_m) for band in bands)

    monkeypatch.setattr(reach, "isochrones", drawn)
    study = river_town()
    answer = reach.answer_reach(study, 105.001, 0.0, cutoffs_s=(300.0,))
    notes = [one for one in answer.notes if one.code == "notes.coarse_isochrone"]
    assert bool(notes) is said
    assert all("80" in note.render(lang) for note in notes for lang in Lang)
