"""Pledges with the reasons for them, and the double entry of their units."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from pledgebook.model.basics import PartialDate
from pledgebook.model.words import Aid, Stage, Status


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence for or against a match: its feature's name, weight and words."""

    feature: str
    weight: float
    words: str


@dataclass(frozen=True, slots=True)
class Match:
    """Why two claims are taken to be about one pledge, or one pledge to be part of another.

    `left` and `right` are claim ids (for `part_of`: a claim of the part, one of the whole).
    """

    kind: Literal["same", "part_of"]
    left: str
    right: str
    weight: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Pledge:
    """A promise in the world, as the claims about it tell it.

    `id` is that of its founding claim (the earliest published), `claims` are claim ids in the order
    of publication, `part_of` is another pledge's id, `split` names the way of splitting that
    whole to which it belongs (by donor, recipient, instrument or content), and a `summary` is a sum over pledges told
    elsewhere, which stands in no total.
    """

    id: str
    donors: tuple[str, ...]
    recipients: tuple[str, ...]
    item: str | None
    unit: str | None
    aid: Aid
    claims: tuple[str, ...]
    part_of: str | None = None
    split: str | None = None
    summary: bool = False
    aliases: tuple[str, ...] = ()


Account: TypeAlias = Literal[
    "source", "proposed", "promised", "blocked", "contracted", "delivered", "cancelled", "beyond"
]


@dataclass(frozen=True, slots=True)
class Posting:
    """Units of one pledge moved from one account to another, because of a claim: double entry.

    `low` moves in the ledger of what is at least so, `high` in the ledger of what is at most so;
    either may be 0, and a negative figure takes back an earlier posting. `known_from` is the
    publication date from which the move is known. `rule` says in a few words why.
    """

    pledge: str
    number: int
    claim: str
    unit: str
    from_account: Account
    to_account: Account
    low: Decimal
    high: Decimal
    high_open: bool
    known_from: date
    rule: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two claims with two figures for one time: `chosen` goes into the column by this rule, `other` contradicts it.

    `known_from` is the publication date of the later one.
    """

    pledge: str
    column: Stage
    chosen: str
    other: str
    rule: str
    known_from: date


@dataclass(frozen=True, slots=True)
class Bounds:
    """At least `low`, at most `high` units; None is an open high end. Nothing is (0, 0)."""

    low: Decimal = Decimal(0)
    high: Decimal | None = Decimal(0)

    def __post_init__(self) -> None:
        if self.low < 0 or (self.high is not None and self.high < self.low):
            raise ValueError(f"bounds cross: {self.low}–{self.high}")

    @property
    def is_nothing(self) -> bool:
        return self.low == 0 and self.high == 0


NOTHING = Bounds()


@dataclass(frozen=True, slots=True)
class PledgeState:
    """What was known of one pledge from one publication date to the next change.

    `known_to` is the first date on which it is no longer so; None: still so. `blocked` to
    `cancelled` say where the units of `promised` (or of `proposed`) are. `status` leaves out
    whether it is overdue: that depends on the day asked for, see `status_on`.
    """

    pledge: str
    known_from: date
    known_to: date | None
    proposed: Bounds = NOTHING
    promised: Bounds = NOTHING
    blocked: Bounds = NOTHING
    contracted: Bounds = NOTHING
    delivered: Bounds = NOTHING
    cancelled: Bounds = NOTHING
    due: PartialDate | None = None
    status: Status = "open"
    claims: tuple[str, ...] = field(default=())
