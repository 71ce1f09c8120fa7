"""The version of the program, from the one place where it is written: the package's metadata."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def _version() -> str:
    try:
        return version("goldenhour")
    except PackageNotFoundError:  # run from a source tree that is not installed
        return "0+source"


VERSION = _version()
