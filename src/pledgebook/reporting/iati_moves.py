"""The money of one pledge as IATI's transactions: of its postings what is at least so, each because of a claim.

A word of the giver is a pledge (12), what a vote or an act binds a commitment (2), what was paid a disbursement (3).
What is withdrawn or cut takes back commitments, and pledges where nothing was committed. So commitments are never
more than what is promised and not withdrawn, and no sum falls below zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pledgebook.model import PartialDate
from pledgebook.reporting.iati_codes import COMMITMENT, DISBURSEMENT, PLEDGE
from pledgebook.reporting.table import Row

ZERO = Decimal(0)

BINDING = frozenset(("commit", "contract", "deliver"))
"""Events that are more than a word: what was never promised before is committed by them."""


@dataclass(frozen=True, slots=True)
class Transaction:
    """Money of one kind moved because of one claim; `high` None where the upper end is open."""

    kind: str
    value: Decimal
    high: Decimal | None
    day: date
    claim: Row


@dataclass(slots=True)
class _Moves:
    """What has been pledged, committed and withdrawn so far, and the transactions that made it so."""

    promised: Decimal = ZERO
    withdrawn: Decimal = ZERO
    committed: Decimal = ZERO
    taken_back: Decimal = ZERO
    made: dict[tuple[str, str], Transaction] = field(default_factory=dict)

    def add(self, kind: str, value: Decimal, high: Decimal | None, claim: Row) -> None:
        """Moves of one kind by one claim are one transaction."""
        if value == 0:
            return
        former = self.made.get((claim["claim"], kind))
        if former is not None:
            value += former.value
            high = None if high is None or former.high is None else high + former.high
        self.made[claim["claim"], kind] = Transaction(kind, value, high, day_of_claim(claim), claim)

    def posting(self, row: Row, claim: Row) -> None:
        low, high, to = row["low"], None if row["high_open"] else row["high"], row["to_account"]
        if to == "delivered":
            self.add(DISBURSEMENT, low, high, claim)
        elif to == "promised" and low > 0:
            self.promised += low
            kind = COMMITMENT if claim["event"] in BINDING else PLEDGE
            self.committed += low if kind == COMMITMENT else ZERO
            self.add(kind, low, high, claim)
        elif to == "promised":
            self.promised += low
            self._take_back(-low, claim)
        elif to == "cancelled" and row["from_account"] == "promised":
            self.withdrawn += low
            if low > 0:
                self._take_back(low, claim)
            else:
                self._give_back(-low, claim)

    def commit(self, claim: Row, posted: Decimal) -> None:
        """A vote or an act on money that was promised before: up to what it tells, and no more than is promised."""
        more = claim["basis"] in ("part", "increment")
        level = self.committed + max(ZERO, claim["low"] - posted) if more else max(self.committed, claim["low"])
        step = min(level, self.promised - self.withdrawn) - self.committed
        if step > 0:
            self.committed += step
            self.add(COMMITMENT, step, step, claim)

    def _take_back(self, value: Decimal, claim: Row) -> None:
        of_commitments = min(value, self.committed)
        self.committed -= of_commitments
        self.taken_back += of_commitments
        self.add(COMMITMENT, -of_commitments, -of_commitments, claim)
        self.add(PLEDGE, of_commitments - value, of_commitments - value, claim)

    def _give_back(self, value: Decimal, claim: Row) -> None:
        of_commitments = min(value, self.taken_back)
        self.committed += of_commitments
        self.taken_back -= of_commitments
        self.add(COMMITMENT, of_commitments, of_commitments, claim)
        self.add(PLEDGE, value - of_commitments, value - of_commitments, claim)


def transactions(postings: Sequence[Row], commits: Iterable[Row], claims: Mapping[str, Row]) -> list[Transaction]:
    """The transactions of a pledge from its postings and its claims of commitments; `claims` by their ids."""
    moves = _Moves()
    posted: dict[str, Decimal] = {}
    for _, row in _in_order(postings, commits):
        if "to_account" not in row:
            moves.commit(row, posted.get(row["claim"], ZERO))
            continue
        if row["to_account"] == "promised":
            posted[row["claim"]] = posted.get(row["claim"], ZERO) + row["low"]
        moves.posting(row, claims[row["claim"]])
    return sorted(
        (each for each in moves.made.values() if each.value),
        key=lambda each: (each.day, each.claim["claim"], each.kind),
    )


def _in_order(postings: Sequence[Row], commits: Iterable[Row]) -> Iterator[tuple[tuple[object, ...], Row]]:
    """By the day on which they were known; of one day the postings first, which tell how much is promised."""
    steps = [((row["known_from"], 0, row["number"], ""), row) for row in postings]
    steps += [((row["published"], 1, row["start"], row["claim"]), row) for row in commits]
    yield from sorted(steps, key=lambda step: step[0])


def is_commitment(claim: Row, unit: str | None) -> bool:
    """Whether a claim tells of a vote or an act on an amount in this unit, and counts."""
    return (
        claim["event"] == "commit" and claim["unit"] == unit and claim["low"] is not None and claim["per"] is None
        and claim["copy_of"] is None and claim["withdrawn"] is None and claim["review"] != "rejected"
    )  # fmt: skip


def day_of_claim(claim: Row) -> date:
    """When what is told has happened: the end of the period told, at the latest the day of publication."""
    published: date = claim["published"]
    return min(PartialDate.parse(claim["happened"]).last_day, published) if claim["happened"] else published
