"""The words of the book as frozen values: no input, no output, no clock.

Dates are kept as precise as they are told (`PartialDate`), amounts as ranges of `Decimal` with
their unit (`AmountRange`), and every claim holds the `Span` of the text that carries it. The
fields of `Claim` and what they mean stand in docs/claims.md, those of the ledger in docs/ledger.md.
"""

from __future__ import annotations

import base64
import calendar
import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias, get_args

Event: TypeAlias = Literal[
    "appeal", "propose", "pledge", "commit", "contract", "schedule", "deliver", "block", "miss", "cancel"
]
Aid: TypeAlias = Literal["military", "financial", "humanitarian", "other"]
Basis: TypeAlias = Literal["total", "increment", "part", "cumulative"]
Per: TypeAlias = Literal["day", "week", "month", "year"]
Stage: TypeAlias = Literal["proposed", "promised", "blocked", "contracted", "delivered", "cancelled"]
Status: TypeAlias = Literal["proposed", "open", "blocked", "partly delivered", "delivered", "overdue", "cancelled"]

EVENTS: tuple[Event, ...] = get_args(Event)
AIDS: tuple[Aid, ...] = get_args(Aid)
BASES: tuple[Basis, ...] = get_args(Basis)
PERS: tuple[Per, ...] = get_args(Per)
STAGES: tuple[Stage, ...] = get_args(Stage)
STATUSES: tuple[Status, ...] = get_args(Status)

ITEM = "item"
"""The unit of counted things; every other unit is an ISO 4217 code."""

MAX_QUOTE = 250
"""Longest quote of a claim in characters (a long sentence, no paragraph)."""

ID_LENGTH = 16
"""Base32 characters of an id: 80 bits, so that among a billion claims a clash is unlikely (4e-7)."""


def make_id(kind: str, *parts: object) -> str:
    """An id that is a pure function of its parts: `kind`, a hyphen, 16 base32 characters.

    Every part goes into the hash with its length before it, so that ("ab", "c") and ("a", "bc")
    differ; None and the empty string differ too.
    """
    digest = hashlib.sha256()
    for part in parts:
        encoded = b"" if part is None else str(part).encode()
        digest.update(f"{'-' if part is None else len(encoded)}:".encode())
        digest.update(encoded)
    letters = base64.b32encode(digest.digest()).decode("ascii").lower()
    return f"{kind}-{letters[:ID_LENGTH]}"


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A year, a month or a day: `2024`, `2024-03`, `2024-03-13`. A month stays a month."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day needs its month")
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; ValueError for anything else."""
        parts = text.split("-")
        widths = [len(p) for p in parts]
        if widths not in ([4], [4, 2], [4, 2, 2]) or not all(p.isascii() and p.isdigit() for p in parts):
            raise ValueError(f"{text!r} is no date of the form 2024, 2024-03 or 2024-03-13")
        return cls(*(int(p) for p in parts))

    @classmethod
    def of(cls, day: date) -> PartialDate:
        return cls(day.year, day.month, day.day)

    @property
    def first_day(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The day on which the period told has ended."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        return text


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a document's text, in characters: `text[start:end] == quote`, always.

    Build it with `Span.of(text, start, end)`; whoever takes a span from elsewhere calls `holds_in`.
    """

    start: int
    end: int
    quote: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or self.end - self.start != len(self.quote):
            raise ValueError(f"no span: {self.start}–{self.end} for {len(self.quote)} characters")

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        if not 0 <= start < end <= len(text):
            raise ValueError(f"no span: {start}–{end} in a text of {len(text)} characters")
        return cls(start, end, text[start:end])

    def holds_in(self, text: str) -> bool:
        return text[self.start : self.end] == self.quote


@dataclass(frozen=True, slots=True)
class AmountRange:
    """An amount as a range in single units (1.5 billion is 1500000000); None is an open end.

    `unit` is an ISO 4217 code or `item`. Bounds are finite, not negative, and in order.
    """

    low: Decimal | None
    high: Decimal | None
    unit: str

    def __post_init__(self) -> None:
        if self.low is None and self.high is None:
            raise ValueError("an amount has at least one bound")
        for bound in (self.low, self.high):
            if bound is not None and (not bound.is_finite() or bound < 0):
                raise ValueError(f"{bound} is no bound of an amount")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"low {self.low} is above high {self.high}")
        if self.unit != ITEM and not (len(self.unit) == 3 and self.unit.isascii() and self.unit.isupper()):
            raise ValueError(f"{self.unit!r} is neither 'item' nor an ISO 4217 code")

    @classmethod
    def exactly(cls, value: Decimal | int, unit: str) -> AmountRange:
        exact = Decimal(value)
        return cls(exact, exact, unit)

    @property
    def is_exact(self) -> bool:
        return self.low is not None and self.low == self.high


def plain_number(value: Decimal | None) -> int | float | None:
    """A bound as JSON writes it: an integer where it is whole, else a float."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


@dataclass(frozen=True, slots=True)
class Document:
    """Something published. Make it with `Document.make`, which works out `hash`, `id` and `address`.

    `address` is where it was published (its URL, else its id): a later text at the same address
    supersedes this one from its publication on.
    """

    id: str
    hash: str
    address: str
    published: date
    publisher: str
    language: str
    title: str
    text: str
    url: str | None = None

    @classmethod
    def make(
        cls,
        text: str,
        *,
        published: date,
        id: str | None = None,
        publisher: str = "",
        language: str = "en",
        title: str = "",
        url: str | None = None,
    ) -> Document:
        digest = make_id("t", published, publisher, language, title, url, text)
        own_id = id or digest.replace("t-", "d-", 1)
        return cls(own_id, digest, url or own_id, published, publisher, language, title, text, url)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a document says about one amount or thing of aid, with its exact place.

    Fields up to `speaker` are explained in docs/claims.md. `held_by` is who holds the aid up,
    in the text's words; `happened_phrase` and `due_phrase` are the words that the dates came from;
    `source_id` is the source's own identifier; `confidence` is 0 to 1; `extractor` names the
    reader or rules and their version. `ordinal` tells claims apart that are alike in everything else
    ("two lots of 500 million" is twice the same claim): 0, 1, ….
    """

    document: str
    document_hash: str
    span: Span
    event: Event
    donors: tuple[str, ...]
    recipients: tuple[str, ...]
    amount: AmountRange | None
    item: str | None
    aid: Aid
    basis: Basis
    per: Per | None = None
    happened: PartialDate | None = None
    due: PartialDate | None = None
    speaker: str | None = None
    confidence: float = 1.0
    held_by: str | None = None
    happened_phrase: str | None = None
    due_phrase: str | None = None
    instrument: str | None = None
    channel: str | None = None
    programme: str | None = None
    source_id: str | None = None
    extractor: str = "given"
    ordinal: int = 0

    @property
    def id(self) -> str:
        """A function of what is claimed and where, not of confidence or the extractor's version."""
        low, high, unit = (self.amount.low, self.amount.high, self.amount.unit) if self.amount else (None,) * 3
        return make_id(
            "c", self.document_hash, self.span.start, self.span.end, self.event,
            ",".join(self.donors), ",".join(self.recipients), plain_number(low), plain_number(high), unit, self.per,
            self.item, self.aid, self.basis, self.happened, self.due, self.speaker, self.ordinal,
        )  # fmt: skip

    @property
    def unit(self) -> str | None:
        return self.amount.unit if self.amount else None


def numbered(claims: Iterable[Claim]) -> list[Claim]:
    """The claims in their order, those that are alike in everything told apart by their `ordinal`."""
    out: list[Claim] = []
    seen: Counter[str] = Counter()
    for claim in claims:
        first = replace(claim, ordinal=0)
        out.append(replace(claim, ordinal=seen[first.id]))
        seen[first.id] += 1
    return out


@dataclass(frozen=True, slots=True)
class PublishedClaim:
    """A claim with the document that carries it: what linking and the ledger work on."""

    claim: Claim
    document: Document

    @property
    def id(self) -> str:
        return self.claim.id

    @property
    def published(self) -> date:
        return self.document.published


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
    of publication, `part_of` is another pledge's id, `split` names the way in which the parts split
    their whole (by donor, by instrument, by content), and a `summary` is a sum over pledges told
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


DecisionKind: TypeAlias = Literal["accept", "reject", "correct", "same", "different", "split", "part_of", "merge"]


@dataclass(frozen=True, slots=True)
class ClaimReference:
    """A claim as a decision names it, so that it is found again after a new extraction."""

    document_hash: str
    start: int
    end: int
    amount: AmountRange | None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer said of a claim (`correct`: of one field), or of two. Never deleted."""

    kind: DecisionKind
    claim: ClaimReference
    who: str
    when: str
    why: str
    other: ClaimReference | None = None
    field: str | None = None
    value: str | None = None

    @property
    def id(self) -> str:
        return make_id("j", self.kind, self.claim, self.other, self.field, self.value, self.who, self.when, self.why)


@dataclass(frozen=True, slots=True)
class Issue:
    """Bad data with its place (`folder/file.json`, with line or field where known) and the reason."""

    place: str
    reason: str
