"""The repository's layout: packages, what is ignored, sizes of modules, what they export.

Each rule stands as a function that returns the offences; the first half holds the repository to
it, the second half shows on planted faults that the rule can fail.
"""

import ast
import fnmatch
import importlib
import shutil
import subprocess
import tomllib
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULE_LINES_MAX = 400
WHEEL = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"][
    "build"
]["targets"]["wheel"]
PACKAGES: list[str] = WHEEL["packages"]
NOT_THE_PRODUCT = {"tests", "benchmarks", "examples", "docs", "scripts", "build", "dist"}


def top_level_packages(root: Path) -> set[str]:
    """Folders at the top that hold Python modules and belong to the product."""
    return {
        folder.name
        for folder in root.iterdir()
        if folder.is_dir()
        and not folder.name.startswith(".")
        and folder.name not in NOT_THE_PRODUCT
        and any(folder.rglob("*.py"))
    }


def module_files(root: Path, packages: Iterable[str]) -> list[Path]:
    """Every Python file of the packages, in a fixed order."""
    return [path for name in packages for path in sorted((root / name).rglob("*.py"))]


def overlong(files: Iterable[Path], *, lines_max: int) -> dict[str, int]:
    """Files longer than `lines_max`, with their number of lines."""
    counted = {str(path): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    return {name: lines for name, lines in counted.items() if lines > lines_max}


def without_docstring(files: Iterable[Path]) -> list[str]:
    """Files whose module docstring is absent or blank."""
    return [
        str(path)
        for path in files
        if not (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").strip()
    ]


def patterns_naming_a_package(ignore_text: str, packages: Iterable[str]) -> list[str]:
    """Ignore patterns of which a part would match the folder of a package."""
    found = []
    for line in ignore_text.splitlines():
        pattern = line.strip()
        if not pattern or pattern.startswith("#"):
            continue
        parts = [part for part in pattern.lstrip("!").split("/") if part not in {"", "**"}]
        if any(fnmatch.fnmatchcase(name, part) for name in packages for part in parts):
            found.append(pattern)
    return found


def names_not_there(module: ModuleType) -> list[str]:
    """Names in `__all__` that the module does not have, or that it lists twice."""
    exported = list(getattr(module, "__all__", []))
    twice = [name for name in sorted(set(exported)) if exported.count(name) > 1]
    return [name for name in exported if not hasattr(module, name)] + twice


def dotted_name(path: Path, root: Path) -> str:
    """Import name of a module file."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


# --- the repository keeps the rules ---


def test_wheel_lists_every_package_and_nothing_else() -> None:
    assert set(PACKAGES) == top_level_packages(ROOT)
    assert len(PACKAGES) == len(set(PACKAGES))


@pytest.mark.parametrize("name", PACKAGES)
def test_package_lies_under_the_root(name: str) -> None:
    module = importlib.import_module(name)
    assert module.__file__ is not None, f"{name} has no __init__.py"
    assert Path(module.__file__).resolve() == ROOT / name / "__init__.py"


def test_every_folder_with_modules_is_a_package() -> None:
    folders = {path.parent for path in module_files(ROOT, PACKAGES)}
    assert [str(f) for f in sorted(folders) if not (f / "__init__.py").is_file()] == []


def test_tests_are_no_package() -> None:
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_gitignore_names_no_package() -> None:
    text = (ROOT / ".gitignore").read_text(encoding="utf-8")
    assert patterns_naming_a_package(text, PACKAGES) == []


def test_git_ignores_no_file_of_a_package() -> None:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git work tree")
    listed = subprocess.run(
        ["git", "ls-files", "--others", "--ignored", "--exclude-standard", "-z", "--", *PACKAGES],  # noqa: S607 - git from the PATH is what is meant
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\0")
    assert [name for name in listed if name and "__pycache__" not in name] == []


def test_modules_stay_short() -> None:
    assert overlong(module_files(ROOT, PACKAGES), lines_max=MODULE_LINES_MAX) == {}


def test_every_module_says_what_it_is() -> None:
    assert without_docstring(module_files(ROOT, PACKAGES)) == []


@pytest.mark.parametrize(
    "name",
    [dotted_name(p, ROOT) for p in module_files(ROOT, PACKAGES) if p.name != "__main__.py"],
)
def test_exported_names_exist(name: str) -> None:
    assert names_not_there(importlib.import_module(name)) == []


# --- the rules can fail ---


def plant(root: Path, name: str, text: str) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_package_beside_the_list_is_seen(tmp_path: Path) -> None:
    plant(tmp_path, "geo/__init__.py", "")
    plant(tmp_path, "stray/module.py", "")
    plant(tmp_path, "tests/test_it.py", "")
    plant(tmp_path, ".venv/lib/module.py", "")
    plant(tmp_path, "notes/readme.txt", "")
    assert top_level_packages(tmp_path) == {"geo", "stray"}


@pytest.mark.parametrize("lines", [400, 401])
def test_the_longest_module_allowed(tmp_path: Path, lines: int) -> None:
    path = plant(tmp_path, "module.py", "x = 1\n" * lines)
    assert bool(overlong([path], lines_max=400)) is (lines > 400)


@pytest.mark.parametrize("text", ["", "x = 1\n", '"""   """\n', "# a comment\n"])
def test_a_missing_docstring_is_seen(tmp_path: Path, text: str) -> None:
    path = plant(tmp_path, "module.py", text)
    assert without_docstring([path]) == [str(path)]


@pytest.mark.parametrize(
    "pattern", ["data/", "data", "/data/", "**/data/*.csv", "d*", "da?a/", "[cd]ata", "!data/", "*"]
)
def test_an_ignored_package_is_seen(pattern: str) -> None:
    assert patterns_naming_a_package(f"# comment\n/build/\n{pattern}\n", ["geo", "data"]) == [
        pattern
    ]


def test_a_harmless_pattern_is_let_through() -> None:
    assert patterns_naming_a_package("/build/\n*.py[cod]\n__pycache__/\n", ["geo", "data"]) == []


def test_a_wrong_export_is_seen() -> None:
    module = ModuleType("planted")
    module.__dict__.update(here=1, __all__=["here", "gone", "here"])
    assert names_not_there(module) == ["gone", "here"]


def test_module_names() -> None:
    root = Path("root")
    assert dotted_name(root / "geo" / "__init__.py", root) == "geo"
    assert dotted_name(root / "geo" / "text.py", root) == "geo.text"
