"""An activity of IATI 1.01 to 2.03 as plain values, from its XML."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from pledgebook.fields import shown
from pledgebook.protocols import LARGEST_AMOUNT
from pledgebook.reading.data.iati_codes import GOVERNMENTS, region_of, role_of
from pledgebook.reading.data.parties import code_of_party, code_of_reference
from pledgebook.reading.options import Unreadable
from pledgebook.vocabulary import countries

PARENT, CHILD = "1", "2"
"""Types of related activities that make one a part of another; the others are neighbours."""

DEFAULTS = ("default-flow-type", "default-finance-type", "default-aid-type")


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation that takes part; `code` is the book's."""

    name: str
    code: str
    reference: str


@dataclass(frozen=True, slots=True)
class Place:
    """A recipient country or region with its share in percent, where one is told."""

    code: str
    share: Decimal | None


@dataclass(slots=True)
class Activity:
    """What an activity tells besides its transactions, which stay elements with their numbers (from 1)."""

    id: str = ""
    title: str = ""
    currency: str = ""
    hierarchy: str = ""
    humanitarian: bool = False
    updated: str = ""
    reporting: Organisation | None = None
    organisations: dict[str, list[Organisation]] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)
    defaults: dict[str, str] = field(default_factory=dict)
    sectors: list[str] = field(default_factory=list)
    related: dict[str, list[str]] = field(default_factory=dict)
    transactions: list[Any] = field(default_factory=list)
    planned: list[Any] = field(default_factory=list)

    def parties(self, *roles: str) -> list[Organisation]:
        """The organisations in the first of these roles that any is in."""
        return next((found for role in roles if (found := self.organisations.get(role))), [])


def activity_of(element: Any) -> Activity:
    """The activity that an element tells; what it does not know it passes over."""
    told = Activity(
        currency=(element.get("default-currency") or "").strip().upper(),
        hierarchy=element.get("hierarchy") or "",
        humanitarian=is_true(element.get("humanitarian")),
        updated=element.get("last-updated-datetime") or _generated(element),
    )
    for child in element.iterchildren(*_READ):
        name = child.tag
        if name == "transaction":
            told.transactions.append(child)
        elif name == "planned-disbursement":
            told.planned.append(child)
        elif name in _READERS:
            _READERS[name](told, child)
        elif name in DEFAULTS:
            told.defaults[name.removeprefix("default-")] = code(child)
    return told


def _generated(element: Any) -> str:
    """The day on which a collector wrote the activity down, in whatever namespace it says so."""
    return next((value for name, value in element.items() if name.endswith("}generated-datetime")), "")


def _identifier(told: Activity, child: Any) -> None:
    told.id = told.id or " ".join((child.text or "").split())


def _title(told: Activity, child: Any) -> None:
    told.title = told.title or narrative(child)


def _reporting(told: Activity, child: Any) -> None:
    told.reporting = told.reporting or organisation(child)


def _participating(told: Activity, child: Any) -> None:
    told.organisations.setdefault(role_of(child.get("role") or ""), []).append(organisation(child))


def _place(told: Activity, child: Any) -> None:
    told.places += [place] if (place := place_of(child)) else []


def _sector(told: Activity, child: Any) -> None:
    if child.get("vocabulary") in (None, "1", "DAC"):
        told.sectors.append(code(child))


def _related(told: Activity, child: Any) -> None:
    kind = child.get("type")
    if kind in (PARENT, CHILD) and (reference := " ".join((child.get("ref") or "").split())):
        told.related.setdefault(kind, []).append(reference)


_READERS = {
    "iati-identifier": _identifier, "title": _title, "reporting-org": _reporting,
    "participating-org": _participating, "recipient-country": _place, "recipient-region": _place,
    "sector": _sector, "related-activity": _related,
}  # fmt: skip

_READ = ("transaction", "planned-disbursement", *_READERS, *DEFAULTS)


def code(element: Any) -> str:
    return (element.get("code") or "").strip()


def is_true(text: str | None) -> bool:
    return (text or "").strip().lower() in ("1", "true")


def narrative(element: Any) -> str:
    """The text of an element: of IATI 2 its first narrative, of IATI 1 its own."""
    text = element.text
    for found in element.iterchildren("narrative"):
        text = found.text
        break
    return " ".join(text.split()) if text else ""


def organisation(element: Any) -> Organisation:
    reference = " ".join((element.get("ref") or "").split())
    return _organisation(reference, narrative(element), element.get("type") in GOVERNMENTS)


@functools.lru_cache(maxsize=65_536)
def _organisation(reference: str, name: str, is_state: bool) -> Organisation:
    known = code_of_reference(reference, name, is_state=is_state) if reference else code_of_party(name)
    return Organisation(name or reference, known, reference)


def place_of(element: Any) -> Place | None:
    """The country or region; None of one that names nobody ("developing countries")."""
    told = code(element).upper()
    name = narrative(element)
    if element.tag == "recipient-country":
        known = told if told in countries() else code_of_party(name or told)
    else:
        known = region_of(told) or ("" if told.startswith("998") else code_of_party(name))
    share = number(element.get("percentage"))
    return Place(known, share) if known or share is not None else None


def number(text: str | None) -> Decimal | None:
    """A number as IATI writes it, also with commas between thousands; None for what is none."""
    plain = (text or "").strip()
    if "," in plain and all(len(group) == 3 for group in plain.split(".")[0].split(",")[1:]):
        plain = plain.replace(",", "")
    try:
        value = Decimal(plain)
        if value.is_nan():
            return None
    except ArithmeticError:
        return None
    # Python's own way of parting digits is no number of a file; what is not finite is below no limit.
    return value if -LARGEST_AMOUNT < value < LARGEST_AMOUNT and "_" not in plain else None


def value_of(found: Any) -> Decimal:
    """What an element `value` tells; Unreadable if nothing."""
    text = "" if found is None else (found.text or "").strip()
    if not text:
        raise Unreadable("no value")
    value = number(text)
    if value is None:
        raise Unreadable(f"the value {shown(text)} is no amount")
    return value


def currency_of(value: Any, activity: Activity) -> str:
    """The currency of a value, its own or the activity's; Unreadable if none is told."""
    own = (value.get("currency") or "").strip().upper()
    told = own or activity.currency
    if len(told) != 3 or not (told.isascii() and told.isalpha()):
        raise Unreadable(f"the currency is {shown(told)}" if told else "no currency, and the activity has none")
    return told


def day(text: str | None) -> date | None:
    """A day as IATI writes it, with or without a zone or a time; None for what is none."""
    try:
        return date.fromisoformat((text or "").strip()[:10])
    except ValueError:
        return None
