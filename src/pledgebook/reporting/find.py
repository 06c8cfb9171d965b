"""Search over documents, pledges and actors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from pledgebook.errors import WrongCall
from pledgebook.reporting.pledges import bounds_of
from pledgebook.reporting.queries import as_of_note, day_of, plain, run
from pledgebook.reporting.questions import Question
from pledgebook.reporting.table import Row, Table
from pledgebook.reporting.words import as_range

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FIND_COLUMNS = ("kind", "id", "date", "who", "what", "amount", "unit")

MOST_FOUND = 50
"""Rows of each kind: what a person still reads through."""

FullText: TypeAlias = Callable[[str, int], Sequence[Row]]
"""Full-text search over documents: words and the most rows, each with `document` and `snippet`."""


def find(connection: DuckDBPyConnection, words: str, question: Question, full_text: FullText | None = None) -> Table:
    """Documents, pledges and actors that hold every word, best first; WrongCall without a word."""
    told = words.lower().split()
    if not told:
        raise WrongCall("say what to look for: pledgebook find --book BOOK WORDS")
    asked = question.parameters(day_of(connection, question))
    parameters = {**asked, "words": told, "codes": _codes(words)}
    rows = [
        *_documents(connection, words, parameters, full_text),
        *(_pledge(row) for row in run(connection, "find_pledges", parameters)[:MOST_FOUND]),
        *(_actor(row) for row in run(connection, "find_actors", parameters)[:MOST_FOUND]),
    ]
    return Table(f"Found for {words!r}", FIND_COLUMNS, rows, as_of_note(connection, question))


def _codes(words: str) -> list[str]:
    """The code of the actor that the words name, as `UA` for Ukraine; none if they name nobody known."""
    from pledgebook.vocabulary import code_of

    code = code_of(words)
    return [code] if code else []


def _documents(connection: DuckDBPyConnection, words: str, parameters: Row, full_text: FullText | None) -> list[Row]:
    known = {row["document"]: row for row in run(connection, "find_documents", {**parameters, "words": []})}
    if full_text is None:
        found = run(connection, "find_documents", parameters)[:MOST_FOUND]
    else:
        found = [{**known[row["document"]], **row} for row in full_text(words, MOST_FOUND) if row["document"] in known]
    return [_document(row) for row in found]


def _document(row: Row) -> Row:
    what = row.get("snippet") or row["title"]
    told = {"kind": "document", "id": row["document"], "date": plain(row["published"])}
    return {**told, "who": row["publisher"], "what": what, "amount": None, "unit": None}


def _pledge(row: Row) -> Row:
    stage = "promised" if row["promised_high"] is None or row["promised_high"] > 0 else "proposed"
    amount = as_range(bounds_of(row[f"{stage}_low"], row[f"{stage}_high"])) if row["unit"] else None
    who = f"{'+'.join(row['donors'])} → {'+'.join(row['recipients'])}"
    what = f"{row['item'] or 'aid'}, {row['status']}"
    return {"kind": "pledge", "id": row["pledge"], "who": who, "what": what, "amount": amount, "unit": row["unit"]}


def _actor(row: Row) -> Row:
    return {"kind": "actor", "id": row["actor"], "who": row["part"], "what": f"{row['claims']} claims"}
