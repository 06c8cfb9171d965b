"""What a generation of tables adds to an older one that lies below it: rows, and which of the older rows are void.

A text that comes in changes a few pledges. So its generation holds the rows of these alone, and lies upon a whole one;
a query sees the rows below that still hold, and the rows above.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias

from pledgebook.book.tables import ORDER, TABLES, DerivedBook

if TYPE_CHECKING:
    import pyarrow

Tables: TypeAlias = "Mapping[str, pyarrow.Table]"
TextPlace: TypeAlias = tuple[date, str, str]
"""Publication, id and hash of a document: texts are placed in this order."""

How: TypeAlias = Literal["pledge", "ledger", "place", "added", "whole"]

HOW: Mapping[str, How] = {
    "claims": "pledge", "pledges": "pledge", "matches": "pledge", "disagreements": "pledge",
    "states": "ledger", "postings": "ledger", "ties": "place", "keys": "place", "documents": "added",
    "copies": "added", "issues": "whole", "decisions": "whole", "displaced": "whole",
}  # fmt: skip
"""Which rows below are void: those of pledges that changed, or whose ledger did; of texts placed anew; none; all."""

REPLACED = "replaced"
"""The table that names the pledges (`what` is `pledge`) and ledgers (`ledger`) whose rows below are void."""

LARGEST_SHARE = 8
"""A layer may hold a row for every so many below; more are written as a whole generation."""

ALWAYS_SMALL = 4096
"""Rows of claims that a layer may always hold."""


@dataclass(frozen=True, slots=True)
class Layer:
    """The rows of a piece of the book; pledges and ledgers that it tells in full; the first text placed anew.

    `since` is None where no text was placed.
    """

    rows: DerivedBook
    pledges: Sequence[str]
    ledgers: Sequence[str]
    since: TextPlace | None

    def tables(self) -> dict[str, pyarrow.Table]:
        """Its rows by table, and the table of what is replaced."""
        return {**self.rows.tables(), REPLACED: replaced_table(self.pledges, self.ledgers)}


def replaced_table(pledges: Iterable[str], ledgers: Iterable[str]) -> pyarrow.Table:
    import pyarrow

    rows = sorted({("pledge", each) for each in pledges} | {("ledger", each) for each in ledgers})
    schema = pyarrow.schema([("what", pyarrow.string()), ("pledge", pyarrow.string())])
    return pyarrow.table({"what": [w for w, _ in rows], "pledge": [p for _, p in rows]}, schema=schema)


def rows_of(table: str, below: str, above: str, replaced: str, since: TextPlace | None) -> str:
    """The query for a table's rows where one relation lies upon another; all names are this package's own."""
    columns = ", ".join(f'"{name}"' for name in TABLES[table])
    how = HOW[table]
    upper = f"SELECT {columns} FROM {above}"  # noqa: S608
    if how == "whole":
        return upper
    lower = f"SELECT {columns} FROM {below} AS lower"  # noqa: S608
    if how in ("pledge", "ledger"):
        void = f"SELECT 1 FROM {replaced} AS r WHERE r.what = '{how}' AND r.pledge = lower.pledge"  # noqa: S608
        lower += f" WHERE NOT EXISTS ({void})"
    elif how == "place" and since is not None:
        lower += f" WHERE (published, document, document_hash) < {place_literal(since)}"
    return f"{lower} UNION ALL {upper}"


def place_literal(place: TextPlace) -> str:
    """The place as a value of SQL: ids are text from outside, and quoted."""
    published, *names = place
    quoted = ", ".join("'" + name.replace("'", "''") + "'" for name in names)
    return f"(DATE '{published.isoformat()}', {quoted})"


def in_order(table: str, query: str) -> str:
    """The query with its rows in the table's order."""
    keys = ", ".join(f'"{name}"' for name in ORDER[table])
    return f"SELECT * FROM ({query}) ORDER BY {keys}"  # noqa: S608
