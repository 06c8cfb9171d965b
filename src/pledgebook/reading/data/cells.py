"""What cells of published tables hold: numbers however they are written, vague dates, words for nothing."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

import re2

from pledgebook.model import AmountRange, PartialDate
from pledgebook.protocols import LARGEST_AMOUNT

NOTHING = frozenset({"", ".", "-", "–", "—", "n/a", "na", "nan", "none", "null", "..", "not given", "no price"})
"""Cells that say nothing, in lower case."""

UNDISCLOSED = frozenset({"undisclosed", "unknown", "unspecified", "not disclosed", "not specified", "unclear"})
"""Cells that say that there is something, and not how much."""

VAGUE_COUNTS = {
    "dozens": (24, None), "hundreds": (200, None), "thousands": (2000, None), "several": (2, None),
    "some": (None, None), "partially": (None, None), "a dozen": (12, 12), "dozen": (12, 12),
}  # fmt: skip
"""Words for counts, as docs/claims.md reads them; without a bound it is some, and nobody says how much."""


def is_nothing(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and cell.strip().lower() in NOTHING)


def is_undisclosed(cell: Any) -> bool:
    return isinstance(cell, str) and cell.strip().lower() in UNDISCLOSED


def told(cell: Any) -> str:
    """The cell as text on one line; empty for nothing. A whole number has no point."""
    if is_nothing(cell):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


def number(cell: Any) -> Decimal | None:
    """The number that the cell holds, as a spreadsheet's or as people write it; None if it holds none.

    Thousands may be parted by commas, blanks, apostrophes or points ("1.000.000", "6.000.00"), decimals by a point or a
    comma. A single comma before exactly three digits parts thousands; a single point is always one of decimals.
    """
    if isinstance(cell, bool) or cell is None:
        return None
    value = Decimal(str(cell)) if isinstance(cell, int | float | Decimal) else _written(str(cell))
    return value if value is not None and value.is_finite() and abs(value) < LARGEST_AMOUNT else None


@cache
def _number() -> Any:
    return re2.compile(r"^\(?([+-]?)\s*(?:[€$£]\s*)?((?:\d[\d.,'’\s\x{a0}\x{202f}]*)?\d)\s*(?:[€$£])?\)?$")


def _written(text: str) -> Decimal | None:
    found = _number().match(text.strip())
    if found is None:
        return None
    digits = "".join(found.group(2).split()).replace("'", "").replace("’", "")
    negative = found.group(1) == "-" or text.strip().startswith("(")
    try:
        value = Decimal(_with_point(digits))
    except InvalidOperation:
        return None
    return -value if negative else value


def _with_point(digits: str) -> str:
    """The digits with at most one point, for the decimals."""
    marks = [mark for mark in digits if mark in ".,"]
    if not marks:
        return digits
    last = marks[-1]
    head, _, tail = digits.rpartition(last)
    if len(set(marks)) == 2:  # 1,000.50 or 1.000,50
        return head.replace(".", "").replace(",", "") + "." + tail
    if len(marks) > 1:  # 1.000.000, or 6.000.00 with its cents after a third mark
        whole = head.replace(last, "")
        return whole + tail if len(tail) == 3 else f"{whole}.{tail}"
    if last == "," and len(tail) == 3:  # 1,000
        return head + tail
    return f"{head}.{tail}"


def count(cell: Any) -> tuple[AmountRange | None, bool]:
    """How many things the cell tells, and whether it tells of any: `undisclosed` tells of some without a number."""
    value = number(cell)
    if value is not None:
        return (AmountRange.exactly(value, "item"), True) if value > 0 else (None, False)
    word = told(cell).lower()
    if word in VAGUE_COUNTS:
        low, high = VAGUE_COUNTS[word]
        if low is None:
            return None, True
        return AmountRange(Decimal(low), None if high is None else Decimal(high), "item"), True
    return None, word in UNDISCLOSED


@cache
def _month_first() -> Any:
    return re2.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})")


@cache
def _month_only() -> Any:
    return re2.compile(r"(?:^|[^\d/])(\d{1,2})/(\d{4}|\d{2})$")


@cache
def _iso() -> Any:
    return re2.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")


def day(cell: Any) -> PartialDate | None:
    """The date that the cell tells, as exactly as it is told; of a stretch its end. None if it tells none.

    Text has the month first ("until 7/27/2022", "unclear, 10/2022", "between 3/4/22 & 3/11/22") or is ISO.
    """
    if isinstance(cell, datetime):
        return PartialDate.of(cell.date())
    if isinstance(cell, date):
        return PartialDate.of(cell)
    text = told(cell)
    days = [_partial(m.group(3), m.group(1), m.group(2)) for m in _month_first().finditer(text)]
    days += [_partial(*m.groups()) for m in _iso().finditer(text)]
    if found := [each for each in days if each is not None]:
        return max(found, key=lambda each: each.last_day)
    months = _month_only().search(text)
    if months is not None:
        return _partial(months.group(2), months.group(1), None)
    return _partial(text, None, None) if len(text) == 4 and text.isdecimal() else None


def _partial(year: str, month: str | None, in_month: str | None) -> PartialDate | None:
    """A date from its parts; a year of two digits is of this century; None for an impossible one."""
    numbers = [None if part is None else int(part) for part in (year, month, in_month)]
    told_year = numbers[0] or 0
    told_year += 2000 if told_year < 100 else 0
    if numbers[1] is not None and not 1 <= numbers[1] <= 12:
        return None
    if numbers[2] is not None and not 1 <= numbers[2] <= monthrange(told_year, numbers[1] or 1)[1]:
        return None
    return PartialDate(told_year, numbers[1], numbers[2]) if 1900 <= told_year <= 2200 else None
