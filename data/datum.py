"""The datum that incoming coordinates are given in, stated or told by the evidence."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from data.import_report import ImportReport
from geo.datum import wgs84_from_bd09, wgs84_from_gcj02
from geo.errors import InputError
from geo.text import Message
from layers.datum_evidence import FEWEST_WITNESSES, DatumEvidence


class Datum(StrEnum):
    """A datum that a layer can come in; `AUTO` where the evidence is to tell."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"
    AUTO = "auto"


def to_wgs84(
    lon: NDArray[np.float64], lat: NDArray[np.float64], datum: Datum | str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """
    Turn coordinates of a stated datum [deg] into WGS-84.

    Raises
    ------
    InputError
        If the datum is unknown, or `Datum.AUTO`, which the evidence must settle first.
    """
    known = known_datum(datum)
    if known is Datum.AUTO:
        raise InputError("datum.not_settled")
    if known is Datum.GCJ02:
        return wgs84_from_gcj02(lon, lat)
    if known is Datum.BD09:
        return wgs84_from_bd09(lon, lat)
    return lon, lat


def known_datum(datum: Datum | str) -> Datum:
    """
    Read the name of a datum.

    Raises
    ------
    InputError
        If there is no such datum; the message lists those there are.
    """
    try:
        return Datum(datum)
    except ValueError:
        raise InputError("datum.unknown", datum=datum, known=", ".join(Datum)) from None


MIXED_SHARE, FEWEST_MIXED = 0.03, 3
"""With this share of witnesses for another datum, and this many, a list may be of two
origins (judgement: of lists of one origin none says so; of those that are mixed only some
rows stand where it shows, about a third)."""


def settle_datum(
    stated: Datum | str, evidence: DatumEvidence, report: ImportReport
) -> DatumEvidence:
    """
    Settle a layer's datum by what the user stated and what the evidence says.

    What is stated is never overridden; evidence that speaks against it is a remark.

    Parameters
    ----------
    stated
        The user's word; `Datum.AUTO` leaves it to the evidence.
    evidence
        What `weigh_points` or `weigh_boundary` found; `chosen` may be empty.
    report
        Takes the remark and, in `report.datum`, the outcome.

    Returns
    -------
    settled
        The evidence with the datum that holds and whose word it was.

    Raises
    ------
    InputError
        If it was left to the evidence, and the evidence cannot tell.
    """
    known = known_datum(stated)
    if known is Datum.AUTO:
        if not evidence.chosen:
            raise InputError(
                "datum.cannot_tell",
                path=evidence.layer,
                evidence=evidence_in_words(evidence),
                reason=_why_not(evidence),
            )
        settled = evidence
        report.note(
            "import.datum_found",
            path=evidence.layer,
            datum=Datum(evidence.chosen),
            evidence=evidence_in_words(evidence),
        )
        if is_mixed(evidence):
            report.note(
                "import.datum_mixed",
                path=evidence.layer,
                datum=Datum(evidence.chosen),
                share=evidence.contrary,
            )
    else:
        settled = replace(evidence, chosen=known.value, basis="stated")
        if evidence.candidates and evidence.chosen not in {"", known.value}:
            report.note(
                "import.datum_doubt",
                path=evidence.layer,
                stated=known,
                datum=Datum(evidence.chosen),
                evidence=evidence_in_words(evidence),
            )
    report.datum.append(settled)
    return settled


def is_mixed(evidence: DatumEvidence) -> bool:
    """Tell whether a list looks as if put together from two datums."""
    mixed = evidence.contrary * evidence.points
    return evidence.contrary >= MIXED_SHARE and mixed >= FEWEST_MIXED


def _why_not(evidence: DatumEvidence) -> Message:
    """Word why the evidence decides nothing."""
    if not evidence.candidates:
        return Message("datum.nothing_to_compare", {})
    if evidence.witnesses < FEWEST_WITNESSES:
        fields = {"witnesses": evidence.witnesses, "needed": FEWEST_WITNESSES}
        return Message("datum.too_few_apart", fields)
    return Message("datum.too_alike", {"witnesses": evidence.witnesses})


def evidence_in_words(evidence: DatumEvidence) -> Message:
    """Word the residuals that the evidence rests on, for a remark or an error."""
    if evidence.basis == "outside_china":
        return Message("datum.outside_china", {})
    if not evidence.candidates:
        return Message(f"datum.nothing_near_{evidence.basis}", {})
    medians = {f"{one.datum}_m": one.median_m for one in evidence.candidates}
    return Message(f"datum.residuals_{evidence.basis}", {"points": evidence.points, **medians})
