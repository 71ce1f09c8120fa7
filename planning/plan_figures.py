"""Figures as plans write them: numbers, ranges, sums, lists and ratios, and how they bind."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import StrEnum

from planning.readings.fields import is_finite, shortened


class Comparator(StrEnum):
    """How a value is held against the plan's figure."""

    AT_LEAST = ">="
    AT_MOST = "<="
    EXACTLY = "=="
    ABOVE = ">"
    BELOW = "<"
    WITHIN = "in"
    NONE = ""

    @property
    def sign(self) -> str:
        """Sign before a figure in a table; none where the figure itself is meant."""
        return {"<=": "≤", ">=": "≥", "<": "<", ">": ">"}.get(self.value, "")


class Form(StrEnum):
    """Shape of a plan's figure."""

    NONE = "none"
    NUMBER = "number"
    RANGE = "range"
    SUM = "sum"
    SEVERAL = "several"
    RATIO = "ratio"
    OUT_OF = "out_of"
    RISING = "rising"


_N = r"\d+(?:\.\d+)?"
_FORMS = (
    (Form.NUMBER, re.compile(rf"-?{_N}")),
    (Form.RANGE, re.compile(rf"{_N}-{_N}")),
    (Form.SUM, re.compile(rf"{_N}(?:\+{_N})+")),
    (Form.SEVERAL, re.compile(rf"{_N}(?: ?/ ?{_N})+")),
    (Form.RATIO, re.compile(rf"{_N}:{_N}")),
    (Form.OUT_OF, re.compile(rf"{_N} of {_N}")),
    (Form.RISING, re.compile("rising")),
)
_PARTED = (Form.SUM, Form.SEVERAL)


@dataclass(frozen=True, slots=True)
class Figure:
    """
    A figure as the plan gives it.

    Attributes
    ----------
    text
        As written: ``"9.5"``, ``"2-4"``, ``"3+4"``, ``"50 / 70"``, ``"1:1.30"``,
        ``"52 of 52"``, ``"rising"``; empty where the plan has none.
    form
        Its shape.
    numbers
        The numbers in it, in the row's unit: both ends of a range, each part of a sum or
        list, both sides of a ratio.
    """

    text: str = ""
    form: Form = Form.NONE
    numbers: tuple[float, ...] = ()

    @classmethod
    def read(cls, written: object) -> Figure:
        """
        Read a figure from a number or text.

        Raises
        ------
        ValueError
            If it is neither a finite number nor one of the shapes above, a range runs
            backwards, or a ratio or share is of zero.

        Examples
        --------
        >>> Figure.read("2-4").numbers, Figure.read("1:1.30").form.value
        ((2.0, 4.0), 'ratio')
        """
        if written is None or written == "":
            return cls()
        if isinstance(written, int | float) and not isinstance(written, bool):
            if not is_finite(written):
                raise ValueError(shortened(written))
            return cls(f"{written}", Form.NUMBER, (float(written),))
        text = str(written).strip() if isinstance(written, str) else ""
        for form, pattern in _FORMS:
            if pattern.fullmatch(text):
                numbers = tuple(float(one) for one in re.findall(_N, text))
                if form is Form.NUMBER:
                    numbers = (float(text),)
                if form is Form.RANGE and numbers[0] > numbers[1]:
                    break
                if not all(map(math.isfinite, numbers)):
                    break
                if form in (Form.RATIO, Form.OUT_OF) and numbers[-1] == 0:
                    break  # a share of nothing
                return cls(text, form, numbers)
        raise ValueError(shortened(written))

    @property
    def words(self) -> str:
        """The figure for a reader: a range with a dash that no spreadsheet takes for a date."""
        return self.text.replace("-", "–") if self.form is Form.RANGE else self.text

    @property
    def parts(self) -> int:
        """Number of separate figures that answer it: 3 for ``"1 / 5 / 10"``, else 1."""
        return len(self.numbers) if self.form in _PARTED else 1
