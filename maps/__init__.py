"""Maps: one HTML file that opens anywhere, made from a study and an answer."""

from __future__ import annotations

from maps.study_map import study_map

__all__ = ["study_map"]
