"""The scorecard: pages, tables and documents of verdicts."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {}
