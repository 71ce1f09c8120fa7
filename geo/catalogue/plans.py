"""Plans and readings as data: writing, checking, listing them."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {}
