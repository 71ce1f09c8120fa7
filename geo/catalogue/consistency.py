"""What a plan's own figures say about each other."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {}
