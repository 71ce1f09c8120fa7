"""Tables, workbooks and vector files as they come in: what is wrong with them."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {}
