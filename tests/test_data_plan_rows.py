"""The packaged plan rows: all 403, as counted from the source and as its authors counted them."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from data.plan_rows import load_plan_rows, plan_row_names
from geo.errors import DataUnavailableError, FileFormatError, InputError
from geo.text import Lang, text
from planning.indicator_units import UnitKind, comparable, stated_unit
from planning.plan_figures import Form
from planning.plan_rows import Computable, Need, Standing

ROOT = Path(__file__).resolve().parent.parent
DISTRICTS = ("kaizhou", "wanzhou", "wutongqiao", "yanjiang", "yongchuan")
# Counted by hand in the source's own table of types: geospatial, per capita, count, not computable.
CLASSES = {
    "yongchuan": (16, 9, 22, 27),
    "yanjiang": (8, 30, 53, 8),
    "wutongqiao": (12, 6, 27, 31),
    "kaizhou": (9, 9, 29, 22),
    "wanzhou": (21, 5, 32, 27),
}
STANDINGS = {
    "yongchuan": (3, 18, 53),
    "yanjiang": (4, 18, 77),
    "wutongqiao": (4, 17, 55),
    "kaizhou": (5, 19, 45),
    "wanzhou": (5, 18, 62),
}


def all_rows():
    return [row for name in DISTRICTS for row in load_plan_rows(name).rows]


def test_the_five_districts_are_there_with_every_row():
    assert plan_row_names() == DISTRICTS
    sizes = {name: len(load_plan_rows(name)) for name in DISTRICTS}
    assert sizes == {
        "yongchuan": 74, "yanjiang": 99, "wutongqiao": 76, "kaizhou": 69, "wanzhou": 85,
    }  # fmt: skip
    assert len(all_rows()) == 403
    assert len({row.id for row in all_rows()}) == 403


def test_rows_by_class_and_by_standing():
    for name in DISTRICTS:
        rows = load_plan_rows(name)
        assert tuple(rows.counts().values()) == CLASSES[name]
        found = tuple(sum(row.attribute is one for row in rows.rows) for one in Standing)
        assert found == STANDINGS[name]
    classes = [sum(row.computable is kind for row in all_rows()) for kind in Computable]
    assert classes == [66, 59, 163, 115]


def test_what_needs_an_indicator():
    needs = [sum(row.need is need for row in all_rows()) for need in Need]
    assert needs[0] == 222
    assert sum(needs) == 403
    for row in all_rows():
        if row.need is Need.OPTIONAL:
            assert row.computable is Computable.GEOSPATIAL
            assert row.value.form is not Form.NONE
            assert row.unit != "min"
    time_circles = {"YC-01", "KZ-01", "WTQ-01", "WTQ-03"}
    assert all(row.need is Need.NONE for row in all_rows() if row.id in time_circles)


def test_every_unit_of_a_row_that_needs_a_value_is_understood_in_both_languages():
    for row in all_rows():
        measure = row.measure
        if measure is None:
            assert row.unit == ""
            continue
        for lang in Lang:
            message = measure.message()
            said = stated_unit(text(message.code, lang, **message.fields))
            assert said is not None, (row.id, lang)
            assert comparable(said, measure), (row.id, lang)
            assert said.per == measure.per


def test_binding_rows_that_can_be_computed_are_those_that_the_source_lists():
    binding = {
        row.id
        for row in all_rows()
        if row.attribute is Standing.BINDING and row.computable is not Computable.NOT_COMPUTABLE
    }
    assert binding == {
        "YC-21", "YJ-28", "YJ-29", "YJ-30", "YJ-34", "KZ-12", "KZ-14", "WZ-14",
    }  # fmt: skip


def test_known_rows_say_what_the_plans_say():
    beds = load_plan_rows("yongchuan").row("YC-18")
    assert (beds.value.numbers, beds.baseline_2020.numbers) == ((9.5,), (7.86,))
    assert beds.phrase == "每千人口医疗卫生机构床位数"
    assert beds.measure == stated_unit("张/千人")
    ratio = load_plan_rows("yanjiang").row("YJ-48")
    assert ratio.measure is not None
    assert ratio.measure.kind is UnitKind.RATIO
    assert load_plan_rows("wanzhou").context["resident_pop"] == 1_564_000
    assert load_plan_rows("kaizhou").context["starred_village_clinics_three"] == 268


def test_the_packaged_files_name_no_path_and_quote_briefly():
    paths = sorted((ROOT / "data" / "reference" / "plans").glob("*/*.toml"))
    assert len(paths) >= 11
    for path in paths:
        content = path.read_text(encoding="utf-8")
        assert "/work" not in content
        assert ".txt" not in content
        assert "\r" not in content
    assert max(len(row.phrase) for row in all_rows()) <= 20


def read_yaml(path: Path):
    spec = importlib.util.find_spec("yaml")
    if spec is None:
        pytest.skip("PyYAML is not installed: the counts above stand in for the comparison")
    import yaml

    return yaml.safe_load(path.read_text(encoding="utf-8"))


def sources(test_data: Path) -> Path:
    folder = test_data.parent / "domain" / "plans"
    if not folder.is_dir():
        pytest.skip(f"no district files at {folder}")
    return folder


@pytest.mark.parametrize("name", DISTRICTS)
def test_every_field_of_every_row_is_that_of_the_source(name, test_data):
    source = read_yaml(sources(test_data) / f"{name}.yaml")
    rows = load_plan_rows(name)
    assert [row.id for row in rows.rows] == [goal["id"] for goal in source["goals"]]
    for row, goal in zip(rows.rows, source["goals"], strict=True):
        for key in ("type", "section", "phrase", "target_year"):
            assert getattr(row, key) == goal[key]
        for key in ("unit", "note"):
            assert getattr(row, key) == (goal.get(key) or "")
        assert row.comparator.value == (goal["comparator"] or "")
        assert row.computable.value == goal["computable"]
        assert row.attribute.value == goal["attribute"]
        assert list(row.tests) == goal["tests"]
        assert list(row.data_needed) == goal.get("data_needed", [])
        for key in ("value", "baseline_2020"):
            stated = goal[key]
            assert getattr(row, key).text == ("" if stated is None else str(stated))
            if isinstance(stated, int | float):
                assert getattr(row, key).numbers == (stated,)
    meta = source["meta"]
    assert (rows.district, rows.province) == (meta["district"], meta["province"])
    assert (rows.title, rows.document) == (meta["plan_short"], meta["doc_no"] or "")
    assert (rows.date, rows.period) == (meta["date"] or "", source["period"])
    plain = {key: one for key, one in source["context"].items() if not isinstance(one, dict)}
    assert {key: rows.context[key] for key in plain} == plain


def test_an_unknown_name_lists_the_known(tmp_path):
    with pytest.raises(DataUnavailableError, match="yongchuan"):
        load_plan_rows("nowhere")
    with pytest.raises(DataUnavailableError, match="missing"):
        load_plan_rows(tmp_path / "missing.toml")


def test_an_own_file_is_read_and_a_fault_in_it_is_named(tmp_path):
    packaged = ROOT / "data" / "reference" / "plans" / "kaizhou" / "goals.toml"
    own = tmp_path / "own.toml"
    own.write_text(packaged.read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert load_plan_rows(own).rows == load_plan_rows("kaizhou").rows
    broken = packaged.read_text(encoding="utf-8").replace("value = 3.6\n", "value = inf\n", 1)
    own.write_text(broken, encoding="utf-8")
    with pytest.raises(InputError, match=r"KZ-12.*value"):
        load_plan_rows(own)
    own.write_bytes(b"\xff\xfe not toml")
    with pytest.raises(FileFormatError, match="TOML"):
        load_plan_rows(own)
