"""Two days side by side: what changed between them, and which claims did it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from pledgebook.asking import day_from
from pledgebook.reporting.table import Row
from pledgebook.web.drawing import Data, View, page
from pledgebook.web.pages.overview import changed_since, money_first, news

router = APIRouter(include_in_schema=False)

BACK = timedelta(days=30)
"""How far before the second day the first one lies, unless it is told."""

SHOWN = 100


@router.get("/compare")
def compare(request: Request) -> Response:
    return page(request, "compare.html", _compare, data=Data("changes", {"from": request.query_params.get("from", "")}))


def _compare(view: View) -> dict[str, Any]:
    end = view.day
    start = day_from(view.parameter("from") or None) or end - BACK
    if start >= end:
        return {"start": start, "end": end, "sides": [], "news": None}
    sides = [view.table("report", in_currency=view.wanted.currency, as_of=str(day)) for day in (start, end)]
    changed = news(changed_since(view, start))
    return {
        "start": start, "end": end, "sides": side_by_side(*(side.rows for side in sides)), "news": changed[:SHOWN],
        "number": len(changed), "totals": sides,
    }  # fmt: skip


def side_by_side(before: list[Row], after: list[Row]) -> list[Row]:
    """The totals of both days, unit by unit; None where one day has nothing in it."""

    def key(row: Row) -> tuple[Any, ...]:
        return row.get("origin"), row["unit"], row.get("item")

    first, second = ({key(row): row for row in money_first(rows)} for rows in (before, after))
    return [
        {"before": first.get(each), "after": second.get(each), "row": second.get(each) or first[each]}
        for each in {**second, **first}
    ]
