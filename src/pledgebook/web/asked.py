"""What an address asks for: the names are those of the command line."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request

from pledgebook.asking import Asked, day_from, question_from, time_from
from pledgebook.errors import WrongCall
from pledgebook.reporting.currency import RateTable

LISTS = ("donor", "recipient", "aid", "item", "status")
"""What may be told several times in an address."""

MOMENTS = ("as_of", "recorded_by", "release")
"""What says which state of the book is asked for."""

MOST_VALUES = 50
LONGEST_VALUE = 200
"""More names, or longer ones, are no question that a person asks."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The day, the moment, the filters, the currency and the grouping that an address tells."""

    as_of: str | None = None
    recorded_by: str | None = None
    release: str | None = None
    donor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    aid: tuple[str, ...] = ()
    item: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    currency: str | None = None
    by: tuple[str, ...] = ()

    @property
    def asked(self) -> Asked:
        """What every query of a book takes; what is not told is left out."""
        told: Any = {name: getattr(self, name) for name in (*MOMENTS, *LISTS) if getattr(self, name)}
        return told  # type: ignore[no-any-return]

    @property
    def day(self) -> date | None:
        return day_from(self.as_of)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Names and values as they stand in an address, in one order."""
        for name in MOMENTS:
            if value := getattr(self, name):
                yield name, value
        for name in LISTS:
            yield from ((name, as_one(value)) for value in getattr(self, name))
        if self.currency:
            yield "in", self.currency
        yield from (("by", value) for value in self.by)

    def query(self, **more: Any) -> str:
        """The part of an address from `?` on, with other values where they are given: `query(donor="US")`.

        None takes a name out; names that are no filter are added behind.
        """
        own = {("currency" if name == "in" else name): value for name, value in more.items()}
        fields = {name: _field(name, own.pop(name)) for name in list(own) if name in self.__dataclass_fields__}
        pairs = [*replace(self, **fields).pairs(), *((k, str(v)) for k, v in own.items() if v not in (None, ""))]
        return f"?{urlencode(pairs)}" if pairs else ""

    @property
    def is_filtered(self) -> bool:
        return any(getattr(self, name) for name in LISTS)


def _field(name: str, value: Any) -> Any:
    if name in (*LISTS, "by"):
        return (value,) if isinstance(value, str) else tuple(value or ())
    return value or None


def wanted(request: Request) -> Wanted:
    """What the request's address asks for; WrongCall, told with status 400, for what cannot be used."""
    return wanted_from(request.query_params.multi_items())


def wanted_from(pairs: Iterable[tuple[str, str]]) -> Wanted:
    """What names and values of an address ask for; empty values ask for nothing, unknown names are passed over."""
    told: dict[str, list[str]] = {}
    for name, value in pairs:
        if value.strip():
            told.setdefault(name, []).extend(parted(value) if name in LISTS else [value.strip()])
    lists: Any = {name: tuple(dict.fromkeys(told.get(name, ()))) for name in (*LISTS, "by")}
    for name, values in lists.items():
        if len(values) > MOST_VALUES or any(len(value) > LONGEST_VALUE for value in values):
            raise WrongCall(f"{name} names more than {MOST_VALUES} values, or one above {LONGEST_VALUE} characters")
    found = Wanted(
        as_of=_last(told, "as_of"),
        recorded_by=_last(told, "recorded_by"),
        release=_last(told, "release"),
        currency=_last(told, "in"),
        **lists,
    )
    # Whatever is wrong in it is told before any work begins.
    question_from(found.asked)
    time_from(found.recorded_by)
    if found.currency:
        RateTable().require(found.currency)
    return found


def parted(value: str) -> list[str]:
    """Several names in one value, `US, DE`; a name with a comma in it stands in quotes."""
    if "," not in value and '"' not in value:
        return [value.strip()]
    try:
        [names] = csv.reader([value], skipinitialspace=True)
    except (csv.Error, ValueError) as error:
        raise WrongCall(f"{value!r} cannot be parted into names; write them such as US, DE") from error
    return [name.strip() for name in names if name.strip()]


def as_one(name: str) -> str:
    """The name as it stands among others."""
    doubled = name.replace('"', '""')
    return f'"{doubled}"' if "," in name or '"' in name else name


def _last(told: dict[str, list[str]], name: str) -> str | None:
    return told[name][-1][:LONGEST_VALUE] if name in told else None
