"""Refreshing a study input by input."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {}
