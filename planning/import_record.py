"""What an import did, kept with the study so that every figure can be questioned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from layers.datum_evidence import DatumEvidence
from layers.doubles import PossibleDouble
from layers.scaling import ScaledArea

NO_ROW = "-"
"""A decision that the list has no row for a facility of the plan."""


@dataclass(frozen=True, slots=True)
class PlanFacilityMatch:
    """
    A facility that the plan names, and the row of the list it was found to be.

    Attributes
    ----------
    plan_name
        Name in the plan.
    facility_id
        Id in the study; empty where none matches.
    how
        ``"name"``, ``"alias"``, ``"decision"``, ``"ambiguous"`` or ``"missing"``.
    candidates
        Ids that came into question; `NO_ROW` alone where it was decided that there is none.
    """

    plan_name: str
    facility_id: str
    how: str
    candidates: tuple[str, ...] = ()

    @property
    def decision(self) -> str:
        """What was decided: an id, `NO_ROW`, or nothing."""
        if self.candidates == (NO_ROW,):
            return NO_ROW
        return self.facility_id if self.how == "decision" else ""


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """
    What the import of a study remarked and decided.

    Attributes
    ----------
    notes
        Codes of the text catalogue and the values that fill them, in the order of the work.
    rejected
        Rows not taken, by file name.
    datum
        Datum of each layer, with the evidence.
    scaling
        Areas that were scaled to official totals.
    doubles
        Facilities that may be one.
    plan_facilities
        Facilities that the plan names, and whether the list has them.
    osm_facilities
        Facilities that the extract maps, set aside where there is an official list:
        name, longitude, latitude and kind, for cross-checking.
    """

    notes: tuple[tuple[str, Mapping[str, object]], ...] = ()
    rejected: tuple[tuple[str, int], ...] = ()
    datum: tuple[DatumEvidence, ...] = ()
    scaling: tuple[ScaledArea, ...] = ()
    doubles: tuple[PossibleDouble, ...] = ()
    plan_facilities: tuple[PlanFacilityMatch, ...] = ()
    osm_facilities: tuple[tuple[str, float, float, str], ...] = ()
