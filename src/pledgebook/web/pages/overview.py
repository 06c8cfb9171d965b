"""The overview: what is promised and where it is, over time, by donor, what is due, what is new."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from pledgebook.asking import day_from
from pledgebook.model import ITEM, PartialDate
from pledgebook.reporting.changes import changes
from pledgebook.reporting.pledges import SPLIT_WORDS
from pledgebook.reporting.table import Row, Table
from pledgebook.web import bars, words
from pledgebook.web.drawing import Data, View, page

router = APIRouter(include_in_schema=False)

NEW_WITHIN = timedelta(days=7)
"""How far back the overview looks for what is new, unless another day is chosen."""

DUE_WITHIN = timedelta(days=120)
BARS_SHOWN = 15
ROWS_SHOWN = 12
CHANGES_SHOWN = 12

STILL_TO_COME = ("proposed", "open", "partly delivered", "blocked")
"""Statuses of pledges of which something may still come by their date."""


@router.get("/")
def overview(request: Request) -> Response:
    return page(request, "overview.html", _overview, data=Data("report"))


def _overview(view: View) -> dict[str, Any]:
    in_all = view.table("report", in_currency=view.wanted.currency)
    rows = [{**row, "key": unit_name(row)[0]} for row in money_first(in_all.rows)]
    unit = chart_unit(view, rows)
    since = since_day(view)
    new = changed_since(view, since)
    return {
        "total": in_all, "rows": rows, "shown": ROWS_SHOWN, "unit": unit, "units": units_of(rows),
        "over_time": over_time(view, unit), "by_donor": by_party(view, "donor", unit)[:BARS_SHOWN],
        "due": due_soon(view), "since": since, "new": news(new)[:CHANGES_SHOWN], "news": len(news(new)),
    }  # fmt: skip


def money_first(rows: Iterable[Row]) -> list[Row]:
    """Money before things, each by how much is promised or proposed."""

    def size(row: Row) -> Any:
        return max(row[stage][0] if row[stage][1] is None else row[stage][1] for stage in ("promised", "proposed"))

    return sorted(rows, key=lambda row: (row["unit"] is None, row["unit"] == ITEM, -row["pledges"], -size(row)))


def units_of(rows: Iterable[Row]) -> list[tuple[str, str]]:
    """What charts can be drawn in: each unit with its item, as the address names it and as it is called."""
    return list(dict.fromkeys(unit_name(row) for row in rows if row["unit"]))[:20]


def unit_name(row: Row) -> tuple[str, str]:
    if not row["unit"]:
        return "none", "no figure told"
    if row["unit"] == ITEM:
        return f"item {row.get('item') or ''}".strip(), words.plain(row.get("item") or "things")
    return row["unit"], row["unit"]


def chart_unit(view: View, rows: list[Row]) -> tuple[str, str] | None:
    """The unit of the charts: as the address says, else the first; two units never share a chart."""
    named = {name: (name, told) for name, told in units_of(rows)}
    asked = view.parameter("unit")
    return named.get(asked) or next(iter(named.values()), None)


def over_time(view: View, unit: tuple[str, str] | None) -> list[bars.Column]:
    """What was promised in each month, and what of it has arrived; a month without promises is an empty place."""
    rows = in_unit(view.table("report", by=("month",), in_currency=view.wanted.currency), unit)
    told = {row["month"]: row for row in rows if SPLIT_WORDS not in (row["month"] or SPLIT_WORDS)}
    return [_column(view, month, told.get(month), unit) for month in months(sorted(told))]


def months(told: list[str]) -> list[str]:
    """Every month from the first to the last."""
    if not told:
        return []
    year, month = map(int, told[0].split("-"))
    found = [told[0]]
    while found[-1] < told[-1]:
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        found.append(f"{year:04d}-{month:02d}")
    return found


def _column(view: View, month: str, row: Row | None, unit: tuple[str, str] | None) -> bars.Column:
    if row is None:
        return bars.Column(month, None, None, None, f"{month}: nothing promised")
    name = unit[1] if unit else ""
    promised, arrived = words.exact(row["promised"]), words.exact(row["delivered"])
    told = f"{month}: promised {promised} {name}, of it arrived {arrived}"
    return bars.Column(month, row["promised"], row["delivered"], view.link("/pledges", month=month), told)


def by_party(view: View, by: str, unit: tuple[str, str] | None) -> list[Row]:
    """What each party promised and what arrived, the most first, each with the address of the pledges behind it."""
    rows = in_unit(view.table("report", by=(by,), in_currency=view.wanted.currency), unit)
    rows = [row for row in rows if row["promised"] != [0, 0] or row["proposed"] != [0, 0]]
    rows.sort(key=lambda row: (-(row["promised"][1] or row["promised"][0]), row[by] or ""))
    return [{**row, "href": _behind(view, by, row[by])} for row in rows]


def _behind(view: View, by: str, name: str | None) -> str | None:
    if name is None or SPLIT_WORDS in name:
        return None
    return view.link("/pledges", **{by: tuple(name.split("+"))})


def in_unit(table: Table, unit: tuple[str, str] | None) -> list[Row]:
    return [row for row in table.rows if unit is not None and row["unit"] and unit_name(row) == unit]


def due_soon(view: View) -> list[Row]:
    """What is due, or to be decided, in the time to come: the next first."""
    day = view.day
    found = []
    for row in view.table("pledges").rows:
        if row["due"] and row["status"] in STILL_TO_COME:
            last = PartialDate.parse(row["due"]).last_day
            if day <= last <= day + DUE_WITHIN:
                found.append({**row, "last_day": last, "days": (last - day).days})
    return sorted(found, key=lambda row: (row["last_day"], row["pledge"]))


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
