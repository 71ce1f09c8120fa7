"""Answers kept in the sources' folder, by what was asked: an interrupted run goes on."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from data.digests import file_sha256
from data.online.asking import PART

FOLDER = "cache"
_KEY_SIGNS = 24


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """
    An answer that is on the disk, whole.

    Attributes
    ----------
    path
        The file.
    sha256
        Digest of its bytes.
    data_date
        Date of the data, ISO 8601; empty where unknown.
    fetched
        When it came, ISO 8601, UTC.
    request
        What was asked.
    """

    path: Path
    sha256: str
    data_date: str
    fetched: str
    request: str


class AnswerCache:
    """
    Answers by the digest of address and question.

    Parameters
    ----------
    folder
        The sources' folder; the answers lie in ``cache/`` within.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / FOLDER

    def place(self, address: str, request: str, suffix: str) -> Path:
        """Path of the answer to a question, whether it is there or not."""
        key = hashlib.sha256(f"{address}\n{request}".encode()).hexdigest()[:_KEY_SIGNS]
        return self.folder / f"{key}{suffix}"

    def find(self, path: Path) -> KeptAnswer | None:
        """Hand out an answer; None where it is not there, or is not what was kept."""
        try:
            said = json.loads(_note_of(path).read_text(encoding="utf-8"))
            kept = KeptAnswer(path=path, **said)
            if file_sha256(path) != kept.sha256:
                return None
        except (OSError, ValueError, TypeError):
            return None
        return kept

    def keep(self, path: Path, *, data_date: str, fetched: str, request: str) -> KeptAnswer:
        """Note what an answer is, which makes it one that `find` hands out."""
        kept = KeptAnswer(path, file_sha256(path), data_date, fetched, request)
        said = asdict(kept)
        del said["path"]
        note = _note_of(path)
        aside = note.with_name(f"{PART}{note.name}")
        aside.write_text(json.dumps(said, ensure_ascii=False, indent=1), encoding="utf-8")
        aside.replace(note)
        return kept

    def mark_too_much(self, path: Path) -> None:
        """Note that a question was too much at once, so that it is not asked again."""
        path.with_name(f"{path.name}.too-much").write_text("", encoding="utf-8")

    def is_too_much(self, path: Path) -> bool:
        """Tell whether a question was too much at once."""
        return path.with_name(f"{path.name}.too-much").is_file()


def _note_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")
