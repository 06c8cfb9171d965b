"""The ledger as the derived tables hold it, read back into values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from pledgebook.model import STAGES, Bounds, PartialDate, Pledge, PledgeState, Posting

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


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


def standing_ledger(connection: DuckDBPyConnection) -> StandingLedger:
    """The ledger in the tables; ValueError if a state holds bounds that cross."""
    claims: dict[str, KnownClaim] = {}
    withdrawn: dict[str, date] = {}
    claims_of: dict[str, list[str]] = {}
    for id, pledge, published, until in connection.execute(
        "SELECT claim, pledge, published, withdrawn FROM claims"
    ).fetchall():
        claims[id] = KnownClaim(published)
        claims_of.setdefault(pledge, []).append(id)
        if until is not None:
            withdrawn[id] = until
    pledges = [_pledge_of(row, claims_of.get(row["pledge"], [])) for row in _rows(connection, "pledges")]
    states = [_state_of(row) for row in _rows(connection, "states")]
    postings = [Posting(**row) for row in _rows(connection, "postings")]
    return StandingLedger(pledges, claims, states, postings, withdrawn)


def _rows(connection: DuckDBPyConnection, table: str) -> Iterator[dict[str, Any]]:
    # The names of tables are this package's own.
    cursor = connection.execute(f"SELECT * FROM {table}")  # noqa: S608
    names = [column[0] for column in cursor.description or ()]
    while batch := cursor.fetchmany(10_000):
        yield from (dict(zip(names, row, strict=True)) for row in batch)


def _pledge_of(row: Mapping[str, Any], claims: list[str]) -> Pledge:
    told = {name: row[name] for name in ("item", "unit", "aid", "part_of", "split", "summary")}
    lists: dict[str, Any] = {name: tuple(row[name]) for name in ("donors", "recipients", "aliases")}
    return Pledge(id=row["pledge"], claims=tuple(claims), **told, **lists)


def _state_of(row: Mapping[str, Any]) -> PledgeState:
    bounds: dict[str, Any] = {stage: Bounds(row[f"{stage}_low"], row[f"{stage}_high"]) for stage in STAGES}
    due = None if row["due"] is None else PartialDate.parse(row["due"])
    told = {name: row[name] for name in ("pledge", "known_from", "known_to", "status")}
    return PledgeState(**told, **bounds, due=due)
