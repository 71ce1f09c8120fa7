"""Verdicts by arithmetic: indicators, densities, fleets, counts, shares."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {}
