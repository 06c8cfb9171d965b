"""How much is in one further place: delivered, contracted, blocked or cancelled."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from operator import attrgetter, itemgetter

from pledgebook.ledger.facts import GIVERS_OWN, Fact, ToldParts, givers_own_stands
from pledgebook.ledger.ranges import ZERO, at_least_both, figure, plus
from pledgebook.model import NOTHING, Bounds

SizeAt = Callable[[date], Bounds | None]


@dataclass(slots=True)
class Level:
    """What the claims of one event have brought to a place.

    `some` says that an unknown further share is there too, `rest` that all that is nowhere else is,
    `whole` that this was told of the whole promise (of the size `whole_of`, where known).
    """

    bounds: Bounds = NOTHING
    some: bool = False
    rest: bool = False
    whole: bool = False
    whole_of: Bounds | None = None
    told: bool = False
    rule: str = ""
    movers: list[Fact] = field(default_factory=list)
    history: list[tuple[date, Bounds]] = field(default_factory=list)
    most: Bounds = NOTHING
    since: Fact | None = None
    _added: ToldParts = field(default_factory=ToldParts)

    def set(self, bounds: Bounds, fact: Fact, rule: str) -> None:
        """Move to `bounds`: known exactly from now on, unless an unknown share is told again."""
        if bounds != self.bounds or self.some:
            self.movers.append(fact)
            self.rule = rule
        self.bounds, self.some, self.rest = bounds, False, False
        self.most = at_least_both(self.most, bounds)
        self.history.append((fact.when, bounds))

    def at(self, day: date) -> Bounds:
        """The level told for `day`."""
        place = bisect_right(self.history, day, key=itemgetter(0))
        return self.history[place - 1][1] if place else NOTHING

    def moved_after(self, day: date) -> bool:
        return bool(self.movers) and self.movers[-1].when > day

    def hear(self, fact: Fact, size: Bounds | None) -> None:
        self.told = True
        if fact.amount is None:
            self.hear_no_amount(fact, size)
        elif fact.adds:
            self.hear_added(fact, fact.amount, size)
        elif fact.basis == "cumulative":
            if self.movers and givers_own_stands(self.movers[-1], fact):
                self.rule = GIVERS_OWN
                return
            self.whole = False
            self.since = fact
            self.set(fact.amount, fact, "cumulative level")
        else:
            self.hear_whole(fact, fact.amount, size)

    def hear_no_amount(self, fact: Fact, size: Bounds | None) -> None:
        if fact.basis == "total" or (fact.adds and fact.tells_rest):
            self.since = self.since or fact
            if size is not None:
                self.set(at_least_both(self.bounds, size), fact, "completes it")
            elif not self.rest:
                self.movers.append(fact)
                self.rule = "completes it"
            self.rest, self.whole, self.whole_of = True, True, size
        elif not self.some and not self.whole:
            self.since = self.since or fact
            self.some, self.rule = True, "some, nobody says how much"
            self.movers.append(fact)
            self.history.append((fact.when, self.bounds))

    def hear_added(self, fact: Fact, amount: Bounds, size: Bounds | None) -> None:
        if not self._added.hold(fact):
            some = self.some
            self.since = self.since or fact
            word = "named part adds" if fact.basis == "part" else "increment adds"
            self.set(plus(self.bounds, amount), fact, word)
            self.some = some
            if self.bounds == size:
                self.whole, self.whole_of = True, size
        self._added.add(fact)

    def hear_whole(self, fact: Fact, amount: Bounds, size: Bounds | None) -> None:
        """A figure of the whole is the level; but what has arrived does not come back by a smaller one."""
        self.since = fact
        keeps_more = fact.event == "deliver" and amount.low < self.bounds.low
        self.set(at_least_both(self.bounds, amount) if keeps_more else amount, fact, "told of the whole")
        if size is None or figure(amount) >= figure(size):
            self.whole, self.whole_of = True, size


def level_of(facts: Sequence[Fact], size_at: SizeAt) -> Level:
    level = Level()
    for fact in facts:
        level.hear(fact, size_at(fact.when))
    return level


def delivered_level(facts: Sequence[Fact], size_at: SizeAt) -> Level:
    """What has arrived, without goods that were handed over and sent back."""
    level = Level()
    held = [f for f in facts if f.event == "block" and f.amount is not None and f.basis == "part"]
    for fact in facts:
        if fact.event != "deliver":
            continue
        level.hear(fact, size_at(fact.when))
        kept = without_sent_back(fact, facts, held) if fact.basis == "cumulative" and held else None
        if kept is not None:
            level.set(kept, fact, "sent back, not delivered")
    return level


def without_sent_back(total: Fact, facts: Sequence[Fact], held: Sequence[Fact]) -> Bounds | None:
    """The delivered part, if one text tells a sum handed over as this part and one that is held up."""
    parts = [f for f in facts if f.event == "deliver" and f.basis == "part" and f.document == total.document]
    blocks = [f.amount for f in held if f.document == total.document and f.amount is not None]
    for part in (f.amount for f in parts if f.amount is not None):
        if any(plus(part, block) == total.amount for block in blocks):
            return part
    return None


def still_standing(setbacks: Sequence[Fact], moves: Sequence[Fact]) -> list[Fact]:
    """Blocks or cuts that no later text has lifted by telling of a later move."""
    if not setbacks or not moves:
        return list(setbacks)
    told = sorted(moves, key=attrgetter("published"))
    latest = list(accumulate((move.when for move in reversed(told)), max))[::-1]

    def lifted(setback: Fact) -> bool:
        place = bisect_right(told, setback.published, key=attrgetter("published"))
        return place < len(told) and latest[place] > setback.when

    return [fact for fact in setbacks if not lifted(fact)]


def order_range(ordered: Level, delivered: Level, arrived: Bounds, total: Bounds) -> Bounds:
    """From what was ordered less what has arrived since, up to what was ordered and has not arrived."""
    told = total if ordered.rest and ordered.whole_of is None else ordered.bounds
    limit = at_least_both(total, told)
    high = limit.high if ordered.some else told.high
    if limit.high is not None:
        not_arrived = max(ZERO, limit.high - arrived.low)
        high = not_arrived if high is None else min(high, not_arrived)
    low = told.low
    if ordered.since is not None and delivered.moved_after(ordered.since.when):
        before = delivered.at(ordered.since.when).low
        low = ZERO if arrived.high is None else max(ZERO, low - max(ZERO, arrived.high - before))
    return Bounds(low if high is None else min(low, high), high)
