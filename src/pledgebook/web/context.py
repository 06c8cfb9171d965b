"""Claims with the sentences that carry them, and their documents' texts."""

from __future__ import annotations

from collections.abc import Iterable

from pledgebook.reporting.table import Row
from pledgebook.reporting.why import around
from pledgebook.web.serving import ServedBook


def claims_told(book: ServedBook, ids: Iterable[str]) -> dict[str, Row]:
    """Claims by their ids, each with what stands before and after its quote."""
    wanted = sorted({id for id in ids if id})
    rows = book.rows("SELECT * FROM claims WHERE list_contains($ids, claim)", ids=wanted)
    return {row["claim"]: with_context(book, row) for row in rows}


def with_context(book: ServedBook, row: Row) -> Row:
    """The claim with the words around its quote, and its amount as a range."""
    text, start, end = book.text_of(row["document_hash"]) or "", row["start"], row["end"]
    before, after = around(text, start, end) if text[start:end] == row["quote"] else ("", "")
    return {**row, "before": before, "after": after, "amount": [row["low"], row["high"]] if row["unit"] else None}
