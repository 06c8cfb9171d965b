"""Columns of a state as double entry, and back.

An account's units came from another account; what flows are kept is

    source   → proposed   units on the table
    source   → promised   units promised (proposed → promised where they were on the table before)
    base     → a place    units of the base that are in that place
    beyond   → a place    units in that place that nobody had promised

where the base is `promised`, or `proposed` while nothing is promised, and the places are blocked,
contracted, delivered and cancelled. Every posting takes from one account what it gives to another,
so each ledger sums to zero. The columns of a state are read back as

    delivered (blocked, contracted, cancelled) = the balance of that account
    promised  = what came into `promised` from `source` and `proposed`
    proposed  = what came into `proposed` from `source`, less what went on to `promised`

and the balance of `promised` itself is what is in no further place: in the ledger of what is at
least so, the promised units less all that is known to be elsewhere. The furthest places take from
the base first, so that neither ledger ever holds a unit twice: what does not fit comes from `beyond`.

An open high end is no number. In the ledger of what is at most so such a column stands at its low
end, and the flag `high_open` of the last posting into the account says that it is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from pledgebook.ledger.fold import COLUMNS, Column, Figures
from pledgebook.ledger.parts import FURTHER
from pledgebook.ledger.ranges import ZERO
from pledgebook.model import NOTHING, Account, Bounds, PledgeState, Posting

Ends: TypeAlias = tuple[Decimal, Decimal]
Flows: TypeAlias = dict[tuple[Account, Account], Ends]

NONE: Ends = (ZERO, ZERO)

WAY: tuple[Account, ...] = (
    "source", "proposed", "promised", "contracted", "delivered", "blocked", "cancelled", "beyond"
)  # fmt: skip
"""The accounts in the order in which units come to them; those from `beyond` are told last."""


@dataclass(frozen=True, slots=True)
class Move:
    """A posting before it is numbered."""

    from_account: Account
    to_account: Column
    low: Decimal
    high: Decimal
    high_open: bool


def ends_of(bounds: Bounds) -> Ends:
    return bounds.low, bounds.low if bounds.high is None else bounds.high


def flows_of(figures: Figures) -> Flows:
    """What has flowed between accounts when a pledge stands at these figures."""
    flows: Flows = {
        ("source", "proposed"): ends_of(figures.proposed),
        ("source", "promised"): ends_of(figures.promised),
    }
    base: Column = "promised" if figures.promised != NOTHING else "proposed"
    left = ends_of(figures.at(base))
    for place in FURTHER:
        there = ends_of(figures.at(place))
        taken = (min(left[0], there[0]), min(left[1], there[1]))
        flows[base, place] = taken
        flows["beyond", place] = (there[0] - taken[0], there[1] - taken[1])
        left = (left[0] - taken[0], left[1] - taken[1])
    return {pair: ends for pair, ends in flows.items() if ends != NONE}


def moves_between(before: Figures, after: Figures) -> list[Move]:
    """The moves that lead from one state of a pledge to the next.

    What is taken back comes first, the furthest place before the others; then units come before they move on.
    """
    old, new = flows_of(before), flows_of(after)
    change = {p: minus(new.get(p, NONE), old.get(p, NONE)) for p in old.keys() | new.keys()}
    promised_now = promoted(change)
    if promised_now != NONE:
        change["proposed", "promised"] = promised_now
        change["source", "proposed"] = plus(change["source", "proposed"], promised_now)
        change["source", "promised"] = minus(change["source", "promised"], promised_now)
    moves = [
        Move(source, column, *ends, after.at(column).high is None)
        for (source, target), ends in change.items()
        if ends != NONE
        for column in COLUMNS
        if column == target
    ]
    moves.sort(key=step_of)
    return [*moves, *flag_moves(before, after, moves)]


def step_of(move: Move) -> tuple[bool, int, int]:
    """Where a move stands among those of one claim."""
    back = move.low < 0 or move.high < 0
    place = (WAY.index(move.from_account), WAY.index(move.to_account))
    return (not back, -place[0], -place[1]) if back else (True, *place)


def promoted(change: Mapping[tuple[Account, Account], Ends]) -> Ends:
    """How much of a proposal has become a promise."""
    gone, come = change.get(("source", "proposed"), NONE), change.get(("source", "promised"), NONE)
    return max(ZERO, min(-gone[0], come[0])), max(ZERO, min(-gone[1], come[1]))


def flag_moves(before: Figures, after: Figures, moves: Iterable[Move]) -> list[Move]:
    """Moves of nothing, which only open or close a high end."""
    reached = {move.to_account for move in moves}
    flags = []
    for column in COLUMNS:
        is_open = after.at(column).high is None
        if column not in reached and is_open != (before.at(column).high is None):
            flags.append(Move("source", column, ZERO, ZERO, is_open))
    return flags


def plus(one: Ends, other: Ends) -> Ends:
    return one[0] + other[0], one[1] + other[1]


def minus(one: Ends, other: Ends) -> Ends:
    return one[0] - other[0], one[1] - other[1]


@dataclass(slots=True)
class Balances:
    """The accounts of one pledge: every posting adds to one what it takes from another."""

    ends: dict[Account, Ends]
    high_open: dict[Account, bool]
    went_on: dict[Account, Ends]

    def add(self, posting: Posting) -> None:
        ends = (posting.low, posting.high)
        self.ends[posting.to_account] = plus(self.ends.get(posting.to_account, NONE), ends)
        self.ends[posting.from_account] = minus(self.ends.get(posting.from_account, NONE), ends)
        self.high_open[posting.to_account] = posting.high_open
        if posting.to_account not in ("proposed", "promised"):
            self.went_on[posting.from_account] = plus(self.went_on.get(posting.from_account, NONE), ends)

    def read(self, name: Column) -> tuple[Decimal, Decimal | None]:
        low, high = plus(self.ends.get(name, NONE), self.went_on.get(name, NONE))
        return low, None if self.high_open.get(name, False) else high

    def column(self, name: Column) -> Bounds:
        """The column as bounds; ValueError where damaged postings make it none."""
        return Bounds(*self.read(name))


def balances(postings: Iterable[Posting], day: date | None = None) -> dict[str, Balances]:
    """The accounts of every pledge as of a publication date (None: of all that is known)."""
    books: dict[str, Balances] = {}
    for posting in postings:
        if day is None or posting.known_from <= day:
            if posting.pledge not in books:
                books[posting.pledge] = Balances({}, {}, {})
            books[posting.pledge].add(posting)
    return books


def state_from_postings(postings: Iterable[Posting], day: date | None = None) -> dict[str, dict[Column, Bounds]]:
    """The columns of every pledge that has postings, read back from them alone.

    Takes the postings of any number of pledges, those of each in the order of their numbers.
    """
    return {pledge: {name: book.column(name) for name in COLUMNS} for pledge, book in balances(postings, day).items()}


def columns_of(state: PledgeState) -> dict[Column, Bounds]:
    return {
        "proposed": state.proposed,
        "promised": state.promised,
        "blocked": state.blocked,
        "contracted": state.contracted,
        "delivered": state.delivered,
        "cancelled": state.cancelled,
    }
