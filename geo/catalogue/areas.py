"""Areas: boundaries, river banks, registers of names."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {}
