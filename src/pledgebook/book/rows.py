"""Claims, documents and decisions as rows of the log, and back: exactly the same values."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from pledgebook.model import (
    AmountRange,
    Claim,
    ClaimReference,
    Decision,
    Document,
    PartialDate,
    Release,
    Span,
    make_id,
)
from pledgebook.protocols import Extraction

Cell: TypeAlias = str | int | float | None

DOCUMENT_COLUMNS = tuple(field.name for field in fields(Document))

PLAIN_CLAIM_COLUMNS = (
    "document", "document_hash", "event", "item", "aid", "basis", "per", "speaker", "confidence", "held_by",
    "happened_phrase", "due_phrase", "instrument", "channel", "programme", "source_id", "extractor", "ordinal",
)  # fmt: skip
"""Fields of a claim that are cells as they are."""

CLAIM_COLUMNS = (
    *PLAIN_CLAIM_COLUMNS, "start", "end", "quote", "donors", "recipients", "low", "high", "unit", "happened", "due",
    "place", "whole_id", "valuation", "worth_low", "worth_high", "worth_unit",
)  # fmt: skip

ADDED_IN_FORMAT_2 = 6
"""Columns at the end that claims of texts leave empty: a digest leaves them out where none is told."""

RELEASE_COLUMNS = tuple(field.name for field in fields(Release))

DECISION_COLUMNS = ("kind", "claim", "other", "field", "value", "who", "when", "why")


def document_cells(document: Document) -> list[Cell]:
    """In the order of `DOCUMENT_COLUMNS`."""
    cells = [getattr(document, name) for name in DOCUMENT_COLUMNS]
    return [cell.isoformat() if isinstance(cell, date) else cell for cell in cells]


def document_of(row: sqlite3.Row) -> Document:
    told = {name: row[name] for name in DOCUMENT_COLUMNS}
    return Document(**{**told, "published": date.fromisoformat(told["published"])})


def claim_cells(claim: Claim) -> list[Cell]:
    """In the order of `CLAIM_COLUMNS`."""
    plain: list[Cell] = [getattr(claim, name) for name in PLAIN_CLAIM_COLUMNS]
    span = claim.span
    codes = (_listed(claim.donors), _listed(claim.recipients))
    return [*plain, span.start, span.end, span.quote, *codes, *_amount_cells(claim.amount),
            _told(claim.happened), _told(claim.due), claim.place, claim.whole_id, claim.valuation,
            *_amount_cells(claim.worth)]  # fmt: skip


def claim_of(row: sqlite3.Row) -> Claim:
    return Claim(
        **{name: row[name] for name in PLAIN_CLAIM_COLUMNS},
        span=Span(row["start"], row["end"], row["quote"]),
        donors=tuple(json.loads(row["donors"])),
        recipients=tuple(json.loads(row["recipients"])),
        amount=_amount_of(row["low"], row["high"], row["unit"]),
        happened=_date_of(row["happened"]),
        due=_date_of(row["due"]),
        place=row["place"],
        whole_id=row["whole_id"],
        valuation=row["valuation"],
        worth=_amount_of(row["worth_low"], row["worth_high"], row["worth_unit"]),
    )


def decision_cells(decision: Decision) -> list[Cell]:
    """In the order of `DECISION_COLUMNS`."""
    other = None if decision.other is None else _reference_text(decision.other)
    told = (decision.field, decision.value, decision.who, decision.when, decision.why)
    return [decision.kind, _reference_text(decision.claim), other, *told]


def decision_of(row: sqlite3.Row) -> Decision:
    told = {name: row[name] for name in DECISION_COLUMNS}
    other = None if told["other"] is None else _reference_of(told["other"])
    return Decision(**{**told, "claim": _reference_of(told["claim"]), "other": other})


def release_cells(release: Release) -> list[Cell]:
    """In the order of `RELEASE_COLUMNS`."""
    cells = [getattr(release, name) for name in RELEASE_COLUMNS]
    return [cell.isoformat() if isinstance(cell, date) else cell for cell in cells]


def release_of(row: sqlite3.Row) -> Release:
    told = {name: row[name] for name in RELEASE_COLUMNS}
    return Release(**{**told, "as_of": date.fromisoformat(told["as_of"])})


def extraction_digest(extraction: Extraction) -> str:
    """A digest over mode, extractor and every field of every claim."""
    claims = (cell for claim in extraction.claims for cell in _digested(claim_cells(claim)))
    return make_id("e", extraction.document_hash, extraction.mode, extraction.extractor, *claims)


def _digested(cells: list[Cell]) -> list[Cell]:
    """The cells of a claim that go into a digest: equal logs of either format have equal digests."""
    added = cells[-ADDED_IN_FORMAT_2:]
    return cells if any(cell is not None for cell in added) else cells[:-ADDED_IN_FORMAT_2]


def _listed(codes: tuple[str, ...]) -> str:
    return json.dumps(codes, ensure_ascii=False)


def _amount_cells(amount: AmountRange | None) -> tuple[Cell, Cell, Cell]:
    if amount is None:
        return None, None, None
    return _told(amount.low), _told(amount.high), amount.unit


def _amount_of(low: str | None, high: str | None, unit: str | None) -> AmountRange | None:
    return None if unit is None else AmountRange(_decimal_of(low), _decimal_of(high), unit)


def _decimal_of(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _date_of(text: str | None) -> PartialDate | None:
    return None if text is None else PartialDate.parse(text)


def _told(value: object) -> str | None:
    return None if value is None else str(value)


def _reference_text(reference: ClaimReference) -> str:
    amount = _amount_cells(reference.amount)
    return json.dumps([reference.document_hash, reference.start, reference.end, *amount], ensure_ascii=False)


def _reference_of(text: str) -> ClaimReference:
    document_hash, start, end, low, high, unit = json.loads(text)
    return ClaimReference(document_hash, start, end, _amount_of(low, high, unit))
