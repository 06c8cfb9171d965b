"""A whole and its parts: what the whole's own claims leave open is taken from the parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pledgebook.ledger.fold import Column, Figures
from pledgebook.ledger.ranges import ZERO, at_least_both, capped, room_in
from pledgebook.model import NOTHING, Bounds

FURTHER: tuple[Column, ...] = ("delivered", "cancelled", "blocked", "contracted")
"""The further places, the furthest first."""

PARTS_RULE = "sum of its parts"


@dataclass(frozen=True, slots=True)
class Part:
    """A part as its whole sees it; `split` names the way of splitting to which it belongs."""

    figures: Figures
    same_unit: bool
    split: str | None


def with_parts(own: Figures, parts: Sequence[Part]) -> Figures:
    """The whole with the places that its own claims leave open filled from its parts."""
    if not parts:
        return own
    whole = with_promised_parts(own, parts)
    ways = split_ways(part for part in parts if part.same_unit)
    exact = any(adds_up(way, whole.promised) for way in ways)
    for column in FURTHER:
        if column not in own.own:
            whole = put(whole, column, widest(column, ways, exact))
    if whole.delivered == NOTHING and "delivered" not in own.own and other_unit_arrived(parts):
        whole = put(whole, "delivered", Bounds(ZERO, room_in(whole.total, [whole.blocked, whole.cancelled])))
    return narrowed(whole)


def narrowed(whole: Figures) -> Figures:
    """Each further place holds at most what is in no place further still."""
    further = [whole.delivered]
    for column in FURTHER[1:]:
        bounds = whole.at(column)
        limit = at_least_both(whole.total, bounds) if column == "contracted" and column in whole.own else whole.total
        fitting = capped(bounds, room_in(limit, further))
        if fitting != bounds:
            whole = replaced(whole, column, fitting)
        further.append(fitting)
    return whole


def with_promised_parts(own: Figures, parts: Sequence[Part]) -> Figures:
    """A whole for which nobody has told a size is at least the sum of its promised parts."""
    if "promised" in own.own:
        return own
    ways = split_ways(part for part in parts if part.same_unit)
    promised = max((lows(way, "promised") for way in ways), default=ZERO)
    if promised == 0:
        return own
    rules = {**own.rules, "promised": PARTS_RULE}
    return replace(own, proposed=NOTHING, promised=Bounds(promised, None), rules=rules)


def split_ways(parts: Iterable[Part]) -> list[list[Part]]:
    """Parts by the way of splitting: by donor and by content are two sums over one whole."""
    ways: dict[str | None, list[Part]] = {}
    for part in parts:
        ways.setdefault(part.split, []).append(part)
    return list(ways.values())


def lows(way: Sequence[Part], column: Column) -> Decimal:
    return sum((part.figures.at(column).low for part in way), ZERO)


def adds_up(way: Sequence[Part], promised: Bounds) -> bool:
    """Whether the parts' promised is the whole's, exactly."""
    sizes = [part.figures.promised for part in way]
    exact = all(size.low == size.high for size in sizes) and promised.low == promised.high
    return exact and promised != NOTHING and lows(way, "promised") == promised.low


def widest(column: Column, ways: Sequence[Sequence[Part]], exact: bool) -> Bounds:
    """The greatest sum over one way of splitting: open above unless the parts are the whole."""
    told = [way for way in ways if any(part.figures.at(column) != NOTHING for part in way)]
    if not told:
        return NOTHING
    way = max(told, key=lambda parts: lows(parts, column))
    highs = [part.figures.at(column).high for part in way]
    known = [high for high in highs if high is not None]
    low = lows(way, column)
    return Bounds(low, max(low, sum(known, ZERO)) if exact and len(known) == len(highs) else None)


def other_unit_arrived(parts: Sequence[Part]) -> bool:
    return any(part.figures.delivered != NOTHING for part in parts if not part.same_unit)


def put(whole: Figures, column: Column, bounds: Bounds) -> Figures:
    if bounds == NOTHING:
        return whole
    return replace(replaced(whole, column, bounds), rules={**whole.rules, column: PARTS_RULE})


def replaced(whole: Figures, column: Column, bounds: Bounds) -> Figures:
    if column == "delivered":
        return replace(whole, delivered=bounds)
    if column == "cancelled":
        return replace(whole, cancelled=bounds)
    if column == "blocked":
        return replace(whole, blocked=bounds)
    return replace(whole, contracted=bounds)
