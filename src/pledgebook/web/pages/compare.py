"""Two days, or two releases, side by side: what changed between them, and which claims did it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from pledgebook.asking import day_from
from pledgebook.reporting.table import Row, Table
from pledgebook.web.drawing import Data, View, page
from pledgebook.web.pages.overview import changed_since, money_first, news

router = APIRouter(include_in_schema=False)

BACK = timedelta(days=30)
"""How far before the second day the first one lies, unless it is told."""

SHOWN = 100

COMPARED = ("proposed", "promised", "blocked", "delivered", "overdue")

NAMES = ("from", "from_release", "to_release")


@router.get("/compare")
def compare(request: Request) -> Response:
    # It names the releases, of which there may be more while the tables stay as they are.
    return page(request, "compare.html", _compare, kept=False)


def _compare(view: View) -> dict[str, Any]:
    releases = [row["name"] for row in view.book.releases().rows]
    told = _releases(view) if view.parameter("from_release") else _days(view)
    given = {name: told["from"] if name == "from" else view.parameter(name) for name in NAMES if told.get(name)}
    return {**told, "releases": releases, "data": Data("changes", given)}


def _releases(view: View) -> dict[str, Any]:
    first, second = view.parameter("from_release"), view.parameter("to_release")
    both = [("release", first), ("release", second)]
    sides = [view.table("report", in_currency=view.wanted.currency, **_state(*each)) for each in both]
    changed = view.table("changes", from_release=first, to_release=second or None)
    names = {"start": f"release {first}", "end": f"release {second}" if second else "the book as it is"}
    told = {"from_release": first, "to_release": second, "from": None, "first_day": "", **names}
    return {**told, **_told(sides, news(changed))}


def _state(name: str, value: str) -> dict[str, Any]:
    return {name: value} if value else {}


def _days(view: View) -> dict[str, Any]:
    end = view.day
    start = day_from(view.parameter("from") or None) or end - BACK
    told: dict[str, Any] = {"start": start, "end": end, "from": str(start), "first_day": start}
    if start >= end:
        return {**told, "sides": [], "news": None}
    sides = [view.table("report", in_currency=view.wanted.currency, as_of=str(day)) for day in (start, end)]
    return {**told, **_told(sides, news(changed_since(view, start)))}


def _told(sides: list[Table], changed: list[Row]) -> dict[str, Any]:
    return {
        "sides": side_by_side(*(side.rows for side in sides)), "totals": sides, "news": changed[:SHOWN],
        "number": len(changed), "compared": COMPARED,
    }  # fmt: skip


def side_by_side(before: list[Row], after: list[Row]) -> list[Row]:
    """The totals of both, unit by unit, those that differ first; None where one has nothing in it."""

    def key(row: Row) -> tuple[Any, ...]:
        return row.get("origin"), row["unit"], row.get("item")

    first, second = ({key(row): row for row in money_first(rows)} for rows in (before, after))
    told: list[Row] = [
        {"before": first.get(each), "after": second.get(each), "row": second.get(each) or first[each]}
        for each in {**second, **first}
    ]
    return sorted(({**each, "differs": differs(each)} for each in told), key=lambda each: not each["differs"])


def differs(each: Row) -> bool:
    """Whether one of the figures is another one."""
    return any(_figure(each["before"], stage) != _figure(each["after"], stage) for stage in COMPARED)


def _figure(row: Row | None, stage: str) -> Any:
    return row[stage] if row else [0, 0]
