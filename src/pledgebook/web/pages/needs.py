"""What was asked for, beside what was promised and what arrived, by item."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from pledgebook.reporting.table import Row
from pledgebook.web.drawing import Data, View, page

router = APIRouter(include_in_schema=False)

NO_ITEM = "aid of any kind"


@router.get("/needs")
def needs(request: Request) -> Response:
    return page(request, "needs.html", _needs, data=Data("needs"))


def _needs(view: View) -> dict[str, Any]:
    table = view.table("needs")
    totals = view.table("report", by=("item",), in_currency=view.wanted.currency)
    groups: dict[str, list[Row]] = {}
    for row in table.rows:
        groups.setdefault(head_of(row["item"]), []).append(row)
    ordered = sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    told = [{"head": head, "appeals": _latest_first(rows), "totals": like(totals.rows, head)} for head, rows in ordered]
    return {"table": table, "groups": told, "no_item": NO_ITEM, "totals": totals}


def _latest_first(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: str(row["published"]), reverse=True)


def head_of(item: str | None) -> str:
    """The last word of an item, which says what it is: `artillery shells` are shells."""
    from pledgebook.vocabulary import singular_of

    told = (item or "").lower().split()
    return singular_of(told[-1]) if told else ""


def like(rows: list[Row], head: str) -> list[Row]:
    """Totals of items with the same head; what has no item stands beside nothing."""
    return [row for row in rows if head and row["item"] and head_of(row["item"]) == head]
