"""What is modelled in the demonstration districts."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {}
