"""The edges under rough use: encodings, taken ports, wrong words, long bodies, no people."""

from __future__ import annotations

import io
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.cli import run
from api.limits import MOST_BODY_BYTES
from api.naming import quoted, study_name
from api.places import parse_minutes, parse_place
from api.serving import listen
from api.streams import make_safe
from data.import_report import ImportReport
from data.plans import load_plan
from data.studies import write_study
from geo.errors import InputError, OutputError
from geo.text import Lang, text
from hand_town import town_study
from maps.overview_page import overview_page
from planning.study import Study

ROOT = Path(__file__).resolve().parent.parent
CHINESE = {"Accept-Language": "zh-CN"}
COVERAGE, REACH = "/v1/studies/town/coverage", "/v1/studies/town/isochrones/car"


def empty_town(name: str = "empty") -> Study:
    """A town of which nobody said how many live there."""
    study = town_study([], [])
    return replace(study, info=replace(study.info, name=name))


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    town = town_study([(500, 0), (6000, 0)], [60.0, 40.0])
    with TestClient(create_app([town, empty_town()])) as client:
        yield client


@pytest.fixture(scope="module")
def town_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("towns") / "town"
    town = town_study([(500, 0), (6000, 0)], [60.0, 40.0])
    write_study(town, folder, ImportReport())
    return folder


# --- encodings ---


def said_in(encoding: str, *arguments: str) -> tuple[int, bytes, bytes]:
    """Run the command line with its output in a pipe of an encoding."""
    done = subprocess.run(
        [sys.executable, "-m", "api.cli", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_an_encoding_without_chinese_becomes_utf8_and_gbk_stays(town_folder):
    ask = ("check", str(town_folder), "--lang", "zh")
    western = said_in("cp1252", *ask)
    assert "目标".encode() in western[1]
    gbk = said_in("gbk", *ask)
    assert "目标".encode("gbk") in gbk[1]
    assert western[0] == gbk[0] == 4
    assert b"Traceback" not in western[2] + gbk[2]


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "ascii"])
def test_json_is_whole_in_every_encoding(tmp_path, encoding):
    write_study(empty_town("镇✔"), tmp_path / "study", ImportReport())  # GBK has no ✔
    code, out, _ = said_in(encoding, "check", str(tmp_path / "study"), "--json")
    assert code == 4
    document = json.loads(out.decode("gbk" if encoding == "gbk" else "utf-8"))
    assert document["study"] == "镇✔"
    assert document["verdicts"][0]["missing"][-1]["zh"] == text("missing.population", Lang.ZH)


def test_a_sign_that_gbk_lacks_is_replaced():
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="gbk")
    make_safe(stream)
    stream.write("达标 ✔")
    stream.flush()
    assert raw.getvalue().decode("gbk") == "达标 ?"


# --- serving ---


@pytest.mark.parametrize(("lang", "words"), [("zh", "已被其他程序占用"), ("en", "in use")])
def test_a_port_in_use_is_one_line_and_no_promise(town_folder, capsys, lang, words):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        capsys.readouterr()
        assert run(["serve", str(town_folder), "--port", port, "--lang", lang]) == 1
    err = capsys.readouterr().err
    assert words in err
    assert port in err
    assert "http://" not in err
    assert len(err.splitlines()) == 1


def test_an_address_that_is_not_ours_is_refused():
    with pytest.raises(OutputError, match="cannot be listened on"):
        listen("203.0.113.7", 8000)


# --- wrong use of the command line ---


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ["coverage", "x", "--service", "hospital", "--minutes", "abc"],
            "--minutes “abc”：须为数字",
        ),
        (["serve", "x", "--port", "0"], "--port “0”：须不小于 1"),
        (["serve", "x", "--port", "70000"], "--port “70000”：须不大于 65535"),
        (["isochrone", "x", "--direction", "up"], "--direction “up”：须为下列之一：from, to"),
        (["coverage", "x"], "缺少 --service"),
        (["check"], ""),
        (["coverage", "x", "--wrong"], "没有选项 --wrong"),
        (["coverage", "x", "--service"], "--service 需要取值"),
        (["doctor", "--warm=3"], "--warm 不接受取值"),
        (["coverage", "x", "y", "--service", "a", "--minutes", "1"], "多余的参数：y"),
        (["nonsense"], "没有命令“nonsense”"),
    ],
)
def test_wrong_use_is_worded_in_chinese(arguments, words, capsys):
    capsys.readouterr()
    assert run([*arguments, "--lang", "zh"]) == 2
    out, err = capsys.readouterr()
    assert words in err
    assert not any(one in out + err for one in ("Invalid value", "Missing", "No such", "Options"))
    if words:
        assert err.startswith("goldenhour: 用法错误: ")


def test_wrong_use_in_english_names_option_value_and_help(capsys):
    capsys.readouterr()
    assert run(["coverage", "x", "--service", "a", "--minutes", "abc", "--lang", "en"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "goldenhour: usage error: --minutes “abc”: must be a number.",
        "Help: goldenhour coverage --help",
    ]


def test_a_language_there_is_not_is_wrong_use(capsys):
    assert run(["check", "x", "--lang", "fr"]) == 2
    err = capsys.readouterr().err
    assert "应为 zh 或 en" in err
    assert "zh or en is expected" in err


# --- problems of the service ---


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"minutes": 15}, "/service: 缺少该值"),
        ({"service": "hospital", "minutes": 0}, "/minutes: 须大于 0"),
        ({"service": "hospital", "minutes": 1441}, "/minutes: 须不大于 1440"),
        ({"service": "wizard", "minutes": 15}, "/service: 须为下列之一："),
        ({"service": "hospital", "minutes": 15, "hat": 1}, "/hat: 没有这一项"),
        ({"service": "hospital", "minutes": "ten"}, "/minutes: 须为数字"),
        ({"service": "hospital", "minutes": 15, "profile": 3}, "/profile: 须为文本"),
    ],
)
def test_a_wrong_question_is_explained_in_chinese(client, body, words):
    answer = client.post(COVERAGE, json=body, headers=CHINESE)
    assert answer.status_code == 422
    problem = answer.json()
    assert words in problem["detail"]
    assert problem["title"] == "请求内容无法处理"
    assert not any(one in problem["detail"] for one in ("Input", "should", " or "))


@pytest.mark.parametrize(
    ("minutes", "words"), [([], "至少应有 1 项，实际 0 项"), ([1] * 11, "至多 10 项")]
)
def test_a_list_of_the_wrong_length_is_explained_in_chinese(client, minutes, words):
    body = {"location": [105, 0], "minutes": minutes}
    assert words in client.post(REACH, json=body, headers=CHINESE).json()["detail"]


def test_what_is_no_json_is_explained_in_chinese(client):
    answer = client.post(
        COVERAGE, content=b"{", headers={**CHINESE, "Content-Type": "application/json"}
    )
    assert "不是有效的 JSON" in answer.json()["detail"]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_minutes_that_are_no_number_are_told_so(client, number):
    answer = client.post(
        COVERAGE,
        content=f'{{"service": "hospital", "minutes": {number}}}',
        headers={"Content-Type": "application/json"},
    )
    assert answer.status_code == 422
    assert answer.json()["detail"] == "/minutes: must be a finite number"


def test_a_day_is_the_longest_time_on_both_edges(client, town_folder):
    asked = client.post(COVERAGE, json={"service": "hospital", "minutes": 1440})
    assert asked.json()["cutoff_s"] == 86_400
    ask = ["coverage", str(town_folder), "--service", "hospital", "--minutes"]
    assert run([*ask, "1440"]) == 0
    assert run([*ask, "1441"]) == 1


@pytest.mark.parametrize(
    ("method", "path", "status", "title", "words"),
    [
        ("GET", "/nowhere", 404, "未找到", "/nowhere 处没有内容"),
        ("DELETE", "/v1/studies", 405, "不支持的方法", "不支持 DELETE"),
    ],
)
def test_unknown_paths_and_methods_are_told_in_chinese(client, method, path, status, title, words):
    answer = client.request(method, path, headers=CHINESE)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["content-language"] == "zh"
    assert answer.json()["title"] == title
    assert words in answer.json()["detail"]


def test_a_body_too_long_is_refused_announced_or_in_chunks(client):
    announced = client.post(COVERAGE, content=b" " * (MOST_BODY_BYTES + 1), headers=CHINESE)

    def chunks() -> Iterator[bytes]:
        for _ in range(MOST_BODY_BYTES // 100_000 + 1):
            yield b" " * 100_000

    chunked = client.post(COVERAGE, content=chunks())
    for answer in (announced, chunked):
        assert answer.status_code == 413
        assert answer.headers["content-type"] == "application/problem+json"
    assert "1,000,000" in announced.json()["detail"]
    assert announced.json()["title"] == "请求内容过大"
    longest = json.dumps({"service": "hospital", "minutes": 15}).ljust(MOST_BODY_BYTES)
    said = {"Content-Type": "application/json"}
    assert client.post(COVERAGE, content=longest, headers=said).status_code == 200


@pytest.mark.parametrize("path", ["/", "/healthz", "/v1/studies", "/maps/town.html"])
def test_head_is_get_without_its_body(client, path):
    head, whole = client.head(path), client.get(path)
    assert head.status_code == whole.status_code == 200
    assert head.content == b""
    assert head.headers == whole.headers


# --- no people ---


@pytest.mark.parametrize("lang", list(Lang))
def test_without_people_the_map_still_draws_and_says_why(client, tmp_path, lang, capsys):
    write_study(empty_town(), tmp_path / "study", ImportReport())
    page_file = tmp_path / "map.html"
    capsys.readouterr()
    assert run(["map", str(tmp_path / "study"), "-o", str(page_file), "--lang", lang]) == 0
    served = client.get("/maps/empty.html", params={"lang": lang})
    assert served.status_code == 200
    for page in (page_file.read_text(encoding="utf-8"), served.text):
        assert f"<b>–</b><span>{text('map.no_residents', lang)}</span>" in page
        assert text("map.class.nobody", lang) not in page
        assert text("map.darker_is_worse", lang) not in page
        assert "roads_layer" in page
        assert "facilities_layer" in page
        assert text("missing.population", lang) in page
    ask = ["coverage", str(tmp_path / "study"), "--service", "hospital", "--minutes", "15"]
    assert run([*ask, "--lang", lang]) == 1
    assert run(["check", str(tmp_path / "study")]) == 4
    assert text("coverage.no_population", lang) in capsys.readouterr().err.replace("\n", "")


@pytest.mark.parametrize("lang", list(Lang))
def test_without_people_the_front_page_says_so(client, lang):
    asked = {"study": "empty", "lang": lang.value}
    page = client.get("/", headers={"Accept": "text/html"}, params=asked).text
    assert text("page.no_population", lang) in page
    assert text("word.people", lang, count=0) not in page
    assert "/maps/empty.html" in page


def test_the_legend_says_that_darker_is_worse(client):
    page = client.get("/maps/town.html", params={"lang": "zh"}).text
    assert "颜色越深越差" in page


def test_links_to_other_studies_are_labelled(client):
    page = client.get("/", headers={"Accept": "text/html"}, params={"lang": "en"}).text
    assert "Other studies:" in page
    alone = overview_page(town_study([(0, 0)], [1.0]), load_plan("circles"), (), lang=Lang.EN)
    assert "Other studies:" not in alone


# --- places, minutes, names ---


def test_swapped_numbers_are_told(client, town_folder, tmp_path, capsys):
    out = ["-o", str(tmp_path / "reach.geojson")]
    for at in ("0.001,105.001", "-0.9,105.01"):
        capsys.readouterr()
        code = run(["isochrone", str(town_folder), "--at", at, "--minutes", "5", *out])
        err = capsys.readouterr().err
        assert code == 1
        assert ("look swapped" in err) == (at == "0.001,105.001")
    body = {"location": [0.001, 90], "minutes": [5]}
    assert "swapped" not in client.post(REACH, json=body).json()["detail"]


def test_commas_of_a_chinese_keyboard_and_minutes_said_twice():
    assert parse_place("1.52，42.51") == (1.52, 42.51)
    assert parse_minutes("5，10,5") == (300.0, 600.0)
    with pytest.raises(InputError, match="numbers above 0"):
        parse_minutes("nan")
    with pytest.raises(InputError, match=r"0 to 1,440 minutes, got 1441"):
        parse_minutes("1441")


@pytest.mark.parametrize("sign", ["/", "\\", "?", "#", "%", "\n", "\x7f"])
def test_a_name_unfit_for_an_address_is_refused(sign):
    with pytest.raises(InputError, match="no address of a page can hold") as caught:
        study_name(f"a{sign}b", Path("folder"))
    assert "不能用于网页地址" in caught.value.render(Lang.ZH)


def test_a_folders_name_is_cleaned_where_it_is_the_default():
    assert study_name("", Path("50% #1?")) == "50- -1-"
    assert study_name(" 永川 ", Path("x")) == "永川"
    assert study_name("", Path("/")) == "study"


@pytest.mark.skipif(os.name == "nt", reason="quoting of POSIX shells")
def test_a_path_with_a_space_is_quoted():
    assert quoted(Path("空 格")) == "'空 格'"
    assert quoted(Path("plain")) == "plain"
