"""Facility lists: levels, doubles, plan names, decisions."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    "facilities.bad_count": {
        "en": "Column {column} of the facilities holds a negative or endless number.",
        "zh": "机构的 {column} 列含有负数或无穷大。",
    },
}
