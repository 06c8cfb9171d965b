"""Where two sources give two figures for one time: both are kept, and the rule that chose between them is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter

from pledgebook.ledger.facts import GIVERS_OWN, Fact, fact_of
from pledgebook.ledger.ranges import contradict
from pledgebook.model import ITEM, Bounds, Disagreement, Event, Pledge, PublishedClaim, Stage

COLUMN_OF: Mapping[Event, Stage] = {
    "propose": "proposed", "pledge": "promised", "commit": "promised", "contract": "contracted",
    "deliver": "delivered", "block": "blocked", "cancel": "cancelled",
}  # fmt: skip

LATEST = "the latest figure stands"


def disagreements(pledges: Iterable[Pledge], claims: Mapping[str, PublishedClaim]) -> list[Disagreement]:
    """For each pledge and column: the claim that was chosen and each that contradicts it."""
    return [found for pledge in pledges for found in _within(pledge, _facts(pledge, claims))]


def _facts(pledge: Pledge, claims: Mapping[str, PublishedClaim]) -> list[Fact]:
    return [fact_of(id, claims[id], pledge.unit or ITEM) for id in pledge.claims if id in claims]


def _within(pledge: Pledge, facts: Sequence[Fact]) -> Iterator[Disagreement]:
    by_time: dict[object, list[Fact]] = {}
    for fact in facts:
        column = COLUMN_OF.get(fact.event)
        if column is not None and fact.amount is not None and not fact.adds and fact.per is None:
            by_time.setdefault((column, fact.basis, fact.happened or fact.published), []).append(fact)
    for told in by_time.values():
        chosen, rule = _chosen(told)
        for other in _distinct(told):
            contradicts = chosen.amount and other.amount and contradict(chosen.amount, other.amount)
            if contradicts and other.document != chosen.document:
                known = max(chosen.published, other.published)
                yield Disagreement(pledge.id, COLUMN_OF[chosen.event], chosen.id, other.id, rule, known)


def _distinct(told: Sequence[Fact]) -> list[Fact]:
    """The first that tells each figure."""
    first: dict[Bounds | None, Fact] = {}
    for fact in sorted(told, key=attrgetter("published", "key")):
        first.setdefault(fact.amount, fact)
    return list(first.values())


def _chosen(told: Sequence[Fact]) -> tuple[Fact, str]:
    """The giver's own latest figure, else the latest."""
    own = [fact for fact in told if fact.voice == "giver"]
    latest = max(own or told, key=attrgetter("published", "key"))
    return latest, GIVERS_OWN if own and len(own) < len(told) else LATEST
