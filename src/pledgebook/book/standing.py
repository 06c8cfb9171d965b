"""The ledger as the derived tables hold it, read back into values, so many pledges at a time."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from pledgebook.book.supersession import topmost
from pledgebook.book.tables import AMOUNT_COLUMNS
from pledgebook.model import STAGES, Bounds, PartialDate, Pledge, PledgeState, Posting

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PLEDGES_AT_ONCE = 10_000
"""Pledges held in memory together: with their states and postings some 200 MB."""

PLEDGE_CELLS = "pledge, donors, recipients, item, unit, aid, part_of, split, summary, aliases"
STATE_CELLS = f"pledge, known_from, known_to, {', '.join(AMOUNT_COLUMNS)}, due, status"
POSTING_CELLS = "pledge, number, claim, unit, from_account, to_account, low, high, high_open, known_from, rule"


@dataclass(frozen=True, slots=True)
class KnownClaim:
    """What the tables tell of a claim's time."""

    published: date


@dataclass(frozen=True, slots=True)
class StandingLedger:
    """Pledges, states and postings of the tables, the claims by id, and the days from which some no longer count."""

    pledges: list[Pledge]
    claims: Mapping[str, KnownClaim]
    states: list[PledgeState]
    postings: list[Posting]
    withdrawn: Mapping[str, date]


def standing_ledgers(connection: DuckDBPyConnection) -> Iterator[StandingLedger]:
    """The ledger in the tables, in pieces; a pledge is in one piece with its whole and its parts.

    ValueError if a state holds bounds that cross.
    """
    pieces = _divide(connection)
    for piece in range(pieces):
        yield _ledger(connection, piece)


def _divide(connection: DuckDBPyConnection) -> int:
    """Make the table `pieces`, which says in which piece a pledge is, and count them."""
    import pyarrow

    whole_of = dict(connection.execute("SELECT pledge, part_of FROM pledges").fetchall())
    families: dict[str, list[str]] = {}
    for pledge in whole_of:
        families.setdefault(topmost(pledge, whole_of), []).append(pledge)
    placed: list[tuple[str, int]] = []
    for family in families.values():
        piece = len(placed) // PLEDGES_AT_ONCE
        placed += [(pledge, piece) for pledge in family]
    columns = {"pledge": [pledge for pledge, _ in placed], "piece": [piece for _, piece in placed]}
    schema = pyarrow.schema([("pledge", pyarrow.string()), ("piece", pyarrow.int32())])
    connection.register("divided", pyarrow.table(columns, schema=schema))
    connection.execute("CREATE OR REPLACE TEMP TABLE pieces AS SELECT * FROM divided")
    connection.unregister("divided")
    return placed[-1][1] + 1 if placed else 1


def _ledger(connection: DuckDBPyConnection, piece: int) -> StandingLedger:
    claims: dict[str, KnownClaim] = {}
    withdrawn: dict[str, date] = {}
    claims_of: dict[str, list[str]] = {}
    for id, pledge, published, until in _rows(connection, "claims", "claim, pledge, published, withdrawn", piece):
        claims[id] = KnownClaim(published)
        claims_of.setdefault(pledge, []).append(id)
        if until is not None:
            withdrawn[id] = until
    pledges = [_pledge_of(row, claims_of) for row in _rows(connection, "pledges", PLEDGE_CELLS, piece)]
    states = [_state_of(row) for row in _rows(connection, "states", STATE_CELLS, piece)]
    postings = [Posting(*row) for row in _rows(connection, "postings", POSTING_CELLS, piece)]
    return StandingLedger(pledges, claims, states, postings, withdrawn)


def _rows(connection: DuckDBPyConnection, table: str, cells: str, piece: int) -> Sequence[Sequence[Any]]:
    """The rows of one piece; those of no known pledge are in the first."""
    # Names of tables and columns are this package's own.
    query = f"SELECT {cells} FROM {table} LEFT JOIN pieces USING (pledge) WHERE coalesce(piece, 0) = $piece"  # noqa: S608
    return connection.execute(query, {"piece": piece}).fetchall()


def _pledge_of(row: Sequence[Any], claims_of: Mapping[str, Sequence[str]]) -> Pledge:
    id, donors, recipients, item, unit, aid, part_of, split, summary, aliases = row
    claims = tuple(claims_of.get(id, ()))
    return Pledge(
        id, tuple(donors), tuple(recipients), item, unit, aid, claims, part_of, split, summary, tuple(aliases)
    )


def _state_of(row: Sequence[Any]) -> PledgeState:
    pledge, known_from, known_to, *amounts, due, status = row
    bounds = (Bounds(low, high) for low, high in zip(amounts[::2], amounts[1::2], strict=True))
    told: dict[str, Any] = dict(zip(STAGES, bounds, strict=True))
    return PledgeState(pledge, known_from, known_to, **told, due=_date_of(due), status=status)


@functools.lru_cache(1_000)
def _date_of(text: str | None) -> PartialDate | None:
    return None if text is None else PartialDate.parse(text)
