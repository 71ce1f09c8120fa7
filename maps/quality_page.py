"""The quality page: how good the data of a study are, and what that does to the results."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from geo.text import Lang, label, text
from maps.quality_lists import facility_section, remark_section, source_section
from maps.quality_sections import (
    area_section,
    border_section,
    distance_section,
    network_section,
)
from maps.quality_words import number, part, severity_sign
from planning import wording
from planning.answers import FAR_SNAP_M
from planning.quality import limits
from planning.quality.findings import SEVERITIES, reasons
from planning.quality.measures import Measures
from planning.quality.report import QualityReport
from planning.study import Study

QUALITY_MARK = '<meta name="generator" content="goldenhour quality report">'
"""What every report carries: by it an older one is known, and may be replaced."""

_MOST_REASONS = 3


def quality_page(study: Study, report: QualityReport, *, lang: Lang) -> str:
    """
    Make the data quality report of a study.

    Parameters
    ----------
    study
        The study that was measured.
    report
        Its report.
    lang
        Language of the page.

    Returns
    -------
    page
        One HTML page without scripts that loads nothing from elsewhere; all names are
        escaped. The same inputs give the same text.
    """
    m = report.measured
    style = files("maps").joinpath("page", "quality.css").read_text(encoding="utf-8").strip()
    template = _ENVIRONMENT.from_string(
        files("maps").joinpath("page", "quality.html").read_text(encoding="utf-8")
    )
    sections = [
        distance_section(m, lang),
        area_section(m, lang),
        border_section(m, lang),
        facility_section(m, lang),
        network_section(m, lang),
        source_section(m, lang),
        remark_section(study.record.notes, lang),
    ]
    counted = {
        one.value: sum(found.severity is one for found in report.findings) for one in SEVERITIES
    }
    # The other language's mark stands too: a picture of the page travels without its words.
    marks = [text("demo.mark", one) for one in Lang] if study.info.demonstration else []
    return template.render(
        lang=lang.value,
        t=lambda code, **fields: text(code, lang, **fields),
        style=style,
        style_digest=_style_digest(style),
        mark=QUALITY_MARK,
        title=wording.titled(study.info.title, lang, study.info.name),
        question=text(
            "quality.question",
            lang,
            service=m.service,
            profile=wording.named("profile", m.profile, lang),
            direction=m.direction,
        ),
        marks=marks,
        fitness=report.fitness.value,
        fitness_word=label(report.fitness, lang),
        reasons=[one.what(lang) for one in reasons(report.findings)[:_MOST_REASONS]],
        counts=text("quality.counts", lang, **counted),
        rule=text(
            "quality.rule",
            lang,
            unroutable=limits.UNFIT_UNROUTABLE,
            far=limits.UNFIT_FAR,
            limit_m=FAR_SNAP_M,
        ),
        findings=[
            {
                "severity": one.severity.value,
                "word": f"{severity_sign(one)} {label(one.severity, lang)}",
                "what": one.what(lang),
                "effect": one.effect(lang),
                "todo": one.todo(lang),
            }
            for one in report.findings
        ],
        figures=_figures(m, lang),
        sections=[one for one in sections if one is not None],
        inputs=study.info.inputs,
    )


def _figures(m: Measures, lang: Lang) -> list[tuple[str, str]]:
    """Figures of the head: value and what it is."""
    people = m.sources.population
    shown = []
    if people > 0:
        shown += [
            (number(people, lang), text("quality.figure.people", lang)),
            (
                part(m.homes.far, people, lang),
                text("quality.figure.far", lang, limit_m=FAR_SNAP_M),
            ),
            (part(m.unroutable, people, lang), text("quality.figure.unroutable", lang)),
        ]
    fields = {"offering": m.facilities.offering, "service": m.service}
    return [
        *shown,
        (number(m.facilities.total, lang), text("quality.figure.facilities", lang, **fields)),
        (number(m.network.km, lang), text("quality.figure.road", lang)),
        (wording.share(m.network.main_share, lang), text("quality.figure.main", lang)),
    ]


def _style_digest(style: str) -> str:
    """Digest by which the page's policy lets in this style and no other."""
    digest = hashlib.sha256(style.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


_ENVIRONMENT = Environment(
    autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
