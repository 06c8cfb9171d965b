"""What the ledger takes from a claim, and the order in which claims count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import TypeAlias

from pledgebook.ledger.ranges import as_told, contradict
from pledgebook.model import Basis, Bounds, Event, PartialDate, Per, PublishedClaim, Voice

OrderKey: TypeAlias = tuple[date, date, bool, bool, int, str, int, str]

GIVERS_OWN = "the giver's own figure stands"

REST_WORDS = frozenset({"rest", "remainder", "remaining", "others", "outstanding"})
REST_PAIRS = frozenset({("the", "other"), ("the", "last")})
START_WORDS = frozenset({"first", "begin", "begins", "start", "starts", "starting", "initial"})
PERIODS = frozenset({"quarter", "half", "month", "months", "week", "weeks", "day", "days", "year"})

OWED_ITEMS = frozenset({"tranche", "instalment", "installment", "payment", "disbursement", "grant"})
"""Heads of items that are held back only where they were promised before."""

EVENT_ORDER: tuple[Event, ...] = (
    "appeal", "propose", "pledge", "commit", "contract", "deliver", "cancel", "block", "schedule", "miss"
)  # fmt: skip
"""Last of all ties: within one text the promise is told before what became of it."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One claim as the fold sees it.

    `amount` is None where the claim has none in the unit of its pledge; `evidence` says that it has
    one that does not count (another unit, or a rate beside real figures). `when` is the end of the
    period in which it happened, at the latest its publication. `tells_rest` and `tells_start` are
    what its words say of 'the rest' and 'the first'.
    """

    id: str
    event: Event
    basis: Basis
    amount: Bounds | None
    evidence: bool
    per: Per | None
    when: date
    happened: PartialDate | None
    due: PartialDate | None
    published: date
    document: str
    owed: bool
    tells_rest: bool
    tells_start: bool
    key: OrderKey
    voice: Voice = "unknown"

    @property
    def adds(self) -> bool:
        return self.basis in ("part", "increment")

    def whole(self, amount: Bounds) -> Fact:
        """This fact as a promise of the whole of `amount`."""
        return replace(self, event="pledge", basis="total", amount=amount)


def words_of(quote: str) -> tuple[str, ...]:
    return tuple(word.strip(".,;:!?()[]\"'’“”«»") for word in quote.lower().split())


def tells_rest(words: Sequence[str]) -> bool:
    return not REST_WORDS.isdisjoint(words) or not REST_PAIRS.isdisjoint(pairwise(words))


def tells_start(words: Sequence[str]) -> bool:
    """Whether 'the first' or a beginning is told; 'the first quarter' is a period, no beginning."""
    following = (*words[1:], "")
    return any(word in START_WORDS and after not in PERIODS for word, after in zip(words, following, strict=True))


def fact_of(claim_id: str, published: PublishedClaim, unit: str) -> Fact:
    """The claim as a fact about a pledge that is counted in `unit`."""
    claim, day = published.claim, published.published
    when = min(claim.happened.last_day, day) if claim.happened else day
    words = words_of(claim.span.quote)
    adds = claim.basis in ("part", "increment")
    in_unit = claim.amount is not None and claim.amount.unit == unit
    place = (published.document.id, claim.span.start, claim_id)
    return Fact(
        id=claim_id,
        event=claim.event,
        basis=claim.basis,
        amount=as_told(claim.amount) if claim.amount is not None and in_unit else None,
        evidence=claim.amount is not None and not in_unit,
        per=claim.per if in_unit else None,
        when=when,
        happened=claim.happened,
        due=claim.due,
        published=day,
        document=published.document.id,
        owed=bool(OWED_ITEMS.intersection((claim.item or "").split())),
        tells_rest=tells_rest(words),
        tells_start=tells_start(words),
        key=(when, day, claim.happened is None, not adds, EVENT_ORDER.index(claim.event), *place),
        voice=published.voice,
    )


def count_rates(facts: Sequence[Fact]) -> list[Fact]:
    """Facts with rates taken as amounts if the pledge has no other figure, else left without.

    Of rates for different periods ('3 billion a year', '200 million a month') the first told counts.
    """
    rates = [fact for fact in facts if fact.per is not None]
    if not rates:
        return list(facts)
    only_rates = all(fact.amount is None for fact in facts if fact.per is None)
    counted = min(rates, key=lambda fact: (fact.published, fact.key)).per if only_rates else None
    return [fact if fact.per in (None, counted) else replace(fact, amount=None, evidence=True) for fact in facts]


def givers_own_stands(standing: Fact, new: Fact) -> bool:
    """Whether a figure that the giver told of a time is not replaced by what others tell of the same time."""
    if standing.voice != "giver" or new.voice == "giver" or standing.amount is None or new.amount is None:
        return False
    if standing.basis != new.basis or standing.happened is None or standing.happened != new.happened:
        return False
    return contradict(standing.amount, new.amount)


@dataclass(slots=True)
class ToldParts:
    """The parts and increments told so far, by figure: one told again in a later text counts once."""

    _by_amount: dict[Bounds | None, list[Fact]] = field(default_factory=dict)

    def hold(self, fact: Fact) -> bool:
        """Whether another text has told this part: the same figure, and no other time."""
        same = self._by_amount.get(fact.amount, ())
        return any(other.document != fact.document and may_be_one_time(fact, other) for other in same)

    def add(self, fact: Fact) -> None:
        self._by_amount.setdefault(fact.amount, []).append(fact)


def may_be_one_time(one: Fact, other: Fact) -> bool:
    if one.happened is None or other.happened is None:
        return True
    return one.happened.first_day <= other.happened.last_day and other.happened.first_day <= one.happened.last_day
