"""The core opens no file and no socket, and nothing below `api` reads the environment.

import-linter forbids whole packages (`make check`); this walk over the syntax trees forbids the
calls that need no forbidden package: `open`, `Path.read_text`, `np.load`, `os.environ`.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CORE = ("geo", "routing", "layers", "planning")
BELOW_THE_EDGE = (*CORE, "data", "maps")

# Forbidden as the last part of whatever is called: path.open(), frame.to_csv(), gpd.read_file().
FILE_METHODS = frozenset({
    "open", "open_text", "open_binary", "fdopen", "urlopen", "urlretrieve",
    "read_text", "read_bytes", "write_text", "write_bytes", "tofile", "savefig",
    "read_file", "to_file", "read_csv", "to_csv", "read_table", "read_fwf", "read_json",
    "read_parquet", "to_parquet", "read_feather", "to_feather", "read_excel", "to_excel",
    "read_pickle", "to_pickle", "read_hdf", "to_hdf",
})  # fmt: skip
# Forbidden by their full name, after the imports of the module are followed.
FILE_CALLS = frozenset({
    "numpy.load", "numpy.loadtxt", "numpy.genfromtxt", "numpy.fromfile", "numpy.fromregex",
    "numpy.memmap", "numpy.save", "numpy.savez", "numpy.savez_compressed", "numpy.savetxt",
    "io.FileIO", "os.listdir", "os.scandir", "os.walk", "os.mkdir", "os.makedirs", "os.remove",
})  # fmt: skip
# Forbidden with everything below them.
FILE_MODULES = (
    "aiohttp",
    "glob",
    "httpx",
    "httpx2",
    "importlib.resources",
    "mmap",
    "requests",
    "shutil",
    "socket",
    "sqlite3",
    "subprocess",
    "tempfile",
    "urllib.request",
    "zipfile",
)
ENVIRONMENT = ("os.environ", "os.environb", "os.getenv", "os.getenvb", "os.putenv")


def imported_names(tree: ast.Module) -> dict[str, str]:
    """Local name to full name, for every import in the module, wherever it stands."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                first = alias.name.split(".")[0]
                names[alias.asname or first] = alias.name if alias.asname else first
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return names


def full_name(node: ast.expr, names: dict[str, str]) -> str | None:
    """`np.lib.load` as `numpy.lib.load`; None for what is no chain from an imported name."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name) and node.id in names:
        return ".".join([names[node.id], *reversed(parts)])
    return None


def is_below(name: str, modules: tuple[str, ...]) -> bool:
    """Tell whether `name` is one of `modules` or lies in one."""
    return any(name == module or name.startswith(f"{module}.") for module in modules)


def file_calls(source: str) -> Iterator[str]:
    """Yield `line: what` for everything in `source` that reaches for a file or a socket."""
    tree = ast.parse(source)
    names = imported_names(tree)
    for local, name in names.items():
        if is_below(name, FILE_MODULES):
            yield f"import: {name} as {local}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            last = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            name = full_name(called, names) or last
            if name.rpartition(".")[2] in FILE_METHODS or last in FILE_METHODS:
                yield f"{node.lineno}: {last}"
            elif name in FILE_CALLS or is_below(name, FILE_MODULES):
                yield f"{node.lineno}: {name}"


def environment_reads(source: str) -> Iterator[str]:
    """Yield `line: what` for every look at the process environment."""
    tree = ast.parse(source)
    names = imported_names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name):
            name = full_name(node, names)
            if name in ENVIRONMENT:
                yield f"{node.lineno}: {name}"


def modules_of(packages: tuple[str, ...]) -> list[Path]:
    """Every module of the packages, in a fixed order."""
    return [path for name in packages for path in sorted((ROOT / name).rglob("*.py"))]


def short(path: Path) -> str:
    """Name of a test case: the path below the root."""
    return path.relative_to(ROOT).as_posix()


# --- the repository keeps the rules ---


@pytest.mark.parametrize("path", modules_of(CORE), ids=short)
def test_core_opens_no_file(path: Path) -> None:
    assert list(file_calls(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", modules_of(BELOW_THE_EDGE), ids=short)
def test_only_the_edge_reads_the_environment(path: Path) -> None:
    assert list(environment_reads(path.read_text(encoding="utf-8"))) == []


# --- the rules can fail ---


@pytest.mark.parametrize(
    "planted",
    [
        "open('x')",
        "def f(path):\n    with path.open() as file:\n        return file",
        "from pathlib import Path\nPath('x').read_text()",
        "def f(path):\n    path.write_bytes(b'')",
        "import io\nio.open('x')",
        "from io import open as unlocked\nunlocked('x')",
        "import numpy as np\nnp.load('x.npy')",
        "import numpy\nnumpy.savez('x', a=1)",
        "from numpy import fromfile as ff\nff('x')",
        "def f():\n    import numpy as np\n    return np.memmap('x')",
        "def f(array):\n    array.tofile('x')",
        "import pandas as pd\npd.read_csv('x')",
        "def f(frame):\n    frame.to_csv('x')",
        "import geopandas as gpd\ngpd.read_file('x')",
        "from urllib.request import urlopen\nurlopen('x')",
        "import requests\nrequests.get('x')",
        "import socket",
        "import socket as s\ns.create_connection(('x', 1))",
        "from importlib import resources",
        "from importlib.resources import files\nfiles('geo')",
    ],
)
def test_a_planted_file_call_is_seen(planted: str) -> None:
    assert list(file_calls(planted)) != []


@pytest.mark.parametrize(
    "harmless",
    [
        "import numpy as np\nnp.zeros(3)",
        "import json\njson.loads('{}')",
        "def f(network):\n    return network.load, network.save()",
        "opened = 3\nreopen = opened",
        "from urllib.parse import quote\nquote('x')",
        "def load(x):\n    return x\nload(1)",
    ],
)
def test_a_harmless_call_is_let_through(harmless: str) -> None:
    assert list(file_calls(harmless)) == []


@pytest.mark.parametrize(
    "planted",
    [
        "import os\nos.environ['HOME']",
        "import os\nhome = os.environ.get('HOME')",
        "import os\nos.getenv('HOME')",
        "import os as system\nsystem.environ",
        "from os import environ\nprint(environ)",
        "from os import getenv as look\nlook('HOME')",
    ],
)
def test_a_planted_environment_read_is_seen(planted: str) -> None:
    assert list(environment_reads(planted)) != []


def test_paths_are_no_environment() -> None:
    assert list(environment_reads("import os\nos.path.join('a', 'b')\nenviron = 3")) == []
