"""Flows of the UN's Financial Tracking Service (FTS): pages of its API, and its two tables as CSV.

A flow is one record and one pledge, by its own number, whatever files tell it. Its status replaces the one before:
pledge, commitment, paid. FTS itself says at the boundary of a query what counts: what comes in from outside and for
this place and year alone. All else is read and held aside (`Claim.aside`), so that its totals are FTS's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pledgebook.fields import shown
from pledgebook.model import ASIDE, AmountRange, Event, Issue, PartialDate
from pledgebook.protocols import LARGEST_AMOUNT
from pledgebook.reading.data.parties import code_of_party, code_of_place
from pledgebook.reading.data.records import Record
from pledgebook.reading.options import Read, ReadOptions, Unreadable, checked_day

READER = "fts 1"
PUBLISHER = "UN OCHA Financial Tracking Service"

EVENTS: Mapping[str, Event] = {"pledge": "pledge", "commitment": "commit", "paid": "deliver"}
"""What each status says; what is paid was promised as well, and no other claim tells it."""

IN_KIND = {"in kind": "in kind", "in-kind": "in kind"}

FIELDS = {
    "status": "status", "amount in USD": "amountUSD", "original amount": "originalAmount",
    "original currency": "originalCurrency", "exchange rate": "exchangeRate", "date": "date",
    "decided": "decisionDate", "first reported": "firstReportedDate", "updated": "updatedAt",
}  # fmt: skip
"""The line that carries the claim: label and field."""

FURTHER_FIELDS = {
    "kind of flow": "flowType", "contribution": "contributionType", "method": "method", "budget year": "budgetYear",
    "reference": "refCode", "new money": "newMoney", "passed on from flow": "parentFlowId",
    "passed on by flows": "childFlowIds", "earmarking": "grandBargainEarmarkingType", "version": "versionId",
}  # fmt: skip


def amount_told(told: object, name: str) -> Decimal | None:
    """The amount that a field tells; None for an empty one, Unreadable for what is none."""
    text = "" if told is None else str(told).strip()
    if not text:
        return None
    try:
        value = Decimal(text.replace(",", ""))
    except ArithmeticError:
        raise Unreadable(f"the field {name!r} holds {shown(told)}, and must hold a number") from None
    if not value.is_finite() or not 0 <= value < LARGEST_AMOUNT:
        raise Unreadable(f"the field {name!r} holds {shown(told)}, which is no amount of a flow")
    return value


@dataclass(frozen=True, slots=True)
class Side:
    """Where a flow comes from, or where it goes: names of each sort."""

    organisations: tuple[str, ...] = ()
    locations: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    emergencies: tuple[str, ...] = ()
    clusters: tuple[str, ...] = ()
    years: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(code_of_place(name) for name in self.locations))


SORTS = {
    "Organization": "organisations", "Location": "locations", "Plan": "plans", "Emergency": "emergencies",
    "GlobalCluster": "clusters", "UsageYear": "years",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow as any of the files tells it: `told` are its plain fields, `place` where in the file it stands."""

    told: Mapping[str, Any]
    source: Side
    destination: Side
    keywords: tuple[str, ...]
    place: str

    def text(self, name: str) -> str:
        value = self.told.get(name)
        if isinstance(value, list):
            return ", ".join(str(each) for each in value)
        return "" if value is None else str(value).strip()

    def day(self, *names: str) -> date | None:
        """The first of these fields that tells a day; Unreadable with what it tells instead."""
        name = next((name for name in names if self.text(name)), None)
        if name is None:
            return None
        try:
            return date.fromisoformat(self.text(name)[:10])
        except ValueError:
            raise Unreadable(f"the field {name!r} holds {shown(self.told[name])}, and must hold a day") from None

    def number(self, name: str) -> Decimal | None:
        """An amount; None if none is told, Unreadable for what is none."""
        return amount_told(self.told.get(name), name)


def is_answer(told: object) -> bool:
    """Whether JSON is a page of flows as the API of FTS gives them."""
    data = told.get("data") if isinstance(told, dict) else None
    flows = data.get("flows") if isinstance(data, dict) else None
    return isinstance(flows, list) and (not flows or any(_looks_like_flow(flow) for flow in flows))


def _looks_like_flow(flow: object) -> bool:
    return isinstance(flow, dict) and "id" in flow and ("amountUSD" in flow or "sourceObjects" in flow)


def read_answer(told: Any, place: str, options: ReadOptions) -> Iterator[Read]:
    """The flows of a page; one that cannot be used is an Issue with its JSON pointer."""
    flows = told["data"]["flows"]
    if not flows:
        yield Issue(f"{place}#/data/flows", "an answer of FTS without flows")
    for number, flow in enumerate(flows):
        try:
            yield record_of(_from_api(flow), options).read()
        except Unreadable as error:
            yield Issue(f"{place}#/data/flows/{number}", str(error))


def _from_api(flow: object) -> Flow:
    if not isinstance(flow, dict):
        raise Unreadable(f"{shown(flow)} is no flow")
    keywords = flow.get("keywords")
    return Flow(
        told=flow,
        source=_side(flow, "sourceObjects"),
        destination=_side(flow, "destinationObjects"),
        keywords=tuple(str(each) for each in keywords) if isinstance(keywords, list) else (),
        place=f"$.data.flows[?(@.id=='{flow.get('id')}')]",
    )


def _side(flow: Mapping[str, Any], name: str) -> Side:
    objects = flow.get(name) or []
    if not isinstance(objects, list) or not all(isinstance(each, dict) for each in objects):
        raise Unreadable(f"the field {name!r} holds {shown(objects)}, and must hold a list of objects")
    found: dict[str, list[str]] = {}
    for each in objects:
        if each.get("type") in SORTS and isinstance(each.get("name"), str):
            found.setdefault(SORTS[each["type"]], []).append(each["name"])
    return Side(**{sort: tuple(sorted(names)) for sort, names in found.items()})


def record_of(flow: Flow, options: ReadOptions) -> Record:
    """The flow as a record with one claim; Unreadable with what is missing or wrong."""
    if not flow.text("id"):
        raise Unreadable("a flow without a number (id)")
    aside = why_aside(flow)
    published = checked_day(flow.day("updatedAt", "firstReportedDate"), options)
    parties = (" and ".join(side.organisations or side.locations) or "?" for side in (flow.source, flow.destination))
    title = f"Flow {flow.text('id')}: {' to '.join(parties)}"
    record = Record(READER, flow.text("id"), published, PUBLISHER, title, "fts" if aside is None else f"fts {aside}")
    line = _tell(record, flow, title)
    happened = flow.day("date", "decisionDate")
    kind = flow.text("contributionType").lower()
    record.claim(
        line,
        event=EVENTS[flow.text("status").lower()],
        donors=_donors(flow.source),
        recipients=flow.destination.places or _codes(flow.destination.organisations),
        **_amounts(flow),
        item=flow.destination.clusters[0].lower() if len(flow.destination.clusters) == 1 else "humanitarian aid",
        aid="humanitarian",
        happened=PartialDate.of(happened) if happened else None,
        instrument=IN_KIND.get(kind),
        channel="; ".join(flow.destination.organisations) or None,
        programme="; ".join(flow.destination.plans or flow.destination.emergencies or flow.keywords) or None,
        place=flow.place,
        whole_id=None if aside is None else ASIDE + aside,
    )
    return record


def why_aside(flow: Flow) -> str | None:
    """Why FTS counts the flow in no total of funding; None if it counts. Unreadable for an unknown status.

    Of a parked flow FTS tells what is left of it: nothing, once all has been passed on to other flows.
    """
    status, boundary = flow.text("status").lower(), flow.text("boundary").lower()
    if status not in EVENTS:
        raise Unreadable(f"the field 'status' holds {shown(flow.told.get('status'))}; known are {', '.join(EVENTS)}")
    if boundary not in ("", "incoming"):
        return boundary
    if flow.text("onBoundary").lower() not in ("", "single"):
        return "shared"
    if flow.number("amountUSD") == 0:
        return "passed on"
    return "pledge" if status == "pledge" else None


def _donors(source: Side) -> tuple[str, ...]:
    return _codes(source.organisations) or source.places


def _codes(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code_of_party(name) for name in names))


def _amounts(flow: Flow) -> dict[str, AmountRange | None]:
    """The amount as the donor told it, with what FTS makes of it in dollars; else in dollars alone."""
    dollars, original = flow.number("amountUSD"), flow.number("originalAmount")
    currency = flow.text("originalCurrency").upper()
    is_currency = len(currency) == 3 and currency.isascii() and currency.isalpha() and currency != "USD"
    if original and is_currency and (dollars or dollars is None):
        worth = None if dollars is None else AmountRange.exactly(dollars, "USD")
        return {"amount": AmountRange.exactly(original, currency), "worth": worth}
    if dollars is None and currency == "USD":
        dollars = original
    if dollars is None:
        raise Unreadable("a flow without an amount (amountUSD)")
    return {"amount": AmountRange.exactly(dollars, "USD"), "worth": None}


def _tell(record: Record, flow: Flow, title: str) -> int:
    """The lines of a flow; the number of the one that carries its claim."""
    record.line(title, {})
    line = record.line("told", {label: _plain(flow, name) for label, name in FIELDS.items()})
    at_boundary = {"boundary": flow.text("boundary"), "on the boundary": flow.text("onBoundary")}
    record.line("flow", {**at_boundary, **{label: flow.text(name) for label, name in FURTHER_FIELDS.items()}})
    for label, side in (("from", flow.source), ("to", flow.destination)):
        record.line(label, {
            "organisation": "; ".join(side.organisations), "place": ", ".join(side.places),
            "plan": "; ".join(side.plans), "emergency": "; ".join(side.emergencies),
            "cluster": "; ".join(side.clusters), "year": ", ".join(side.years),
        })  # fmt: skip
    record.line("about", {"keywords": ", ".join(flow.keywords), "description": flow.text("description")})
    return line


def _plain(flow: Flow, name: str) -> str:
    """A field as text, of a time only the day."""
    text = flow.text(name)
    return text[:10] if name in ("date", "decisionDate", "firstReportedDate", "updatedAt") else text
