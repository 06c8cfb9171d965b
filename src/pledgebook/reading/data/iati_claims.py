"""An activity as a record of the book: one line and one claim a transaction, in the order in which they count.

Increments add up. What comes in mirrors what somebody else gave, and is held aside: what goes out counts. A pledge has
one unit and one set of recipients, so transactions in another currency, or for another country, are a pledge of their
own beside the activity's.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from pledgebook.model import ASIDE, AmountRange, Basis, Event, Issue, PartialDate
from pledgebook.reading.data.iati_activity import (
    Activity,
    Place,
    code,
    currency_of,
    day,
    is_true,
    narrative,
    organisation,
    place_of,
    value_of,
)
from pledgebook.reading.data.iati_codes import Kind, aid_of, instrument_of, kind_of_transaction
from pledgebook.reading.data.records import Record
from pledgebook.reading.options import Unreadable

CENT = Decimal("0.01")

WHOLE_SHARE = (Decimal(99), Decimal(101))
"""Shares that add up to a hundred, with what rounding does to them."""


@dataclass(slots=True)  # frozen, it would take twice as long to make
class Told:
    """A transaction or planned disbursement: what it is, and for whom."""

    number: int
    kind: Kind
    value: Decimal
    currency: str
    when: date | None
    shares: tuple[tuple[tuple[str, ...], Decimal], ...]
    element: Any
    parts: dict[str, Any]


@dataclass(slots=True)
class Writing:
    """A record while an activity is written into it; `line_of` gives the file's line of an element."""

    record: Record
    activity: Activity
    parent: str | None
    place: str
    base_line: int
    issues: list[Issue] = field(default_factory=list)
    keys: dict[tuple[str, tuple[str, ...]], str] = field(default_factory=dict)
    levels: dict[str, Decimal] = field(default_factory=dict)
    corrected: set[str] = field(default_factory=set)
    given: set[str] = field(default_factory=set)
    funders: tuple[str, ...] = ()
    carriers: str | None = None

    def __post_init__(self) -> None:
        funding = self.activity.parties("funding", "extending")
        if not funding and self.activity.reporting is not None:
            funding = [self.activity.reporting]
        self.funders = tuple(dict.fromkeys(party.code for party in funding if party.code))
        carrying = self.activity.parties("implementing", "accountable")
        self.carriers = "; ".join(dict.fromkeys(party.name for party in carrying)) or None

    def transactions(self) -> None:
        """Every transaction as a line; those that tell of aid carry a claim."""
        told = [each for n, element in enumerate(self.activity.transactions, 1) if (each := self._read(n, element))]
        told.sort(key=self._order)
        first = next((each for each in told if each.kind.event and not each.kind.incoming and each.value), None)
        if first is not None:
            self._name_keys(told, first)
        has_commitments = any(each.kind.name == "outgoing commitment" for each in told)
        for each in told:
            self._write(each, has_commitments)
        for id, level in self.levels.items():
            if level < 0:
                reason = f"payments of {id} add up to {level}; nothing less than nothing can have arrived"
                self.issues.append(Issue(f"{self.place}:{self.base_line + 1}", reason))

    def _read(self, number: int, element: Any) -> Told | None:
        try:
            parts = {child.tag: child for child in reversed(element)}
            found = parts.get("transaction-type")
            type_code = "" if found is None else code(found) or (found.text or "").strip()
            kind = kind_of_transaction(type_code)
            if kind is None:
                raise Unreadable(f"the transaction's type is {type_code!r}" if type_code else "no type of transaction")
            return self._told(number, kind, element, parts, "transaction-date")
        except Unreadable as error:
            self._tell(element, f"transaction {number}: {error}")
            self.record.line(f"transaction {number}", {"not read": str(error)})
            return None

    def _told(self, number: int, kind: Kind, element: Any, parts: dict[str, Any], date_name: str) -> Told:
        value = value_of(parts.get("value"))
        currency = currency_of(parts["value"], self.activity)
        when = parts.get(date_name)
        told_day = None if when is None else day(when.get("iso-date") or when.text)
        places = self.activity.places
        if "recipient-country" in parts or "recipient-region" in parts:
            own = element.iterchildren("recipient-country", "recipient-region")
            places = [place for each in own if (place := place_of(each))] or places
        return Told(number, kind, value, currency, told_day, shares(value, places), element, parts)

    def _tell(self, element: Any, reason: str) -> None:
        line = self.base_line + (element.sourceline or 1)
        self.issues.append(Issue(f"{self.place}:{line}", f"{self.record.id}, {reason}"))

    def _order(self, told: Told) -> tuple[Any, ...]:
        """That in which the ledger takes them: by day; of one day levels, which corrections are, come last."""
        when = min(told.when or self.record.published, self.record.published)
        return when, told.when is None, told.value < 0 and told.kind.event == "deliver", told.number

    def _name_keys(self, told: Sequence[Told], first: Told) -> None:
        """The activity's own identifier is for its default currency and recipients, else for the first of all."""
        usual = (self.activity.currency, tuple(dict.fromkeys(p.code for p in self.activity.places if p.code)))
        all_keys = [(each.currency, who) for each in told for who, _ in each.shares]
        self.keys[usual if usual in all_keys else (first.currency, first.shares[0][0])] = self.record.id

    def _write(self, told: Told, has_commitments: bool) -> None:
        kind, why_none = told.kind, told.kind.why_none
        if not told.value and not why_none:
            why_none = "nothing moves"
        fields = self._fields(told)
        if why_none:
            fields["in no total"] = why_none
        line = self.record.line(f"transaction {told.number}", fields)
        if why_none or kind.event is None:
            return
        aside = "incoming" if kind.incoming else "pledge" if kind.event == "pledge" and has_commitments else None
        for who, amount in told.shares:
            id = self._id((told.currency, who), aside)
            self._claim(line, told, *self._counted(kind.event, id, amount), who, id, aside)
            if aside is None:
                self.given.add(id)

    def _id(self, key: tuple[str, tuple[str, ...]], aside: str | None) -> str:
        if aside is not None:
            return " ".join((self.record.id, aside, key[0], "+".join(key[1]))).strip()
        if key not in self.keys:
            self.keys[key] = f"{self.record.id} {key[0]} {'+'.join(key[1])}".strip()
        return self.keys[key]

    def _counted(self, event: Event, id: str, amount: Decimal) -> tuple[Event, Basis, Decimal]:
        """How an amount counts: what is added; a negative commitment as a cut.

        A negative payment is told as the level that it leaves, and so are those after it: what has arrived is the sum
        of all, and never less than nothing.
        """
        if event != "deliver":
            return "cancel" if amount < 0 else event, "increment", abs(amount)
        level = self.levels[id] = self.levels.get(id, Decimal(0)) + amount
        if amount < 0:
            self.corrected.add(id)
        return (event, "cumulative", max(level, Decimal(0))) if id in self.corrected else (event, "increment", amount)

    def _claim(
        self, line: int, told: Told, event: Event, basis: Basis, amount: Decimal, who: tuple[str, ...], id: str,
        aside: str | None,
    ) -> None:  # fmt: skip
        activity = self.activity
        finance = _own_code(told, "finance-type") or activity.defaults.get("finance-type", "")
        aid_type = _own_code(told, "aid-type") or activity.defaults.get("aid-type", "")
        instrument = instrument_of(finance)
        humanitarian = activity.humanitarian or is_true(told.element.get("humanitarian"))
        name = told.element.tag
        told_day = None if told.when is None else _partial(told.when)
        self.record.claim(
            line,
            event=event,
            basis=basis,
            amount=AmountRange.exactly(amount, told.currency),
            donors=self._donors(told),
            recipients=who,
            item="budget support" if aid_type in ("A01", "A02") else None,
            aid=aid_of(humanitarian, _own_sectors(told) or tuple(activity.sectors), aid_type, instrument),
            instrument=instrument,
            channel=self._channel(told),
            programme=activity.title or None,
            happened=None if event == "schedule" else told_day,
            due=told_day if event == "schedule" else None,
            source_id=id,
            whole_id=self.parent if aside is None else ASIDE + aside,
            place=f"//iati-activity[iati-identifier='{self.record.id}']/{name}[{told.number}]",
        )

    def _donors(self, told: Told) -> tuple[str, ...]:
        """Who funds the activity, else who extends or reports it; of what comes in, who provided it."""
        provider = told.parts.get("provider-org") if told.kind.incoming else None
        known = "" if provider is None else organisation(provider).code
        return (known,) if known else self.funders

    def _channel(self, told: Told) -> str | None:
        """Who receives the money, else who implements the activity or answers for it."""
        return (None if told.kind.incoming else _text(told, "receiver-org")) or self.carriers

    def _fields(self, told: Told) -> dict[str, object]:
        return {
            "kind": told.kind.name, "value": f"{told.value} {told.currency}", "date": told.when,
            "for": None if len(told.shares) < 2 else _shares_in_words(told),
            "from": _text(told, "provider-org"), "to": _text(told, "receiver-org"),
            "description": _text(told, "description"),
        }  # fmt: skip

    def planned(self) -> None:
        """Planned disbursements: when what is promised is to be paid; without a promise they are held aside."""
        kind = Kind("planned disbursement", "schedule")
        nothing = 0
        for number, element in enumerate(self.activity.planned, 1):
            try:
                parts = {child.tag: child for child in reversed(element)}
                if value_of(parts.get("value")) > 0:
                    self._plan(self._told(number, kind, element, parts, "period-end"))
                else:
                    nothing += 1
            except Unreadable as error:
                self._tell(element, f"planned disbursement {number}: {error}")
        if nothing:
            self.record.line("planned", {"periods for which nothing is planned": nothing})

    def _plan(self, told: Told) -> None:
        line = self.record.line(f"planned {told.number}", self._fields(told))
        for who, amount in told.shares:
            id = self.keys.get((told.currency, who), "")
            if id in self.given:
                self._claim(line, told, "schedule", "part", amount, who, id, None)
            else:
                id = self._id((told.currency, who), "planned")
                self._claim(line, told, "schedule", "part", amount, who, id, "planned")


def shares(value: Decimal, places: Sequence[Place]) -> tuple[tuple[tuple[str, ...], Decimal], ...]:
    """Who gets how much: shares of a hundred percent are paid out to the cent, the last takes the rest.

    Without such shares all get all of it together.
    """
    if len(places) < 2:
        return (((places[0].code,) if places and places[0].code else (), value),)
    told = [place.share for place in places if place.share is not None]
    everyone = tuple(dict.fromkeys(place.code for place in places if place.code))
    if len(told) < len(places) or not WHOLE_SHARE[0] <= sum(told) <= WHOLE_SHARE[1]:
        return ((everyone, value),)
    found: dict[tuple[str, ...], Decimal] = {}
    left = value
    for place, share in zip(places[:-1], told[:-1], strict=True):
        part = (value * share / 100).quantize(CENT)
        left -= part
        found[_named(place)] = found.get(_named(place), Decimal(0)) + part
    found[_named(places[-1])] = found.get(_named(places[-1]), Decimal(0)) + left
    return tuple((who, part) for who, part in found.items() if part) or ((everyone, value),)


def _named(place: Place) -> tuple[str, ...]:
    return (place.code,) if place.code else ()


@functools.lru_cache(maxsize=4096)
def _partial(when: date) -> PartialDate:
    return PartialDate.of(when)


def _shares_in_words(told: Told) -> str:
    return ", ".join(f"{'+'.join(who)} {amount}" for who, amount in told.shares)


def _own_code(told: Told, name: str) -> str:
    found = told.parts.get(name)
    return "" if found is None else code(found)


def _own_sectors(told: Told) -> tuple[str, ...]:
    if "sector" not in told.parts:
        return ()
    own = told.element.iterchildren("sector")
    return tuple(code(each) for each in own if each.get("vocabulary") in (None, "1", "DAC"))


def _text(told: Told, name: str) -> str:
    found = told.parts.get(name)
    return "" if found is None else narrative(found) or found.get("ref") or ""
