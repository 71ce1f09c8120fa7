"""Keeping findings on disk, one file each, named by everything the finding depends on."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from data.cache import cache_key, code_digest
from data.road_store import FOLDER
from planning.judging.codec import finding_from_plain, finding_to_plain
from planning.judging.depends import Part, parts_of, question, surroundings
from planning.judging.finding import Finding
from planning.plan import Goal, Plan
from planning.readings.reading import Reading
from planning.study import Study

FINDINGS = "findings"
MOST_FINDINGS = 4_000
_PACKAGES = (
    "layers",
    "planning",
    "planning.readings",
    "planning.judging",
    "planning.judging.circles",
    "planning.judging.counts",
    "planning.judging.places",
)
_FILE_OF = {
    Part.WAYS: "roads.npz",
    Part.FACILITIES: "facilities.csv",
    Part.DEMAND: "demand.npz",
    Part.AREAS: "areas.geojson",
    Part.REGISTER: "register.csv",
    Part.INDICATORS: "indicators.csv",
    Part.RECORD: "import-report.json",
}


class BundleFindingStore:
    """
    Findings on one bundle, kept beside it.

    A finding's key is the digest of the parts of the bundle that its judge may look at,
    the goal, the reading, what the plan says beside, and the code: a new facility list
    leaves the verdicts on indicators as they are. A file begins with the digest of the
    rest, so that a damaged one is never answered from. If the disk refuses, nothing is
    kept and nothing fails.

    Parameters
    ----------
    folder
        The bundle.
    parts
        Digests of the bundle's parts; what it does not have, it does not have.

    Notes
    -----
    A study made from an opened one by changing its parts is another study: only the very
    objects that were read are answered for.
    """

    def __init__(self, folder: Path, parts: Mapping[str, str]) -> None:
        self._folder = folder / FOLDER / FINDINGS
        self._digest = {part: parts.get(name, "") for part, name in _FILE_OF.items()}
        self._own: dict[Part, object] = {}
        self._saved = 0
        self._around: tuple[Study, Plan, str] | None = None
        self._last: tuple[Plan, Goal, Reading, Path] | None = None

    def adopt(self, study: Study) -> None:
        """Take a study's parts as the ones that the digests stand for."""
        self._own = {part: getattr(study, part.value) for part in Part}

    def load(self, study: Study, plan: Plan, goal: Goal, reading: Reading) -> Finding | None:
        """Give the kept finding; None where there is none, or it is damaged."""
        path = self._path(study, plan, goal, reading)
        if path is None:
            return None
        try:
            digest, _, content = path.read_bytes().partition(b"\n")
            if digest != _digest(content):
                return None
            return finding_from_plain(json.loads(content))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def save(
        self, study: Study, plan: Plan, goal: Goal, reading: Reading, finding: Finding
    ) -> None:
        """Keep a finding."""
        path = self._path(study, plan, goal, reading)
        if path is None:
            return
        aside = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            content = json.dumps(finding_to_plain(finding), ensure_ascii=False).encode()
            aside.write_bytes(_digest(content) + b"\n" + content)
            aside.replace(path)
            self._saved += 1
            if self._saved % MOST_FINDINGS == 1:
                self._tidy()
        except OSError:
            with suppress(OSError):
                aside.unlink(missing_ok=True)

    def _path(self, study: Study, plan: Plan, goal: Goal, reading: Reading) -> Path | None:
        parts = sorted(parts_of(reading))
        if not all(self._own.get(part) is getattr(study, part.value) for part in parts):
            return None
        last = self._last  # what was looked for in vain a moment ago is saved now
        if last is not None and last[0] is plan and last[1] is goal and last[2] is reading:
            return last[3]
        key = cache_key(
            "finding",
            self._surroundings(study, plan),
            {part.value: self._digest[part] for part in parts},
            question(goal, reading),
        )
        path = self._folder / f"{key}.json"
        self._last = (plan, goal, reading, path)
        return path

    def _surroundings(self, study: Study, plan: Plan) -> str:
        """Digest of what all findings on a study and a plan share; worked out once for both."""
        known = self._around
        if known is None or known[0] is not study or known[1] is not plan:
            digest = cache_key(code_digest(*_PACKAGES), surroundings(study, plan))
            self._around = known = (study, plan, digest)
        return known[2]

    def _tidy(self) -> None:
        """Drop the oldest findings beyond the limit."""
        kept = sorted(
            (one for one in self._folder.iterdir() if one.suffix == ".json"),
            key=lambda one: (one.stat().st_mtime, one.name),
        )
        for old in kept[:-MOST_FINDINGS]:
            old.unlink(missing_ok=True)


def _digest(content: bytes) -> bytes:
    """Digest that stands before what is kept: a damaged figure must not pass for a finding."""
    return hashlib.sha256(content).hexdigest().encode()
