"""How much is promised, and how much only proposed: the latest full size that was told."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter

from pledgebook.ledger.facts import GIVERS_OWN, Fact, ToldParts, givers_own_stands
from pledgebook.ledger.ranges import figure, is_exact, plus
from pledgebook.model import Bounds, Event


@dataclass(slots=True)
class Size:
    """The full size as told so far, with the claims that set it and the rule that did so last."""

    bounds: Bounds | None = None
    by_part: bool = False
    rule: str = ""
    movers: list[Fact] = field(default_factory=list)
    history: list[tuple[date, Bounds]] = field(default_factory=list)
    _added: ToldParts = field(default_factory=ToldParts)
    _parts_of_text: list[Fact] = field(default_factory=list)

    def set(self, bounds: Bounds, fact: Fact, rule: str) -> None:
        if bounds == self.bounds:
            return
        self.bounds, self.by_part, self.rule = bounds, fact.adds, rule
        self.movers.append(fact)
        self.history.append((fact.when, bounds))

    def at(self, day: date) -> Bounds | None:
        """The size told for `day`; before the first told size, the last one."""
        place = bisect_right(self.history, day, key=itemgetter(0))
        return self.history[place - 1][1] if place else self.bounds

    def hear_whole(self, fact: Fact, bounds: Bounds) -> None:
        if self.bounds is None:
            self.set(bounds, fact, "first figure told")
        elif self.movers and givers_own_stands(self.movers[-1], fact):
            self.rule = GIVERS_OWN
        elif not firmer_stays(self.bounds, bounds) and not is_commit_so_far(fact, self.bounds):
            self.set(bounds, fact, "new total replaces")

    def hear_part(self, fact: Fact, bounds: Bounds, component: bool) -> None:
        """In a component's own pledge `part` is its full size; elsewhere parts of one text add up."""
        if self._parts_of_text and self._parts_of_text[-1].document != fact.document:
            self._parts_of_text.clear()
        if self.bounds is None:
            self.set(bounds, fact, "component's full size" if component else "first part told")
        elif self.by_part and not component and self._parts_of_text:
            self.set(plus(self.bounds, bounds), fact, "named part adds")
        elif figure(bounds) > figure(self.bounds) or (self.by_part and component):
            self.hear_whole(fact, bounds)
        self._added.add(fact)
        self._parts_of_text.append(fact)

    def hear_increment(self, fact: Fact, bounds: Bounds, total_in_text: bool) -> None:
        if self.bounds is None:
            self.set(bounds, fact, "first figure told")
        elif not total_in_text and not self._added.hold(fact) and not self._told_before(fact, bounds):
            self.set(plus(self.bounds, bounds), fact, "increment adds")
        self._added.add(fact)

    def _told_before(self, fact: Fact, bounds: Bounds) -> bool:
        """Whether another text has told just this size: its increment is the whole told again."""
        return bounds == self.bounds and self.movers[-1].document != fact.document


def firmer_stays(now: Bounds, new: Bounds) -> bool:
    """Of two figures with the same number the firmer stays."""
    return figure(now) == figure(new) and (is_exact(now) or not is_exact(new))


def is_commit_so_far(fact: Fact, now: Bounds) -> bool:
    """A lower `commit` is no new size, unless the decision is dated and on the whole."""
    if fact.event != "commit" or fact.amount is None or figure(fact.amount) >= figure(now):
        return False
    return fact.basis != "total" or fact.happened is None


def told_size(facts: Sequence[Fact], events: Iterable[Event], component: bool) -> Size:
    """The size that the claims of these events tell, in the order in which they count."""
    chosen = [f for f in facts if f.event in events and f.amount is not None]
    with_total = {f.document for f in chosen if not f.adds}
    size = Size()
    for fact in chosen:
        assert fact.amount is not None
        if fact.basis == "part":
            size.hear_part(fact, fact.amount, component)
        elif fact.basis == "increment":
            size.hear_increment(fact, fact.amount, fact.document in with_total)
        else:
            size.hear_whole(fact, fact.amount)
    return size
