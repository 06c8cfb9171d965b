"""What most deserves a look: how doubtful it is, times how much of the totals hangs on it."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from pledgebook.model import ITEM, Bounds
from pledgebook.reporting.currency import RateTable
from pledgebook.reporting.pledges import KnownPledge
from pledgebook.reporting.queries import as_of_note, day_of, known_pledges, plain, run
from pledgebook.reporting.questions import Question
from pledgebook.reporting.table import Row, Table
from pledgebook.reporting.words import amount_in_words, joined

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

REVIEW_COLUMNS = (
    "kind", "pledge", "claim", "other", "score", "doubt", "weight", "what", "quote", "document", "publisher",
    "published", "other_quote", "other_document",
)  # fmt: skip

SURELY = 50.0
"""Weight of a match from which a person's word stands behind it."""

WEIGHED_IN = "EUR"
"""Sums of money are held against each other in this currency."""

COMES_AGAIN = {
    "lost": "its claim is not found any more; say it again of another, or let it be",
    "replaced": "a later text has replaced the document that it was about; look whether it still holds",
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to look at: `doubt` is how likely it is wrong, `weight` the share of the totals that hangs on it."""

    kind: str
    doubt: float
    weight: float
    row: Row

    @property
    def score(self) -> float:
        return self.doubt * self.weight

    def place(self) -> tuple[float, float, str, str, str]:
        """What it is ordered by; what is alike in all of it stays in the order of the queries."""
        claim, other = (self.row.get(side) or "" for side in ("claim", "other"))
        return -self.score, -self.doubt, self.kind, claim, other

    def as_row(self) -> Row:
        told = {"kind": self.kind, "score": self.score, "doubt": self.doubt, "weight": self.weight}
        rounded = {name: round(cell, 6) if isinstance(cell, float) else cell for name, cell in told.items()}
        row = {**self.row, "what": self.row.get("what") or _claim_in_words(self.row), **rounded}
        return {name: plain(row.get(name)) for name in REVIEW_COLUMNS}


def _claim_in_words(row: Row) -> str:
    amount = amount_in_words(row["low"], row["high"], row["unit"]) if row["unit"] else ""
    who = f"{joined(row['donors'])} → {joined(row['recipients'])}"
    return " ".join(part for part in (row["event"], amount, row["item"] or "", who) if part)


def review(connection: DuckDBPyConnection, question: Question, most: int) -> Table:
    """The `most` things that most deserve a look; decisions that lost their ground come first."""
    parameters = {**question.parameters(day_of(connection, question)), "surely": SURELY}
    pledges = {pledge.id: pledge for pledge in known_pledges(connection, question)}
    weights = _weights(list(pledges.values()))
    found = [
        *_decisions(run(connection, "review_decisions", parameters)),
        *_claims(run(connection, "review_claims", parameters), weights),
        *_matches(run(connection, "review_matches", parameters), weights, pledges),
        *_disagreements(pledges, weights),
    ]
    rows = [each.as_row() for each in heapq.nsmallest(most, found, key=Doubt.place)]
    return Table("Review", REVIEW_COLUMNS, rows, _notes(connection, question, len(found), len(rows)))


def _notes(connection: DuckDBPyConnection, question: Question, found: int, shown: int) -> tuple[str, ...]:
    left = f"{found - shown:,} more deserve a look. " if found > shown else ""
    return (f"{left}{as_of_note(connection, question)[0]}",)


def _weights(pledges: Sequence[KnownPledge]) -> dict[str, float]:
    """The share of each pledge in all money, or in all things of its kind."""
    values = {pledge.id: _value(pledge) for pledge in pledges}
    whole: dict[str, Decimal] = {}
    for pledge in pledges:
        whole[_kind_of(pledge)] = whole.get(_kind_of(pledge), Decimal(0)) + values[pledge.id]
    return {
        pledge.id: float(values[pledge.id] / total) if (total := whole[_kind_of(pledge)]) else 0.0 for pledge in pledges
    }


def _kind_of(pledge: KnownPledge) -> str:
    return f"item {pledge.item}" if pledge.unit in (ITEM, None) else "money"


def _value(pledge: KnownPledge) -> Decimal:
    if pledge.unit is None or pledge.unit == ITEM:
        return pledge.figures.figure
    conversion = RateTable().conversion(pledge.unit, WEIGHED_IN, pledge.rate_day)
    return conversion(Bounds(pledge.figures.figure, None)).low if conversion else Decimal(0)


def _decisions(rows: Sequence[Row]) -> Iterator[Doubt]:
    """Decisions that lost their ground: certainly to be looked at, before all else."""
    for row in rows:
        set_to = f" {row['field']} = {row['value']}" if row["field"] else ""
        what = f"{row['who']} on {row['when'][:10]}: {row['kind']}{set_to}; {COMES_AGAIN[row['state']]}"
        yield Doubt("decision", 1.0, 1.0, {**row, "what": what})


def _claims(rows: Sequence[Row], weights: Mapping[str, float]) -> Iterator[Doubt]:
    for row in rows:
        if row["pledge"] in weights:
            yield Doubt("claim", 1 - row["confidence"], weights[row["pledge"]], row)


def _matches(rows: Sequence[Row], weights: Mapping[str, float], pledges: Mapping[str, KnownPledge]) -> Iterator[Doubt]:
    """Ties by how little more spoke for them than against: a weight of 0 is an even chance."""
    for row in rows:
        if row["pledge"] in weights:
            same = row["kind"] == "same"
            what = "are these about one pledge?" if same else "is the first part of the second?"
            told = {**row, "claim": row["left"], "other": row["right"], "what": what}
            yield Doubt("same" if same else "part", 1 / (1 + math.exp(row["weight"])), weights[row["pledge"]], told)


def _disagreements(pledges: Mapping[str, KnownPledge], weights: Mapping[str, float]) -> Iterator[Doubt]:
    """Pledges on whose figures sources disagree: one of two is wrong."""
    for id, pledge in pledges.items():
        if pledge.disputed:
            what = f"sources disagree on what is {' and '.join(pledge.disputed)}; pledgebook why tells both"
            yield Doubt("disagreement", 0.5, weights[id], {"pledge": id, "claim": id, "what": what})
