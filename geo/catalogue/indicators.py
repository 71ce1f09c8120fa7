"""Indicator tables and plan rows."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {}
