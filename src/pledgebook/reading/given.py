"""Claims that an article's file brings, each found in the text by its quote."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from pledgebook.fields import (
    Record,
    WrongField,
    amount_of,
    codes_of,
    date_of,
    one_of,
    shown,
    span_of,
    text_of,
)
from pledgebook.model import AIDS, BASES, EVENTS, PERS, Claim, Document, Issue

PLAIN_FIELDS = (
    "item", "speaker", "held_by", "happened_phrase", "due_phrase", "instrument", "channel", "programme", "source_id",
    "place", "whole_id", "valuation",
)  # fmt: skip
"""Fields that hold text or nothing."""

EXTRACTOR = "given"
"""The extractor of claims that a person or another program took from the text, and that name none."""


def claims_of(records: object, document: Document, place: str) -> Iterator[Claim | Issue]:
    """The claims that a file tells about a document; what cannot be used is an Issue at its JSON pointer."""
    if not isinstance(records, list):
        yield Issue(place, f"{shown(records)} is no list of claims")
        return
    for number, record in enumerate(records):
        try:
            yield claim_of(record, document)
        except WrongField as error:
            yield Issue(f"{place}/{number}", str(error))


def claim_of(record: object, document: Document) -> Claim:
    if not isinstance(record, dict):
        raise WrongField(f"{shown(record)} is no claim; a claim is an object")
    plain: dict[str, Any] = {name: text_of(record, name) for name in PLAIN_FIELDS}
    return Claim(
        document=document.id,
        document_hash=document.hash,
        span=span_of(record, document.text),
        event=one_of(record, "event", EVENTS),
        donors=codes_of(record, "donors"),
        recipients=codes_of(record, "recipients"),
        amount=amount_of(record),
        aid=one_of(record, "aid", AIDS),
        basis=one_of(record, "basis", BASES),
        per=None if record.get("per") is None else one_of(record, "per", PERS),
        happened=date_of(record, "happened"),
        due=date_of(record, "due"),
        confidence=_confidence(record),
        extractor=text_of(record, "extractor") or EXTRACTOR,
        worth=amount_of(record, "worth_"),
        **plain,
    )


def _confidence(record: Record) -> float:
    value = record.get("confidence", 1.0)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal) or not 0 <= value <= 1:
        raise WrongField(f"confidence is {shown(value)}, and must be from 0 to 1")
    return float(value)
