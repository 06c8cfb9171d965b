"""Documents, claims and decisions one by one, as the web and programs ask for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from pledgebook.errors import NotInBook
from pledgebook.reporting.queries import CLAIM_COLUMNS, as_of_note, day_of, plain, run
from pledgebook.reporting.questions import Question
from pledgebook.reporting.table import Row, Table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DOCUMENT_COLUMNS = ("document", "published", "publisher", "title", "language", "url", "hash", "claims", "copy_of")
DECISION_COLUMNS = ("decision", "kind", "claim", "other", "field", "value", "who", "when", "why", "state")


def documents(connection: DuckDBPyConnection, question: Question) -> Table:
    """One row a document with the number of its claims, the latest first."""
    parameters = question.parameters(day_of(connection, question))
    rows = [_plain(row, DOCUMENT_COLUMNS) for row in run(connection, "documents", parameters)]
    return Table("Documents", DOCUMENT_COLUMNS, rows, as_of_note(connection, question))


def document(connection: DuckDBPyConnection, name: str) -> Row:
    """The document with this id or hash, of an id with several texts the latest; NotInBook if there is none."""
    rows = run(connection, "document_named", {"name": name})
    if not rows:
        raise NotInBook(f"no document is named {name!r}")
    return {column: plain(cell) for column, cell in rows[0].items()}


def claims_of(
    connection: DuckDBPyConnection,
    as_of: date,
    *,
    pledge: str | None = None,
    document_hash: str | None = None,
    claim: str | None = None,
) -> list[Row]:
    """The claims of a pledge, of a document, or the one named, as `claims` prints them."""
    named = {"pledge": pledge, "document_hash": document_hash, "claim": claim}
    rows = run(connection, "claims_of", {"as_of": as_of, **named})
    return [{**_plain(row, CLAIM_COLUMNS), "withdrawn": plain(row["withdrawn"])} for row in rows]


def decisions_on(connection: DuckDBPyConnection, claims: Sequence[str] | None = None) -> list[Row]:
    """What reviewers said of these claims, or of all, the first said first."""
    asked = {"claims": None if claims is None else list(claims)}
    return [_plain(row, DECISION_COLUMNS) for row in run(connection, "decisions_on", asked)]


def _plain(row: Row, columns: tuple[str, ...]) -> Row:
    return {name: plain(row.get(name)) for name in columns}
