"""Coordinates: datum evidence, swapped, projected and sexagesimal places."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {}
