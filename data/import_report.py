"""What an import did: remarks, and the rows it would not take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from planning.answers import Note


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
    """

    notes: list[Note] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)

    def note(self, code: str, **fields: object) -> None:
        """Add a remark."""
        self.notes.append(Note(code, fields))

    def reject(self, source: str, row: object, code: str, **fields: object) -> None:
        """Add a row that is not taken."""
        self.rejects.append(Reject(source, str(row), code, fields))

    def extend(self, other: ImportReport) -> None:
        """Take over everything another report holds."""
        self.notes.extend(other.notes)
        self.rejects.extend(other.rejects)
