"""Verdicts over areas, villages, named sites and projects."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {}
