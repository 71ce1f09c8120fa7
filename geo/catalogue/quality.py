"""The quality report: findings, what they do to results, what to do."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {}
