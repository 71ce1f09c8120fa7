"""The scorecard: how a plan comes out, on one page that opens and prints anywhere."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from geo.text import Lang, label, text
from maps.scorecard_parts import SIGN, goal_part, line_part, tally_part
from planning import wording
from planning.note import Note
from planning.plan import EMPTY_BOOK, Plan
from planning.readings.reading import ReadingBook
from planning.scorecard import GoalCard, MissingInput, Scorecard, unique_notes
from planning.study import Study
from planning.verdict import Status, Verdict

SCORECARD_MARK = '<meta name="generator" content="goldenhour scorecard">'
"""What every scorecard carries: by it an older one is known."""
_SHARED_BY = 3
"""A caveat of so many goals stands once, at the end."""
_NUMERALS = "零一二三四五六七八九"
_UNNUMBERED = 1000


def scorecard_page(
    study: Study,
    plan: Plan,
    verdicts: tuple[Verdict, ...],
    *,
    lang: Lang,
    book: ReadingBook = EMPTY_BOOK,
    version: str = "",
    served: bool = False,
) -> str:
    """
    Make the scorecard of a plan.

    Parameters
    ----------
    study, plan, verdicts
        What was judged, and how it came out.
    lang
        Language of the page.
    book
        Says what plans leave open for each test.
    version
        Version of the program, for the foot of the page.
    served
        Whether the page stands beside the overview and the map of a service: then it
        links to them.

    Returns
    -------
    page
        One HTML page without scripts that loads nothing from elsewhere; all names are
        escaped. The same inputs give the same text.
    """
    folder = files("maps").joinpath("page")
    style = folder.joinpath("scorecard.css").read_text(encoding="utf-8").strip()
    template = _ENVIRONMENT.from_string(
        folder.joinpath("scorecard.html").read_text(encoding="utf-8")
    )
    card = Scorecard.of(verdicts)
    shared = shared_notes(card)
    parts = {
        one.goal.id: goal_part(one, study, lang, book=book, shared=frozenset(shared))
        for one in card.goals
    }
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    # The other language's mark stands too: a picture of the page travels without its words.
    marks = [text("demo.mark", one) for one in Lang] if study.info.demonstration else []
    return template.render(
        lang=lang.value,
        other_lang=next(one.value for one in Lang if one is not lang),
        t=lambda code, **fields: text(code, lang, **fields),
        style=style,
        style_digest=f"sha256-{digest}",
        generator=SCORECARD_MARK,
        served=served,
        study=study.info,
        title=wording.titled(study.info.title, lang, study.info.name),
        plan=plan,
        plan_title=wording.titled(plan.title, lang, plan.name),
        marks=marks,
        population=wording.people(study.demand.total, lang) if study.demand.total > 0 else "",
        outcome=card.outcome.value,
        outcome_word=f"{SIGN[card.outcome]} {label(card.outcome, lang)}",
        answer=answer_words(card, lang),
        whole=tally_part(card.whole, lang),
        classes=[(label(kind, lang), tally_part(one, lang)) for kind, one in card.by_class.items()],
        binding=[line_part(one, lang) for one in card.goals if one.binding],
        failed=[line_part(one, lang) for one in card.counting if one.status is Status.NOT_MET],
        missing=[_missing(one, lang) for one in card.missing],
        chapters=[
            (chapter, [parts[one.goal.id] for one in goals])
            for chapter, goals in chapters(card.counting).items()
        ],
        silent=[parts[one.goal.id] for one in card.silent],
        notes=[text("scorecard.page_choice", lang), *(one.render(lang) for one in shared.values())],
        version=version,
    )


def answer_words(card: Scorecard, lang: Lang) -> str:
    """Word how many goals are met, are not, and cannot be told."""
    whole = card.whole
    return text(
        "scorecard.counted",
        lang,
        total=whole.total,
        met=whole.met,
        not_met=whole.not_met,
        cannot_tell=whole.cannot_tell,
    )


def chapters(goals: tuple[GoalCard, ...]) -> dict[str, list[GoalCard]]:
    """Gather goals by the chapter of the plan that they stand in, chapters in their order."""
    found: dict[str, list[GoalCard]] = {}
    for one in goals:
        found.setdefault(one.goal.section.split()[0], []).append(one)
    return dict(sorted(found.items(), key=lambda chapter: chapter_order(chapter[0])))


def chapter_order(chapter: str) -> tuple[int, ...]:
    """
    Numbers in a chapter's name, by which chapters are put in order; those without come last.

    Examples
    --------
    >>> chapter_order("第三章"), chapter_order("四（十）信息化"), chapter_order("第2章")
    ((3,), (4, 10), (2,))
    >>> chapter_order("第二十一章"), chapter_order("附件")
    ((21,), (1000,))
    """
    found = re.findall(rf"\d+|[{_NUMERALS}十]+", chapter)
    return tuple(int(one) if one.isdigit() else _number(one) for one in found) or (_UNNUMBERED,)


def _number(numerals: str) -> int:
    """Read a Chinese numeral below a hundred."""
    tens, ten, ones = numerals.rpartition("十")
    count = max(_NUMERALS.find(tens[-1:]), 0) if tens else 1
    return (10 * count if ten else 0) + (_NUMERALS.find(ones[-1]) if ones else 0)


def shared_notes(card: Scorecard) -> dict[str, Note]:
    """Caveats that several goals have, by their English words: they need to be said once."""
    counted: Counter[str] = Counter()
    notes: dict[str, Note] = {}
    for goal in card.goals:
        for note in unique_notes(one for verdict in goal.verdicts for one in verdict.notes):
            words = note.render(Lang.EN)
            counted[words] += 1
            notes.setdefault(words, note)
    return {words: note for words, note in notes.items() if counted[words] >= _SHARED_BY}


def _missing(one: MissingInput, lang: Lang) -> dict[str, object]:
    return {
        "title": label(one.needed, lang),
        "counts": text(
            "scorecard.missing_counts", lang, count=len(one.goals), alone=len(one.alone)
        ),
        "notes": [note.render(lang) for note in one.notes],
        "goals": one.goals,
    }


_ENVIRONMENT = Environment(
    autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
