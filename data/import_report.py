"""What an import did: remarks, rows it would not take, and what it decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from layers.datum_evidence import DatumEvidence
from layers.doubles import PossibleDouble
from layers.facilities import FacilitySet
from layers.scaling import ScaledArea
from planning.import_record import ImportRecord, PlanFacilityMatch
from planning.note import Note


@dataclass(frozen=True, slots=True)
class Reject:
    """
    A row that was not taken.

    Attributes
    ----------
    source
        File name.
    row
        Row as the user's editor counts it (the head is row 1), or the element.
    code, fields
        Reason, in the text catalogue.
    """

    source: str
    row: str
    code: str
    fields: Mapping[str, object]


@dataclass(slots=True)
class ImportReport:
    """
    Collects what readers have to say.

    Attributes
    ----------
    notes
        Remarks, in the order of the work.
    rejects
        Rows not taken.
    datum
        Datum of each layer, with the evidence.
    scaling
        Areas brought to official totals.
    doubles
        Facilities that may be one.
    plan_facilities
        Facilities that the plan names, and the rows they were found to be.
    """

    notes: list[Note] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    datum: list[DatumEvidence] = field(default_factory=list)
    scaling: list[ScaledArea] = field(default_factory=list)
    doubles: list[PossibleDouble] = field(default_factory=list)
    plan_facilities: list[PlanFacilityMatch] = field(default_factory=list)

    def note(self, code: str, /, **fields: object) -> None:
        """Add a remark."""
        self.notes.append(Note(code, fields))

    def reject(self, source: str, row: object, code: str, /, **fields: object) -> None:
        """Add a row that is not taken."""
        self.rejects.append(Reject(source, str(row), code, fields))

    def extend(self, other: ImportReport) -> None:
        """Take over everything another report holds."""
        self.notes.extend(other.notes)
        self.rejects.extend(other.rejects)
        self.datum.extend(other.datum)
        self.scaling.extend(other.scaling)
        self.doubles.extend(other.doubles)
        self.plan_facilities.extend(other.plan_facilities)

    def rejected_by_source(self) -> list[dict[str, object]]:
        """Number of rows not taken from each file, in the order they came."""
        rows = Counter(one.source for one in self.rejects)
        return [{"source": source, "rows": count} for source, count in rows.items()]

    def record(
        self, set_aside: FacilitySet | None = None, rejected: tuple[tuple[str, int], ...] = ()
    ) -> ImportRecord:
        """
        What a study keeps of its import.

        Parameters
        ----------
        set_aside
            OSM's facilities, where an official list stands in their place.
        rejected
            Rows not taken by file, where the rows themselves are not at hand.
        """
        found = () if set_aside is None else range(len(set_aside))
        return ImportRecord(
            notes=tuple((note.code, note.fields) for note in self.notes),
            rejected=rejected or tuple(Counter(one.source for one in self.rejects).items()),
            datum=tuple(self.datum),
            scaling=tuple(self.scaling),
            doubles=tuple(self.doubles),
            plan_facilities=tuple(self.plan_facilities),
            osm_facilities=tuple(
                (
                    set_aside.name[row],
                    float(set_aside.lon[row]),
                    float(set_aside.lat[row]),
                    set_aside.kind[row].value,
                )
                for row in found
                if set_aside is not None
            ),
        )
