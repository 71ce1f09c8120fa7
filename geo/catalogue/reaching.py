"""Verdicts on circles, chains, served areas and balance."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {}
