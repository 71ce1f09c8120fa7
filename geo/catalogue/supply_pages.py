"""Supply and equity for readers: commands, tables, pages."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {}
