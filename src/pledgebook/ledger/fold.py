"""What a pledge's own claims say: a fold over its facts in the order in which they count.

Every step is one pass over the facts, so a fold takes time in proportion to their number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias, get_args

from pledgebook.ledger.due import Due, own_due
from pledgebook.ledger.facts import Fact, count_rates
from pledgebook.ledger.places import Level, delivered_level, level_of, order_range, still_standing
from pledgebook.ledger.promise import Size, told_size
from pledgebook.ledger.ranges import SOMETHING, at_least_both, capped, figure, left_of, room_in
from pledgebook.model import NOTHING, Bounds, Event

Column: TypeAlias = Literal["proposed", "promised", "blocked", "contracted", "delivered", "cancelled"]

COLUMNS: tuple[Column, ...] = get_args(Column)

PROMISES: tuple[Event, ...] = ("pledge", "commit")
SETBACKS: tuple[Event, ...] = ("block", "cancel")
SPEAK_OF_PROMISE = frozenset({"pledge", "commit", "schedule", "contract", "deliver", "miss"})


@dataclass(frozen=True, slots=True)
class Figures:
    """The six columns of a pledge, and what else its claims tell.

    `told_whole`: all has arrived; `all_blocked`: all is held up; `own`: the further places for which
    it has claims of its own; `claims`: those that moved something or set `due`; `rules`: why a
    column is what it is.
    """

    proposed: Bounds = NOTHING
    promised: Bounds = NOTHING
    blocked: Bounds = NOTHING
    contracted: Bounds = NOTHING
    delivered: Bounds = NOTHING
    cancelled: Bounds = NOTHING
    due: Due | None = None
    told_whole: bool = False
    all_blocked: bool = False
    own: frozenset[Column] = frozenset()
    claims: tuple[str, ...] = ()
    rules: Mapping[Column, str] = field(default_factory=dict)

    @property
    def total(self) -> Bounds:
        """What the further places are places of."""
        return self.promised if self.promised != NOTHING else self.proposed

    def at(self, column: Column) -> Bounds:
        return self.columns[COLUMNS.index(column)]

    @property
    def columns(self) -> tuple[Bounds, ...]:
        return (self.proposed, self.promised, self.blocked, self.contracted, self.delivered, self.cancelled)


@dataclass(frozen=True, slots=True)
class Base:
    """What is promised or, failing that, proposed; `own` is False where only 'some' was told."""

    bounds: Bounds
    promised: bool
    own: bool
    rule: str
    movers: Sequence[Fact] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """What the claims of a pledge say, event by event; `counted` are those whose figures count."""

    facts: Sequence[Fact]
    counted: Sequence[Fact]
    told: Size
    ordered: Level
    delivered: Level
    component: bool
    parts_promised: bool

    def of(self, *events: Event) -> list[Fact]:
        return [fact for fact in self.counted if fact.event in events]

    def size(self, facts: Sequence[Fact], *events: Event) -> Size:
        return told_size(facts, events, self.component)


def hear(facts: Sequence[Fact], component: bool, parts_promised: bool) -> Heard:
    facts = count_rates(facts)
    counted = [fact for fact in facts if not fact.evidence]
    told = told_size(counted, PROMISES, component)
    ordered = level_of([fact for fact in counted if fact.event == "contract"], told.at)
    return Heard(facts, counted, told, ordered, delivered_level(counted, told.at), component, parts_promised)


def fold(facts: Sequence[Fact], component: bool, parts_promised: bool) -> Figures:
    """The figures of a pledge from its facts in the order in which they count.

    `component`: it is part of a whole; `parts_promised`: one of its parts has been promised.
    """
    heard = hear(facts, component, parts_promised)
    base, told = settle_base(heard), heard.told
    held = level_of(still_standing(heard.of("block"), units_move(heard)), told.at)
    renewed = [fact for fact in heard.of(*PROMISES) if fact.happened is not None]
    cut = level_of(still_standing(heard.of("cancel"), renewed), told.at)
    settled = base.bounds if base.own else None
    due = own_due(heard.facts, lambda day: told.at(day) or settled, heard.delivered, base.promised)
    levels: dict[Column, Level] = {
        "blocked": held,
        "contracted": heard.ordered,
        "delivered": heard.delivered,
        "cancelled": cut,
    }
    return place_units(base, levels, due)


def settle_base(heard: Heard) -> Base:
    """The promise as told; else as dated or missed; else what was ordered or has arrived; else a proposal."""
    if heard.told.bounds is not None:
        moved = at_least_both(heard.ordered.bounds, heard.delivered.bounds)
        told = with_decided(heard.told, heard.counted, moved)
        return Base(told.bounds or SOMETHING, True, True, told.rule, told.movers)
    return settle_by_date(heard) or settle_by_traces(heard) or settle_proposal(heard)


def settle_by_date(heard: Heard) -> Base | None:
    """A total that is scheduled or missed was promised; what was ordered or came before it does not outgrow it."""
    dated = heard.size([fact for fact in heard.counted if fact.basis == "total"], "schedule", "miss")
    if dated.bounds is None:
        return None
    moved = at_least_both(heard.ordered.most, heard.delivered.bounds)
    first_move = min((fact.key for fact in (*heard.ordered.movers, *heard.delivered.movers)), default=None)
    later = first_move is None or dated.movers[-1].key > first_move
    larger = dated.bounds if later or figure(dated.bounds) >= figure(moved) else moved
    return Base(larger, True, True, "schedule tells the promise", dated.movers)


def settle_by_traces(heard: Heard) -> Base | None:
    """What was ordered, has arrived, is dated in parts or is owed must have been promised."""
    moved = at_least_both(heard.ordered.most, heard.delivered.bounds)
    if moved != NOTHING:
        return Base(moved, True, True, "ordered or delivered, no promise told")
    owed = [f for f in heard.of(*SETBACKS) if heard.parts_promised or f.owed or f.basis == "part"]
    for size in (heard.size(heard.counted, "schedule"), heard.size(heard.counted, "miss"), heard.size(owed, *SETBACKS)):
        if size.bounds is not None:
            return Base(size.bounds, True, True, f"{size.movers[-1].event} tells the promise", size.movers)
    spoken = any(f.event in PROMISES or (f.event in SPEAK_OF_PROMISE and not f.evidence) for f in heard.facts)
    return Base(SOMETHING, True, False, "promised, nobody says how much") if spoken or owed else None


def settle_proposal(heard: Heard) -> Base:
    for size, rule in (
        (heard.size(heard.counted, "propose"), "proposed"),
        (heard.size(heard.counted, *SETBACKS), "held up or dropped, never promised"),
    ):
        if size.bounds is not None:
            return Base(size.bounds, False, True, rule, size.movers)
    if any(fact.event == "propose" or fact.event in SETBACKS for fact in heard.facts):
        return Base(SOMETHING, False, False, "proposed, nobody says how much")
    return Base(NOTHING, False, False, "")


def with_decided(told: Size, facts: Sequence[Fact], moved: Bounds) -> Size:
    """The told size, or the enlargement proposed since then if so much has been ordered or paid: that was decided."""
    now = told.bounds
    proposed = [f for f in facts if f.event == "propose" and f.amount is not None and f.key > told.movers[-1].key]
    if now is None or not proposed or moved.low <= figure(now):
        return told
    larger = told_size([told.movers[-1].whole(now), *proposed], ("pledge", "propose"), False)
    if larger.bounds is None or not figure(now) < figure(larger.bounds) <= moved.low:
        return told
    return replace(larger, rule="proposed, then ordered or paid", movers=[*told.movers, *larger.movers[1:]])


def units_move(heard: Heard) -> list[Fact]:
    """Claims by which units move again: promised anew, dated, ordered or delivered. A restated promise is none."""
    anew = [fact for fact in heard.of(*PROMISES) if fact.happened is not None]
    return [*anew, *heard.told.movers, *heard.of("schedule"), *heard.ordered.movers, *heard.delivered.movers]


def place_units(base: Base, levels: Mapping[Column, Level], due: Due | None) -> Figures:
    """Where the units of the base are, each in its furthest place only; setbacks win over orders."""
    total = base.bounds
    delivered, ordered = levels["delivered"], levels["contracted"]
    arrived = arrived_range(delivered, total)
    cancelled = setback_range(levels["cancelled"], total, [arrived])
    blocked = setback_range(levels["blocked"], total, [arrived, cancelled])
    if delivered.some:
        most = room_in(total, [blocked, cancelled])
        arrived = Bounds(arrived.low, None if most is None else max(most, arrived.low))
    contracted = NOTHING
    if ordered.told:
        contracted = order_range(ordered, delivered, arrived, total)
        limit = at_least_both(total, ordered.bounds)
        contracted = capped(contracted, room_in(limit, [arrived, cancelled, blocked]))
    column: Column = "promised" if base.promised else "proposed"
    movers = [*base.movers, *(fact for level in levels.values() for fact in level.movers)]
    claims = tuple(sorted({fact.id for fact in movers} | ({due.claim} if due else set())))
    return Figures(
        proposed=NOTHING if base.promised else total,
        promised=total if base.promised else NOTHING,
        blocked=blocked,
        contracted=contracted,
        delivered=arrived,
        cancelled=cancelled,
        due=due,
        told_whole=tells_all_arrived(delivered, total),
        all_blocked=levels["blocked"].rest and blocked != NOTHING,
        own=frozenset(name for name, level in levels.items() if level.told) | ({column} if base.own else set()),
        claims=claims,
        rules={column: base.rule} | {name: level.rule for name, level in levels.items() if level.told},
    )


def arrived_range(delivered: Level, total: Bounds) -> Bounds:
    if delivered.rest and delivered.whole_of is None:
        return at_least_both(delivered.bounds, total)
    if delivered.some:
        high = None if total.high is None else max(total.high, delivered.bounds.low)
        return Bounds(delivered.bounds.low, high)
    return delivered.bounds


def setback_range(level: Level, total: Bounds, further: Sequence[Bounds]) -> Bounds:
    """What is blocked or cancelled: never more than is in no further place."""
    if not level.told:
        return NOTHING
    room = room_in(total, further)
    if level.rest:
        return capped(at_least_both(level.bounds if level.whole_of is None else NOTHING, left_of(total, further)), room)
    if level.some:
        return capped(Bounds(level.bounds.low, None if room is None else max(room, level.bounds.low)), room)
    return capped(level.bounds, room)


def tells_all_arrived(delivered: Level, total: Bounds) -> bool:
    """Whether claims say that the whole of what is promised now has arrived."""
    if not delivered.whole:
        return False
    return delivered.whole_of is None or figure(delivered.bounds) >= figure(total)
