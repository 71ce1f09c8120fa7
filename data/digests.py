"""Digests of files: what an input was, whatever its name or place."""

from __future__ import annotations

import hashlib
from pathlib import Path

from planning.study import InputFile


def file_sha256(path: Path) -> str:
    """Digest of a file's bytes, read in blocks."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        for block in iter(lambda: stream.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def describe_input(role: str, path: Path, *, licence: str = "", vintage: str = "") -> InputFile:
    """Record where an input came from: its name, digest and length."""
    return InputFile(role, path.name, file_sha256(path), path.stat().st_size, licence, vintage)
