"""By when all of a pledge is to arrive: the giver's latest date for the whole of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pledgebook.ledger.facts import Fact
from pledgebook.ledger.places import Level
from pledgebook.ledger.ranges import ZERO, figure, same_figure
from pledgebook.model import Bounds, PartialDate

GIVERS_DATES = frozenset({"pledge", "commit", "schedule", "contract"})
"""Events whose date is a promise; the others only recall one."""


@dataclass(frozen=True, slots=True)
class Due:
    day: PartialDate
    claim: str


def own_due(
    facts: Sequence[Fact], size_at: Callable[[date], Bounds | None], delivered: Level, promised: bool
) -> Due | None:
    """The date for all of it that the pledge's own claims tell last; else one that they recall."""
    giving = [f for f in facts if f.event in GIVERS_DATES or (f.event == "propose" and not promised)]
    batches = dated_batches(facts)
    due = None
    for fact in giving:
        if fact.due is None:
            continue
        size = size_at(fact.when)
        arrived = delivered.at(fact.when).low
        if covers_whole(fact, size, arrived):
            due = Due(fact.due, fact.id)
        elif fact.event == "schedule" and adds_up(batches.get(fact.document, []), size, arrived):
            last = max(batches[fact.document], key=lambda f: f.due.last_day if f.due else f.published)
            due = Due(last.due or fact.due, last.id)
    if due is None:
        recalled = [f for f in facts if f.due is not None and f.event != "propose" and f.basis == "total"]
        due = next((Due(f.due, f.id) for f in reversed(recalled) if f.due), None)
    return due


def covers_whole(fact: Fact, size: Bounds | None, arrived: Decimal) -> bool:
    """Whether a claim's date holds for all that has not arrived."""
    amount = None if fact.amount is None else figure(fact.amount)
    if fact.basis != "total" and fact.tells_start:
        return False
    if amount is None:
        return fact.basis == "total" or fact.tells_rest
    if size is None or amount >= figure(size):
        return True
    return fact.basis == "part" and same_figure(amount, figure(size) - arrived)


def dated_batches(facts: Sequence[Fact]) -> dict[str, list[Fact]]:
    """The dated batches of each text."""
    batches: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.event == "schedule" and fact.adds and fact.due is not None and fact.amount is not None:
            batches.setdefault(fact.document, []).append(fact)
    return batches


def adds_up(batches: Sequence[Fact], size: Bounds | None, arrived: Decimal) -> bool:
    """Whether the batches and what has arrived are the whole."""
    total = sum((figure(f.amount) for f in batches if f.amount is not None), ZERO)
    return size is not None and len(batches) > 1 and same_figure(total + arrived, figure(size))
