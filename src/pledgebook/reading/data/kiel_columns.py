"""Where the Kiel Institute's Ukraine Support Tracker has what: its headings drift between releases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import re2

from pledgebook.reading.data.sheets import Cell, Grid

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "activity id", "activityid", "activity_id"),
    "donor": ("countries", "country", "donor", "donor country"),
    "announced": ("announcement date", "announcement_date", "date of announcement", "announcementdate"),
    "aid": ("type of aid general", "aid_type_general", "aid type general", "general type of aid"),
    "kind": ("type of aid specific", "aid_type_specific", "aid type specific", "specific type of aid"),
    "explanation": ("explanation", "description"),
    "currency": ("original currency", "reporting currency", "original_currency", "reporting_currency", "currency"),
    "given": (
        "monetary value as given by source", "source reported value", "source_reported_value", "monetary value",
    ),
    "item": ("item", "items"),
    "item_type": ("type of item", "item type", "item_type"),
    "item_subtype": ("sub-type of item", "subtype of item", "item sub-type", "item_sub_type", "item subtype"),
    "units": ("no. of units", "number of units", "item_numb", "item number", "number of items"),
    "units_delivered": (
        "no. of units delivered (in-kind military aid)", "no. of units delivered", "number of units delivered",
        "item_numb_deliv", "items delivered",
    ),
    "total": ("total", "total value", "total monetary value", "tot_activity_value"),
    "euros": (
        "converted value in eur", "total monetary value in eur", "tot_activity_value_eur", "tot_value_eur",
        "total value in eur", "tot_sub_activity_value_eur", "value in eur",
    ),
    "euros_delivered": (
        "total monetary value delivered in eur", "tot_value_deliv_eur", "tot_activity_value_deliv_eur",
        "total value delivered in eur", "monetary value delivered in eur",
    ),
    "valued": ("value_source_commitments", "value source commitments", "value_source", "source of value"),
    "first": ("total_value_dummy (1 is first row in the package)", "total_value_dummy", "tot_value_dummy"),
    "measure": ("measure", "commitment or allocation"),
}  # fmt: skip
"""The headings of each column in the releases, in lower case and without what follows a line's end."""

NEEDED = ("id", "donor", "aid", "announced")
SOURCES = (
    "official source",
    "source of aid",
    "source_of_aid",
    "main source",
    "source 1",
    "source 2",
    "source for delivery",
)


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the row-level sheet has what: index by name, and the columns of links."""

    header: int
    at: Mapping[str, int]
    links: tuple[int, ...]

    def cell(self, row: Sequence[Cell], name: str) -> Cell:
        place = self.at.get(name)
        return row[place] if place is not None and place < len(row) else ""


def columns_of(grid: Grid) -> Columns | None:
    """The tracker's columns, if the sheet has a row of its headings among its first; else None."""
    for number_, row in enumerate(grid.rows[:15]):
        headings = [_heading(cell) for cell in row]
        at: dict[str, int] = {}
        for name, known in HEADINGS.items():
            places = [headings.index(heading) for heading in known if heading in headings]
            if places:
                at[name] = places[0]
        if all(name in at for name in NEEDED):
            at.setdefault("item", _unnamed_item(headings, at))
            links = tuple(i for i, h in enumerate(headings) if h.startswith(SOURCES))
            return Columns(number_, {n: i for n, i in at.items() if i >= 0}, links)
    return None


def _unnamed_item(headings: Sequence[str], at: Mapping[str, int]) -> int:
    """The 7th release leaves the heading of things empty: the column before their type."""
    before = at.get("item_type", 0) - 1
    return before if before >= 0 and not headings[before] else -1


def _heading(cell: Cell) -> str:
    return " ".join(str(cell).split("\n")[0].lower().split())


@cache
def _covered() -> Any:
    return re2.compile(
        r"(?i)(?:to|until|through|–|-)\s+((?:january|february|march|april|may|june|july|august|september|october"
        r"|november|december)\s+\d{1,2}),?\s+(\d{4})"
    )


def release_day(rows: Iterable[Sequence[Cell]]) -> date | None:
    """The day up to which a release says that it covers ("covering January 24 to October 3, 2022"); None if untold."""
    for row in rows:
        for cell in row:
            found = _covered().search(str(cell)) if isinstance(cell, str) else None
            if found is not None:
                return datetime.strptime(f"{found.group(1)} {found.group(2)}", "%B %d %Y").date()  # noqa: DTZ007
    return None
