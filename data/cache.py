"""Arrays kept on disk by a key, so that what was worked out once is only read again.

An entry is a folder of ``.npy`` files, named by the digest of everything it depends on: a
changed input has another key and is never answered from an old entry. Entries are
written beside their place and renamed, so that builders side by side do not harm each
other: the first rename stands, the others are dropped. Arrays come back memory-mapped.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import threading
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FORMAT = 2
"""Raise it when what is kept, or how it is worked out, changes."""
MOST_ENTRIES = 48
NOT_ENTRIES = frozenset({"findings"})
"""Folders beside the entries that are none."""
_LIST = "arrays.json"


def cache_key(*parts: object) -> str:
    """
    Digest of everything an entry depends on.

    Parameters
    ----------
    *parts
        Values that JSON can hold; their order counts.

    Examples
    --------
    >>> cache_key("a", 1) == cache_key("a", 1), cache_key("a", 1) == cache_key("a", 2)
    (True, False)
    """
    content = json.dumps(
        [FORMAT, code_digest("geo", "routing"), *parts], sort_keys=True, ensure_ascii=False
    )
    return hashlib.sha256(content.encode()).hexdigest()[:32]


@lru_cache(maxsize=8)
def code_digest(*packages: str) -> str:
    """Digest of the code that works out what is kept: another release has other entries."""
    digest = hashlib.sha256()
    for package in packages:
        for entry in sorted(files(package).iterdir(), key=lambda one: one.name):
            if entry.name.endswith(".py"):
                digest.update(entry.name.encode() + entry.read_bytes())
    return digest.hexdigest()


class ArrayCache:
    """
    Entries of arrays in one folder.

    Parameters
    ----------
    folder
        Where the entries lie; made at the first entry. If the disk refuses, nothing is
        kept and nothing fails: a cache saves time, it is never the only copy.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, key: str) -> dict[str, NDArray[Any]] | None:
        """Give the arrays of an entry; None where there is none, or it is damaged."""
        entry = self._folder / key
        try:
            shapes = json.loads((entry / _LIST).read_text(encoding="utf-8"))
            found = {name: _mapped(entry / f"{name}.npy") for name in shapes}
        except (OSError, ValueError, EOFError):
            return None
        for name, (kind, shape) in shapes.items():
            if found[name].dtype.str != kind or list(found[name].shape) != shape:
                return None
        return found

    def save(self, key: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Keep arrays under a key; if another builder was first, its entry stands."""
        entry = self._folder / key
        aside = self._folder / f".{key}.{os.getpid()}.{threading.get_ident()}"
        try:
            aside.mkdir(parents=True)
            for name, array in arrays.items():
                np.save(aside / f"{name}.npy", array, allow_pickle=False)
            shapes = {name: [array.dtype.str, list(array.shape)] for name, array in arrays.items()}
            (aside / _LIST).write_text(json.dumps(shapes), encoding="utf-8")
            if self.load(key) is None:
                shutil.rmtree(entry, ignore_errors=True)  # a damaged one
                aside.rename(entry)
            self._tidy()
        except OSError:
            pass
        finally:
            shutil.rmtree(aside, ignore_errors=True)

    def _tidy(self) -> None:
        """Drop the oldest entries beyond the limit."""
        # Others keep things here too: an entry is a folder with its list, or what is left of one.
        entries = [
            one
            for one in self._folder.iterdir()
            if not one.name.startswith(".") and one.name not in NOT_ENTRIES
        ]
        entries.sort(key=lambda one: (one.stat().st_mtime, one.name))
        for old in entries[:-MOST_ENTRIES]:
            shutil.rmtree(old, ignore_errors=True)


def _mapped(path: Path) -> NDArray[Any]:
    """Read an array page by page as it is used; changes to it stay in memory."""
    if path.stat().st_size == 0:
        raise EOFError(str(path))
    try:
        return np.asarray(np.load(path, mmap_mode="c", allow_pickle=False))
    except ValueError:
        # An empty array cannot be mapped.
        return np.asarray(np.load(path, allow_pickle=False))
