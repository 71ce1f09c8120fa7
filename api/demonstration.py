"""The demonstration: a district with modelled roads, and everything one can ask of it."""

from __future__ import annotations

from pathlib import Path

from api import documents
from api.overview import answer_for_map, write_scorecard
from api.screen import Screen
from api.screen_verdicts import Shown, show_verdicts
from data.demo.build import build_demo
from data.import_report import ImportReport
from data.plans import load_plan
from data.profiles import load_profiles
from data.results import write_tables, write_text
from data.studies import check_place, write_study
from geo.errors import OutputError
from maps import study_map
from planning.plan_rows import Computable
from planning.study import Study

STUDY, MAP, SCORECARD = "study", "map.html", "scorecard.html"
RESULTS, TABLES = "results.json", "tables"


def make_demonstration(district: str, folder: Path, screen: Screen) -> Study:
    """
    Model a district, answer its plan, and leave study, map, results and tables.

    Parameters
    ----------
    district
        Name of a packaged district.
    folder
        Where to write; an earlier demonstration there is replaced.
    screen
        Shows progress and the verdicts.

    Raises
    ------
    DataUnavailableError
        If there is no such district.
    OutputError
        If the folder holds something else, or the disk refuses.
    """
    _check_folder(folder)
    with screen.step("cli.step.demo"):
        study = build_demo(district, profiles=load_profiles())
    with screen.step("cli.step.ask"):
        answer, verdicts = answer_for_map(study)
    plan = load_plan(study.info.plan)
    with screen.step("cli.step.map"):
        page = study_map(study, answer, lang=screen.lang, verdicts=verdicts)
    with screen.step("cli.step.write"):
        write_study(study, folder / STUDY, ImportReport(), overwrite=True)
        write_text(folder / MAP, page)
        results = {
            "check": documents.check_document(study, plan, verdicts),
            "coverage": documents.coverage_document(study, answer),
            "study": documents.study_document(study),
        }
        write_text(folder / RESULTS, documents.as_json(results))
        write_tables(folder / TABLES, study, answer, verdicts)
        write_scorecard(folder / SCORECARD, study, plan, verdicts, lang=screen.lang)
    # The scorecard shows every goal; here those that geography answers.
    show_verdicts(screen, study, plan, verdicts, Shown(kinds=frozenset({Computable.GEOSPATIAL})))
    for name in (MAP, SCORECARD, RESULTS, f"{TABLES}/", f"{STUDY}/"):
        screen.say("cli.written", path=f"{folder / name}{'/' if name.endswith('/') else ''}")
    return study


def _check_folder(folder: Path) -> None:
    """Refuse a folder that holds something that is no demonstration."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise OutputError("output.not_a_bundle", path=str(folder))
    known = {STUDY, MAP, SCORECARD, RESULTS, TABLES}
    if any(entry.name not in known for entry in folder.iterdir()):
        raise OutputError("output.not_a_bundle", path=str(folder))
    check_place(folder / STUDY, overwrite=True)
