"""The fields of a claim as JSON tells them, each checked: article files and a language model's answers share these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeAlias, TypeVar

from pledgebook.model import ITEM, AmountRange, PartialDate, Span
from pledgebook.protocols import LARGEST_AMOUNT
from pledgebook.vocabulary.money import currencies

T = TypeVar("T", bound=str)
Record: TypeAlias = Mapping[str, Any]

MOST_SHOWN = 60
"""Characters of a bad value in an issue: enough to find it."""


class WrongField(Exception):
    """A field of a claim cannot be used; its text says which and why."""


def shown(value: object) -> str:
    """A bad value as it stands in an issue: short, in one line."""
    if value is None:
        return "missing"
    try:
        text = str(value) if isinstance(value, int | float | Decimal) else repr(value)
    except RecursionError:
        return "lists or objects too deep in each other"
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1] + "…"


def span_of(record: Record, text: str) -> Span:
    """Where the quote stands: at the place told if that is right, else where it stands first."""
    quote = text_of(record, "quote")
    if not quote:
        raise WrongField("a claim needs a quote")
    start = record.get("start")
    if not isinstance(start, int) or isinstance(start, bool) or start < 0 or not text.startswith(quote, start):
        start = text.find(quote)
    if start < 0:
        raise WrongField(f"the quote does not stand in the text: {shown(quote)}")
    return Span.of(text, start, start + len(quote))


def text_of(record: Record, name: str) -> str | None:
    """Text or nothing, without half characters."""
    value = record.get(name)
    if value is not None and not isinstance(value, str):
        raise WrongField(f"{name} is {shown(value)}, and must be text or null")
    if value is not None and not is_whole(value):
        raise WrongField(f"{name} holds half of a character")
    return value


def is_whole(text: str) -> bool:
    """Whether no character is half of a surrogate pair, which no file or database can hold."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def one_of(record: Record, name: str, known: Sequence[T]) -> T:
    value = record.get(name)
    for word in known:
        if value == word:
            return word
    raise WrongField(f"{name} is {shown(value)}, and must be one of {', '.join(known)}")


def codes_of(record: Record, name: str) -> tuple[str, ...]:
    """A list of codes or nothing, each code once."""
    value = record.get(name)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(code, str) and code and is_whole(code) for code in value):
        raise WrongField(f"{name} is {shown(value)}, and must be a list of codes")
    return tuple(dict.fromkeys(value))


def amount_of(record: Record, of: str = "") -> AmountRange | None:
    """`low`, `high` and `unit` (with `of` before them: `worth_low` …) as a range; None without a figure."""
    low, high = _bound(record, f"{of}low"), _bound(record, f"{of}high")
    if low is None and high is None:
        return None
    unit = record.get(f"{of}unit")
    if not isinstance(unit, str) or (unit != ITEM and unit not in currencies()):
        raise WrongField(f"{of}unit is {shown(unit)}, and must be item or a currency's code such as EUR")
    if low is not None and high is not None and low > high:
        raise WrongField(f"{of}low {low} is above {of}high {high}")
    return AmountRange(low, high, unit)


def _bound(record: Record, name: str) -> Decimal | None:
    value = record.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise WrongField(f"{name} is {shown(value)}, and must be a number or null")
    number = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite() or number < 0 or number >= LARGEST_AMOUNT:
        raise WrongField(f"{name} is {shown(value)}, and must be from 0 to below {LARGEST_AMOUNT:.0e}")
    return number


def date_of(record: Record, name: str) -> PartialDate | None:
    value = record.get(name)
    try:
        return None if value is None else PartialDate.parse(value)
    except (ValueError, AttributeError) as error:
        raise WrongField(f"{name} is {shown(value)}, and must be such as 2024, 2024-03 or 2024-03-14") from error
