"""The overview: what is promised and where it is, over time, by donor, what is due, what is new."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from pledgebook.asking import day_from
from pledgebook.model import ITEM
from pledgebook.reporting.changes import changes
from pledgebook.reporting.pledges import SPLIT_WORDS
from pledgebook.reporting.table import Row, Table
from pledgebook.web.drawing import Data, View, page
from pledgebook.web.figures import ChartUnit, chart_units, chosen_unit, time_line, unit_name
from pledgebook.web.to_come import decisions_to_come

router = APIRouter(include_in_schema=False)

NEW_WITHIN = timedelta(days=7)
"""How far back the overview looks for what is new, unless another day is chosen."""

DUE_WITHIN = timedelta(days=120)
BARS_SHOWN = 15
ROWS_SHOWN = 12
CHANGES_SHOWN = 10

STILL_TO_COME = ("proposed", "open", "partly delivered", "blocked")
"""Statuses of pledges of which something may still come by their date."""


@router.get("/")
def overview(request: Request) -> Response:
    return page(request, "overview.html", _overview, data=Data("report"))


def _overview(view: View) -> dict[str, Any]:
    in_all = view.table("report", in_currency=view.wanted.currency)
    rows = [{**row, "key": unit_name(row)[0]} for row in money_first(in_all.rows)]
    units = chart_units(rows, view.wanted.currency)
    unit = chosen_unit(view, units)
    since = since_day(view)
    new = news(changed_since(view, since))
    return {
        "total": in_all, "rows": rows, "shown": ROWS_SHOWN, "unit": unit, "units": units,
        "over_time": time_line(view, unit), "by_donor": by_party(view, "donor", unit)[:BARS_SHOWN],
        "due": due_soon(view), "to_come": decisions_to_come(view), "since": since,
        "new": new[:CHANGES_SHOWN], "number": len(new),
    }  # fmt: skip


def money_first(rows: Iterable[Row]) -> list[Row]:
    """Money before things, each by how much is promised or proposed."""

    def size(row: Row) -> Any:
        return max(row[stage][0] if row[stage][1] is None else row[stage][1] for stage in ("promised", "proposed"))

    return sorted(rows, key=lambda row: (row["unit"] is None, row["unit"] == ITEM, -row["pledges"], -size(row)))


def by_party(view: View, by: str, unit: ChartUnit | None) -> list[Row]:
    """What each party promised and what arrived, the most first, each with the address of the pledges behind it."""
    if unit is None:
        return []
    rows = [row for row in view.table("report", by=(by,), in_currency=unit.currency).rows if unit.holds(row)]
    rows = [row for row in rows if row["promised"] != [0, 0] or row["proposed"] != [0, 0]]
    rows.sort(key=lambda row: (-(row["promised"][1] or row["promised"][0]), row[by] or ""))
    return [{**row, "href": _behind(view, by, row[by])} for row in rows]


def _behind(view: View, by: str, name: str | None) -> str | None:
    if name is None or SPLIT_WORDS in name:
        return None
    return view.link("/pledges", **{by: tuple(name.split("+"))})


def due_soon(view: View) -> list[Row]:
    """What is due, or to be decided, in the time to come: the next first, each with the words that say so."""
    rows = view.table("calendar").rows
    return [row for row in rows if 0 <= row["days"] <= DUE_WITHIN.days and row["status"] in STILL_TO_COME]


def since_day(view: View) -> date:
    """The day from which on something is new: as the address says, else a week before the day of the page."""
    asked = day_from(view.parameter("since") or None)
    return asked if asked is not None and asked < view.day else view.day - NEW_WITHIN


def changed_since(view: View, start: date) -> Table:
    """What changed from this day to that of the page, by what was published."""

    def find() -> Table:
        with view.book.standing.cursor() as cursor:
            return changes(cursor, view.question, start)

    return view.book.kept("changed since", find, start, **view.wanted.asked)


def news(table: Table) -> list[Row]:
    """One row a pledge with all its figures that changed, the latest first."""
    found: dict[str, Row] = {}
    for row in table.rows:
        told = found.setdefault(row["pledge"], {**row, "figures": []})
        told["figures"].append(row)
        if (row["published"] or "") > (told["published"] or ""):
            told.update({name: row[name] for name in ("published", "quote", "document", "publisher")})
    return sorted(found.values(), key=lambda row: (row["published"] or "", row["pledge"]), reverse=True)
