"""Names and sites: one place under two names or ranks, a site moved and to be moved."""

from __future__ import annotations

import re
from collections.abc import Iterator

from geo.text import Message
from planning.consistency.grouping import by_thing, goals_of, sections_of
from planning.consistency.result import CheckKind, CheckResult, ConsistencyStatus
from planning.consistency.words import joined, title_of
from planning.note import Note
from planning.plan import Plan
from planning.statements import Move

_RANKS = ("街道", "镇", "乡")
_PLACE = re.compile(rf"^(?P<stem>[\u4e00-\u9fff]{{2,}}?)(?P<rank>{'|'.join(_RANKS)})")


def check_names(plan: Plan) -> tuple[CheckResult, ...]:
    """
    Find places under two names.

    A thing that the plan itself calls by two names; a project whose own name
    gives its place another rank (乡 for 镇); a facility that was moved and is to be moved.
    """
    return (*_facilities(plan), *_ranks(plan), *_moves(plan))


def _facilities(plan: Plan) -> Iterator[CheckResult]:
    for _about, those in by_thing(one for one in plan.statements if one.name):
        names = dict.fromkeys(one.name for one in those)
        if len(names) == 1:
            continue
        fields = {
            "count": len(names),
            "names": joined(
                Message("consistency.stated", {"what": one.name, "section": one.section})
                for one in those
            ),
        }
        yield CheckResult(
            CheckKind.NAMES,
            ConsistencyStatus.CLARIFY,
            Note("consistency.two_names", fields),
            Note("consistency.ask_names", {}),
            sections=sections_of(those),
            goals=goals_of(those),
            numbers=(float(len(names)),),
        )


def _ranks(plan: Plan) -> Iterator[CheckResult]:
    for one in plan.projects:
        place = _PLACE.match(one.place)
        if place is None:
            continue
        other = next(
            (
                f"{place['stem']}{rank}"
                for rank in _RANKS
                if rank != place["rank"] and f"{place['stem']}{rank}" in one.name
            ),
            "",
        )
        if not other or place[0] in one.name:
            continue
        fields = {"row": one.number, "name": one.name, "one": other, "other": place[0]}
        rows = [row for row in plan.rows.rows if row.type == "project_list"]
        yield CheckResult(
            CheckKind.NAMES,
            ConsistencyStatus.CLARIFY,
            Note("consistency.two_ranks", fields),
            Note("consistency.ask_rank", {}),
            sections=tuple(row.section for row in rows),
            goals=tuple(row.id for row in rows),
            numbers=(float(one.number),),
        )


def _moves(plan: Plan) -> Iterator[CheckResult]:
    for about, those in by_thing(one for one in plan.statements if one.move is not None):
        if {one.move for one in those} != {Move.DONE, Move.PLANNED}:
            continue
        done = [one.section for one in those if one.move is Move.DONE]
        planned = [one.section for one in those if one.move is Move.PLANNED]
        fields = {
            "title": title_of(plan, about),
            "done": joined(done),
            "planned": joined(planned),
        }
        yield CheckResult(
            CheckKind.NAMES,
            ConsistencyStatus.CLARIFY,
            Note("consistency.moved_twice", fields),
            Note("consistency.ask_move", {}),
            sections=sections_of(those),
            goals=goals_of(those),
        )
