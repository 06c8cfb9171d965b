"""Claims that an article's file brings, each found in the text by its quote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from pledgebook.model import (
    AIDS,
    BASES,
    EVENTS,
    ITEM,
    PERS,
    AmountRange,
    Claim,
    Document,
    Issue,
    PartialDate,
    Span,
)
from pledgebook.protocols import LARGEST_AMOUNT
from pledgebook.reading.options import shown
from pledgebook.vocabulary.money import currencies

T = TypeVar("T", bound=str)

PLAIN_FIELDS = (
    "item", "speaker", "held_by", "happened_phrase", "due_phrase", "instrument", "channel", "programme", "source_id",
)  # fmt: skip
"""Fields that hold text or nothing."""

EXTRACTOR = "given"
"""The extractor of claims that a person or another program took from the text."""


class _WrongField(Exception):
    """A field of a claim cannot be used; its text says which and why."""


def claims_of(records: object, document: Document, place: str) -> Iterator[Claim | Issue]:
    """The claims that a file tells about a document; what cannot be used is an Issue at its JSON pointer."""
    if not isinstance(records, list):
        yield Issue(place, f"{shown(records)} is no list of claims")
        return
    for number, record in enumerate(records):
        try:
            yield claim_of(record, document)
        except _WrongField as error:
            yield Issue(f"{place}/{number}", str(error))


def claim_of(record: object, document: Document) -> Claim:
    if not isinstance(record, dict):
        raise _WrongField(f"{shown(record)} is no claim; a claim is an object")
    plain: dict[str, Any] = {name: _text(record, name) for name in PLAIN_FIELDS}
    return Claim(
        document=document.id,
        document_hash=document.hash,
        span=_span(record, document.text),
        event=_one_of(record, "event", EVENTS),
        donors=_codes(record, "donors"),
        recipients=_codes(record, "recipients"),
        amount=_amount(record),
        aid=_one_of(record, "aid", AIDS),
        basis=_one_of(record, "basis", BASES),
        per=None if record.get("per") is None else _one_of(record, "per", PERS),
        happened=_date(record, "happened"),
        due=_date(record, "due"),
        confidence=_confidence(record),
        extractor=EXTRACTOR,
        **plain,
    )


def _span(record: Mapping[str, Any], text: str) -> Span:
    """Where the quote stands: at the place told if that is right, else where it stands first."""
    quote = _text(record, "quote")
    if not quote:
        raise _WrongField("a claim needs a quote")
    start = record.get("start")
    if not isinstance(start, int) or isinstance(start, bool) or start < 0 or not text.startswith(quote, start):
        start = text.find(quote)
    if start < 0:
        raise _WrongField(f"the quote does not stand in the text: {shown(quote)}")
    return Span.of(text, start, start + len(quote))


def _text(record: Mapping[str, Any], name: str) -> str | None:
    value = record.get(name)
    if value is not None and not isinstance(value, str):
        raise _WrongField(f"{name} is {shown(value)}, and must be text or null")
    if value is not None and not _is_whole(value):
        raise _WrongField(f"{name} holds half of a character")
    return value


def _is_whole(text: str) -> bool:
    """Whether no character is half of a surrogate pair, which no file or database can hold."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def _one_of(record: Mapping[str, Any], name: str, known: Sequence[T]) -> T:
    value = record.get(name)
    for word in known:
        if value == word:
            return word
    raise _WrongField(f"{name} is {shown(value)}, and must be one of {', '.join(known)}")


def _codes(record: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = record.get(name)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(code, str) and code and _is_whole(code) for code in value):
        raise _WrongField(f"{name} is {shown(value)}, and must be a list of codes")
    return tuple(dict.fromkeys(value))


def _amount(record: Mapping[str, Any]) -> AmountRange | None:
    low, high = _bound(record, "low"), _bound(record, "high")
    if low is None and high is None:
        return None
    unit = record.get("unit")
    if not isinstance(unit, str) or (unit != ITEM and unit not in currencies()):
        raise _WrongField(f"unit is {shown(unit)}, and must be item or a currency's code such as EUR")
    if low is not None and high is not None and low > high:
        raise _WrongField(f"low {low} is above high {high}")
    return AmountRange(low, high, unit)


def _bound(record: Mapping[str, Any], name: str) -> Decimal | None:
    value = record.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise _WrongField(f"{name} is {shown(value)}, and must be a number or null")
    number = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite() or number < 0 or number >= LARGEST_AMOUNT:
        raise _WrongField(f"{name} is {shown(value)}, and must be from 0 to below {LARGEST_AMOUNT:.0e}")
    return number


def _date(record: Mapping[str, Any], name: str) -> PartialDate | None:
    value = record.get(name)
    try:
        return None if value is None else PartialDate.parse(value)
    except (ValueError, AttributeError) as error:
        raise _WrongField(f"{name} is {shown(value)}, and must be such as 2024, 2024-03 or 2024-03-14") from error


def _confidence(record: Mapping[str, Any]) -> float:
    value = record.get("confidence", 1.0)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal) or not 0 <= value <= 1:
        raise _WrongField(f"confidence is {shown(value)}, and must be from 0 to 1")
    return float(value)
