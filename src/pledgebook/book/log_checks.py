"""Whether a log still says what was appended to it: every id and digest worked out again from the rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import TypeAlias

from pledgebook.book.rows import claim_of, decision_of, document_of, extraction_digest, release_of
from pledgebook.model import Claim, Document, Issue, make_id
from pledgebook.protocols import Extraction

Rows: TypeAlias = Callable[[str], Iterator[sqlite3.Row]]
"""The rows of a query."""

ADDED = (
    "SELECT batch, 1 AS kind, number, hash AS name FROM documents UNION ALL "
    "SELECT batch, 2, number, digest FROM extractions UNION ALL "
    "SELECT batch, 3, number, decision FROM decisions ORDER BY batch, kind, number"
)
"""What each batch added, in the order in which it went into the batch's digest; its issues come last."""

NOT_AS_READ = "is not as it was read; put the log back from a copy, or read the documents into a new book"


def broken_rows(rows: Rows, start: str) -> Iterator[Issue]:
    """Where documents, claims, decisions or batches are not what they were; `start` is an empty log's digest."""
    yield from _documents(rows)
    yield from _extractions(rows)
    for row in rows("SELECT * FROM decisions ORDER BY number"):
        if decision_of(row).id != row["decision"]:
            yield Issue(f"decision {row['decision']}", f"the decision {NOT_AS_READ}")
    yield from _batches(rows, start)
    yield from _releases(rows, start)


def _releases(rows: Rows, start: str) -> Iterator[Issue]:
    """Releases that were changed, and those whose state of the log is another by now."""
    before = start
    query = "SELECT r.*, b.digest AS frozen FROM releases AS r LEFT JOIN batches AS b USING (position) ORDER BY number"
    for row in rows(query):
        if make_id("l", before, release_of(row).id, row["frozen"]) != row["digest"]:
            yield Issue(f"release {row['name']}", f"the release {NOT_AS_READ}")
        before = row["digest"]


def _documents(rows: Rows) -> Iterator[Issue]:
    """Documents whose hash is another; those that were forgotten have no text to look at."""
    for row in rows("SELECT * FROM documents WHERE text IS NOT NULL ORDER BY number"):
        told = document_of(row)
        again = Document.make(
            told.text, published=told.published, publisher=told.publisher, language=told.language, title=told.title,
            url=told.url,
        )  # fmt: skip
        if again.hash != told.hash:
            yield Issue(f"document {told.id}", f"the document {NOT_AS_READ}")


def _extractions(rows: Rows) -> Iterator[Issue]:
    """Claims that differ from their ids, and documents whose claims differ from their digest."""
    query = (
        "SELECT c.*, e.mode, e.digest, e.extractor AS read_by FROM claims AS c "
        "JOIN extractions AS e ON e.number = c.extraction ORDER BY c.extraction, c.number"
    )
    for _, group in groupby(rows(query), itemgetter("extraction")):
        told = list(group)
        claims = []
        for row in told:
            claim = _claim_of(row)
            if claim is None or claim.id != row["claim"]:
                yield Issue(f"claim {row['claim']}", f"the claim {NOT_AS_READ}")
            else:
                claims.append(claim)
        first = told[0]
        again = Extraction(first["document_hash"], first["mode"], first["read_by"], tuple(claims))
        if len(claims) == len(told) and extraction_digest(again) != first["digest"]:
            yield Issue(f"document {first['document']}", f"what was taken from it {NOT_AS_READ}")


def _claim_of(row: sqlite3.Row) -> Claim | None:
    """The claim; None if the row holds what no claim can hold."""
    try:
        return claim_of(row)
    except (ValueError, ArithmeticError, TypeError):
        return None


def _batches(rows: Rows, start: str) -> Iterator[Issue]:
    added: dict[int, list[str]] = {}
    for row in rows(ADDED):
        added.setdefault(row["batch"], []).append(row["name"])
    for row in rows("SELECT batch, place, reason FROM issues ORDER BY batch, number"):
        added.setdefault(row["batch"], []).append(make_id("i", row["place"], row["reason"]))
    before = start
    for row in rows("SELECT position, digest FROM batches ORDER BY position"):
        if make_id("l", before, *added.pop(row["position"], ())) != row["digest"]:
            yield Issue(f"batch {row['position']}", f"what it added {NOT_AS_READ}")
        before = row["digest"]
    for position in sorted(added):
        yield Issue(f"batch {position}", "rows of a batch that is not there")
