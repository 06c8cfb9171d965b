"""What pledges add up to, each unit counted once.

In each unit the topmost pledge counts and its parts do not; a whole of nothing leaves it to its
parts; a summary counts nowhere, and its parts count as if they had no whole. Under a grouping a part
counts under its own name, and the rest of its whole is told as `not split`; of several ways in which a
whole is split, the widest is told. Unlike things are never added, and neither are unlike currencies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from pledgebook.model import ITEM, STAGES
from pledgebook.reporting.pledges import SPLIT_WORDS, Figures, KnownPledge, minus, plus, worked_out

Name: TypeAlias = str | None
Key: TypeAlias = tuple[Name, ...]
Links: TypeAlias = Mapping[str, str]

GROUPINGS: dict[str, Callable[[KnownPledge], Name]] = {
    "donor": lambda pledge: "+".join(pledge.donors) or None,
    "recipient": lambda pledge: "+".join(pledge.recipients) or None,
    "aid": lambda pledge: pledge.aid,
    "item": lambda pledge: pledge.item,
    "month": lambda pledge: pledge.founded.strftime("%Y-%m"),
    "pledge": lambda pledge: pledge.id,
    "origin": lambda pledge: pledge.origin,
    "instrument": lambda pledge: pledge.instrument,
}
"""What a report can be grouped by. Several donors who promise together are one name, `DK+NL`."""


@dataclass(frozen=True, slots=True)
class Total:
    """What stands under one name in one unit: the figures and the pledges and claims they rest on.

    `estimated` are those of pledges whose size is told as a range, `reviewed` those of pledges at whose claims a person
    has looked; `disputed` counts pledges on which sources disagree, `days_blocked` is the longest that one was held up.
    """

    names: Key
    unit: str | None
    item: str | None
    figures: Figures
    pledges: tuple[str, ...]
    claims: frozenset[str]
    sources: frozenset[str]
    open_ended: int
    estimated: Figures
    reviewed: Figures
    disputed: int
    days_blocked: int
    documents: frozenset[str]


@dataclass(slots=True)
class Counted:
    """A pledge that counts on its own, with the parts that are in it and those told elsewhere."""

    pledge: KnownPledge
    key: Key
    within: list[KnownPledge] = field(default_factory=list)
    elsewhere: list[Counted] = field(default_factory=list)

    def figures(self) -> Figures:
        """The pledge's own figures less those of the parts that count under other names."""
        own = self.pledge.figures
        if not self.elsewhere:
            return own
        parts = [part.pledge.figures for part in self.elsewhere]
        rest = {stage: minus(getattr(own, stage), *(getattr(part, stage) for part in parts)) for stage in STAGES}
        return worked_out(Figures(**rest), is_overdue=self.pledge.status == "overdue")

    def names(self) -> Key:
        """The group's names; where parts differ from the whole, the whole's rest is not split."""
        return tuple(
            _rest_name(name) if any(part.key[place] != name for part in self.elsewhere) else name
            for place, name in enumerate(self.key)
        )


def _rest_name(name: Name) -> str:
    return f"{name}, {SPLIT_WORDS}" if name else SPLIT_WORDS


def totals(pledges: Sequence[KnownPledge], by: Sequence[str] = (), links: Links | None = None) -> list[Total]:
    """One total for each group, unit and, for things, item; sorted by these.

    `links` are the parts' wholes among all pledges, where `pledges` are only some of them. The order
    of `pledges` does not matter.
    """
    groups: dict[tuple[Key, Name, Name], list[Counted]] = {}
    for counted in counted_pledges(pledges, by, links):
        item = counted.pledge.item if counted.pledge.unit == ITEM else None
        groups.setdefault((counted.names(), counted.pledge.unit, item), []).append(counted)
    return [_total(names, unit, item, groups[names, unit, item]) for names, unit, item in sorted(groups, key=_order)]


def _order(group: tuple[Key, Name, Name]) -> tuple[object, ...]:
    names, unit, item = group
    return (*((name is None, name or "") for name in names), unit is None, unit == ITEM, unit or "", item or "")


def _total(names: Key, unit: Name, item: Name, group: list[Counted]) -> Total:
    figures = [counted.figures() for counted in group]
    about = [pledge for counted in group for pledge in (counted.pledge, *counted.within)]
    return Total(
        names, unit, item,
        figures=added(figures),
        pledges=tuple(sorted(counted.pledge.id for counted in group)),
        claims=frozenset(claim for pledge in about for claim in pledge.claims),
        sources=frozenset(name for pledge in about for name in pledge.sources),
        open_ended=sum(figure.is_open_ended for figure in figures),
        estimated=added(figure for figure in figures if figure.is_estimated),
        reviewed=added(f for f, counted in zip(figures, group, strict=True) if counted.pledge.reviewed),
        disputed=sum(bool(pledge.disputed) for pledge in about),
        days_blocked=max(pledge.days_blocked for pledge in about),
        documents=frozenset(name for pledge in about for name in pledge.documents),
    )  # fmt: skip


def added(figures: Iterable[Figures]) -> Figures:
    """The sum of figures, stage by stage."""
    all_figures = list(figures)
    names = Figures.__dataclass_fields__
    return Figures(**{name: plus(*(getattr(figure, name) for figure in all_figures)) for name in names})


def counted_pledges(pledges: Sequence[KnownPledge], by: Sequence[str], links: Links | None = None) -> list[Counted]:
    """The pledges that count on their own, each with the parts within it and those told elsewhere."""
    ordered = sorted(pledges, key=lambda pledge: (pledge.founded, pledge.id))
    links = links_of(pledges) if links is None else links
    counting = _Counting({pledge.id: pledge for pledge in ordered}, links, tuple(by))
    for pledge in ordered:
        if not pledge.summary:
            counting.place_of(pledge)
    for counted in list(counting.counted.values()):
        counting.keep_one_way(counted)
    return list(counting.counted.values())


def links_of(pledges: Iterable[KnownPledge]) -> dict[str, str]:
    """Each part's whole; a summary is the whole of nothing."""
    all_pledges = list(pledges)
    summaries = {pledge.id for pledge in all_pledges if pledge.summary}
    return {pledge.id: pledge.part_of for pledge in all_pledges if pledge.part_of and pledge.part_of not in summaries}


@dataclass(slots=True)
class _Counting:
    """Where each pledge counts: on its own, or within a whole of the same group."""

    known: dict[str, KnownPledge]
    links: Links
    by: tuple[str, ...]
    counted: dict[str, Counted] = field(default_factory=dict)
    places: dict[str, Counted] = field(default_factory=dict)

    def place_of(self, pledge: KnownPledge) -> Counted:
        if pledge.id not in self.places:
            self.places[pledge.id] = self._find(pledge)
        return self.places[pledge.id]

    def _find(self, pledge: KnownPledge) -> Counted:
        whole, key = self._cover(pledge), self._key(pledge)
        if whole is None:
            return self._on_its_own(pledge, key)
        place = self.place_of(whole)
        if key == self._key(whole):
            place.within.append(pledge)
            return place
        own = self._on_its_own(pledge, key)
        if pledge.figures.has_figure or pledge.figures.is_open_ended:
            place.elsewhere.append(own)
        return own

    def keep_one_way(self, whole: Counted) -> None:
        """Where a whole is split in several ways, only the parts of the widest count under their own names.

        By donor and by content are two sums over the same units: the other parts stay within their whole.
        """
        ways: dict[str | None, list[Counted]] = {}
        for part in whole.elsewhere:
            ways.setdefault(part.pledge.split, []).append(part)
        if len(ways) < 2:
            return
        widest = max(ways, key=lambda way: (sum(part.pledge.figures.figure for part in ways[way]), way or ""))
        whole.elsewhere = ways.pop(widest)
        for part in (part for parts in ways.values() for part in parts):
            if part.pledge.id in self.counted:
                del self.counted[part.pledge.id]
                whole.within += [part.pledge, *part.within]

    def _on_its_own(self, pledge: KnownPledge, key: Key) -> Counted:
        self.counted[pledge.id] = Counted(pledge, key)
        return self.counted[pledge.id]

    def _key(self, pledge: KnownPledge) -> Key:
        return tuple(GROUPINGS[name](pledge) for name in self.by)

    def _cover(self, pledge: KnownPledge) -> KnownPledge | None:
        """The nearest whole that has a figure in the pledge's unit."""
        for id in _wholes(pledge.id, self.links):
            whole = self.known.get(id)
            if whole and not whole.summary and whole.unit == pledge.unit and whole.figures.has_figure:
                return whole
        return None


def _wholes(id: str, links: Links) -> list[str]:
    """The whole of a pledge, the whole of that, and so on; none if they go round in a circle."""
    found: list[str] = []
    whole = links.get(id)
    while whole is not None:
        if whole == id or whole in found:
            return []
        found.append(whole)
        whole = links.get(whole)
    return found
