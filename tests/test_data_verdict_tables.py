"""Verdicts as CSV, workbook and GeoPackage: read back by other means, the same bytes twice."""

from __future__ import annotations

import csv
import math
import time
from dataclasses import replace
from pathlib import Path

import openpyxl
import pyogrio
import pytest

from data import studies
from data.import_report import ImportReport
from data.results import STUDY_FILES, csv_text, write_tables, write_text, write_verdict_csv
from data.studies import write_study
from data.verdict_files import check_out, write_verdict_geopackage, write_verdict_workbook
from data.verdict_tables import Grid, area_figures, verdict_grids
from data.workbooks import workbook_bytes
from geo.errors import InputError, OutputError
from geo.text import Lang, text
from hand_town import town_study
from hand_verdicts import verdicts
from layers.facilities import Service
from planning.answers import answer_coverage
from planning.study import Study

TABLES = ("scorecard", "verdicts", "sensitivity", "numbers", "facilities")
EVIDENCE = ("evidence_by_area", "evidence_gaps")


@pytest.fixture(scope="module")
def study() -> Study:
    return town_study([(0, 0)], [1000.0])


def demonstration(study: Study) -> Study:
    return replace(study, info=replace(study.info, demonstration=True))


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_there_is_a_table_for_every_kind_and_a_row_for_everything(study):
    grids = {one.name: one for one in verdict_grids(study, verdicts())}
    assert tuple(grids) == (*TABLES, *EVIDENCE)
    sizes = {name: len(one.rows) for name, one in grids.items()}
    # Eight goals, ten readings; the one rich finding has two runs, three numbers, a facility.
    assert sizes == dict(zip((*TABLES, *EVIDENCE), (8, 10, 2, 3, 1, 2, 2), strict=True))
    assert all(len(row) == len(one.columns) for one in grids.values() for row in one.rows)
    assert all(len(set(one.columns)) == len(one.columns) for one in grids.values())


def test_figures_in_the_csv_are_those_of_the_findings(study, tmp_path):
    paths = write_verdict_csv(tmp_path, study, verdicts())
    assert {one.stem for one in paths} == {*TABLES, *EVIDENCE}
    found = {(row["goal"], row["reading"]): row for row in rows_of(tmp_path / "verdicts.csv")}
    for one in verdicts():
        row = found[one.goal.id, one.reading.id]
        assert row["status"] == one.status.value
        assert row["decides"] == ("yes" if one.headline else "no")
        if math.isnan(one.value):
            assert row["value"] == ""
        else:
            assert float(row["value"]) == pytest.approx(one.value, abs=1e-6)
        assert row["missing_zh"] == "; ".join(note.render(Lang.ZH) for note in one.missing)
    gaps = rows_of(tmp_path / "evidence_gaps.csv")
    assert [one["goal"] for one in gaps] == ["G-1", "G-1"]
    # The table's own column that is named like ours keeps its cells, under another name.
    assert [one["table_reading"] for one in gaps] == ["own", ""]
    assert [one["time_s"] for one in gaps] == ["1200", ""]
    both = " / ".join(text("why.beyond", lang) for lang in Lang)
    assert [one["why"] for one in gaps] == [both, "why not"]


def test_no_cell_of_a_csv_is_a_formula_nan_or_infinite(study, tmp_path):
    for path in write_verdict_csv(tmp_path, study, verdicts()):
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        for row in rows_of(path):
            for cell in row.values():
                assert not cell.startswith(("=", "+", "@", "\t"))
                assert cell.lower() not in ("nan", "inf", "-inf", "none")
    assert rows_of(tmp_path / "evidence_gaps.csv")[0]["place"] == "'=SUM(A1)"


def test_a_cell_with_signs_of_csv_comes_back(tmp_path):
    told = 'a,"b"\nc；d'
    path = tmp_path / "t.csv"
    path.write_text(csv_text(("x", "y"), [(told, 0.5), (None, 3.0)]), "utf-8", newline="")
    assert rows_of(path) == [{"x": told, "y": "0.5"}, {"x": "", "y": "3"}]


@pytest.mark.parametrize("lang", Lang)
def test_a_workbook_holds_the_tables_with_text_as_text(study, tmp_path, lang):
    path = tmp_path / "v.xlsx"
    write_verdict_workbook(path, study, verdicts(), lang=lang)
    book = openpyxl.load_workbook(path)
    assert len(book.sheetnames) == len(TABLES) + len(EVIDENCE)
    assert book.sheetnames[0] == text("sheet.scorecard", lang)
    for sheet in book:
        assert sheet.freeze_panes is not None
        assert sheet.auto_filter.ref == sheet.dimensions
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                assert cell.data_type in ("s", "n")
                if isinstance(cell.value, str):
                    assert cell.number_format == "@"
    heads = {cell.value: cell.column for cell in book.worksheets[1][1]}
    assert text("head.value", lang) in heads
    first = book.worksheets[1].cell(2, heads[text("head.value", lang)])
    assert first.value == pytest.approx(0.8996)
    assert first.number_format == "0.0%"
    rate = book.worksheets[1].cell(6, heads[text("head.value", lang)])
    assert (rate.value, rate.number_format) == (4.5, "General")


def test_workbooks_and_geopackages_repeat_their_bytes(study, tmp_path):
    for again in ("a", "b"):
        write_verdict_workbook(tmp_path / f"{again}.xlsx", study, verdicts(), lang=Lang.ZH)
        write_verdict_geopackage(tmp_path / f"{again}.gpkg", study, verdicts())
        time.sleep(1.1)  # stamps of files count seconds
    for kind in ("xlsx", "gpkg"):
        assert (tmp_path / f"a.{kind}").read_bytes() == (tmp_path / f"b.{kind}").read_bytes()


def test_titles_and_cells_that_a_workbook_cannot_hold_are_mended(tmp_path):
    grid = Grid("t", ("code", "text"), (("007", "a\x0bb"), ("=1+1", "x" * 40_000)))
    titles = ("Where? [all]: a/b\\c*" + "很" * 40, "Where? [all]: a/b\\c*" + "很" * 40, "''")
    path = tmp_path / "t.xlsx"
    path.write_bytes(workbook_bytes((title, grid.columns, grid) for title in titles))
    book = openpyxl.load_workbook(path)
    assert len(set(book.sheetnames)) == 3
    assert all(0 < len(one) <= 31 for one in book.sheetnames)
    sheet = book.worksheets[0]
    assert [sheet.cell(row, 1).value for row in (2, 3)] == ["007", "=1+1"]
    assert [sheet.cell(row, 1).data_type for row in (2, 3)] == ["s", "s"]
    assert sheet.cell(2, 2).value == "ab"


def test_a_geopackage_has_areas_with_shares_places_and_tables(study, tmp_path):
    path = tmp_path / "v.gpkg"
    write_verdict_geopackage(path, study, verdicts())
    layers = dict(pyogrio.list_layers(path).tolist())
    assert layers == {
        "areas": "MultiPolygon",
        "evidence_gaps": "Point",
        "scorecard": None,
        "verdicts": None,
    }
    areas = pyogrio.read_dataframe(path, layer="areas")
    assert areas.crs.to_epsg() == 4326
    assert dict(zip(areas["name"], areas["G_1_a_share"], strict=True)) == {
        "West": 0.875,
        "East": 0.998,
    }
    gaps = pyogrio.read_dataframe(path, layer="evidence_gaps")
    assert [(one.x, one.y) for one in gaps.geometry] == [(105.001, 0.001)]


def test_of_two_areas_of_one_name_none_is_given_the_share(study, tmp_path):
    twins = replace(study, areas=replace(study.areas, name=("West", "West")))
    path = tmp_path / "v.gpkg"
    write_verdict_geopackage(path, twins, verdicts())
    assert "G_1_a_share" not in pyogrio.read_dataframe(path, layer="areas").columns
    assert dict(area_figures(verdicts())) == {"G_1_a_share": {"West": 0.875, "East": 0.998}}


def test_a_demonstration_says_so_in_every_row(study, tmp_path):
    shown = demonstration(study)
    for grid in verdict_grids(shown, verdicts()):
        assert grid.columns[-1] == "mark"
        assert all("演示" in str(row[-1]) for row in grid.rows)
    assert all(one.columns[-1] != "mark" for one in verdict_grids(study, verdicts()))
    answer = answer_coverage(shown, Service.HOSPITAL, cutoff_s=900.0)
    for path in write_tables(tmp_path, shown, answer, verdicts()):
        rows = rows_of(path)
        assert rows
        assert all("Demonstration" in row["mark"] for row in rows)


def test_tables_of_nothing_are_heads_alone(study, tmp_path):
    for path in write_verdict_csv(tmp_path, study, ()):
        assert rows_of(path) == []
    write_verdict_workbook(tmp_path / "v.xlsx", study, (), lang=Lang.EN)
    nowhere = replace(study, areas=study.areas.take([]))
    write_verdict_geopackage(tmp_path / "v.gpkg", nowhere, ())
    assert {name for name, _ in pyogrio.list_layers(tmp_path / "v.gpkg")} == {
        "scorecard",
        "verdicts",
    }
    assert len(openpyxl.load_workbook(tmp_path / "v.xlsx").sheetnames) == len(TABLES)


@pytest.mark.parametrize("name", ["v.ods", "v.csv", "v.xlsx.bak"])
def test_a_kind_of_file_that_is_not_written_is_refused_first(name):
    with pytest.raises(InputError, match=r"\.gpkg"):
        check_out(Path(name))


def test_a_place_that_cannot_be_written_is_one_clear_error(study, tmp_path):
    there = tmp_path / "taken"
    there.write_text("a file", encoding="utf-8")
    with pytest.raises(OutputError, match="taken"):
        check_out(there)
    with pytest.raises(OutputError, match="taken"):
        write_verdict_geopackage(there / "v.gpkg", study, verdicts())
    with pytest.raises(OutputError, match="taken"):
        write_verdict_csv(there, study, verdicts())
    with pytest.raises(OutputError, match="taken"):
        write_verdict_workbook(there / "v.xlsx", study, verdicts(), lang=Lang.EN)
    assert there.read_text(encoding="utf-8") == "a file"


def test_tables_never_replace_the_parts_of_a_study(tmp_path):
    (tmp_path / "study.toml").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="folder of a study"):
        check_out(tmp_path)
    check_out(tmp_path / "tables")


def test_evidence_of_an_earlier_plan_goes_and_what_is_not_ours_stays(study, tmp_path):
    (tmp_path / "evidence_of_old.csv").write_text("x", encoding="utf-8")
    (tmp_path / "mine.csv").write_text("x", encoding="utf-8")
    written = write_verdict_csv(tmp_path, study, verdicts())
    assert {*tmp_path.iterdir()} == {*written, tmp_path / "mine.csv"}


@pytest.mark.parametrize("name", sorted(STUDY_FILES))
def test_no_result_takes_the_place_of_a_part_of_a_study(tmp_path, name):
    write_study(town_study([(0, 0)], [1.0]), tmp_path / "study", ImportReport())
    before = {one.name: one.read_bytes() for one in (tmp_path / "study").iterdir() if one.is_file()}
    with pytest.raises(OutputError, match="part of a study"):
        write_text(tmp_path / "study" / name, "x")
    write_text(tmp_path / "study" / "map.html", "x")
    write_text(tmp_path / name, "x")
    (tmp_path / "study" / "map.html").unlink()
    after = {one.name: one.read_bytes() for one in (tmp_path / "study").iterdir() if one.is_file()}
    assert after == before


def test_the_files_of_a_study_are_those_that_it_writes():
    folders = {"extract", ".cache"}
    assert studies._OWN - folders == STUDY_FILES
