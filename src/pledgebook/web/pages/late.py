"""What is overdue and what is held up: by whom, since when, how much, in whose words."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from pledgebook.reporting.table import Row
from pledgebook.web.drawing import Data, View, page

router = APIRouter(include_in_schema=False)


@router.get("/overdue")
def overdue(request: Request) -> Response:
    return page(request, "overdue.html", _overdue, data=Data("overdue"))


def _overdue(view: View) -> dict[str, Any]:
    table = view.table("overdue")
    return {
        "table": table,
        "by": _by(table.rows, "donors"),
        "total": view.table("report", in_currency=view.wanted.currency),
    }


@router.get("/blocked")
def blocked(request: Request) -> Response:
    lifted = request.query_params.get("lifted") in ("1", "on")
    return page(
        request,
        "blocked.html",
        lambda view: _blocked(view, lifted),
        data=Data("blocked", {"lifted": "1"} if lifted else {}),
    )


def _blocked(view: View, lifted: bool) -> dict[str, Any]:
    table = view.table("blocked", lifted)
    return {
        "table": table,
        "lifted": lifted,
        "by": _by(table.rows, "held_by"),
        "total": view.table("report", in_currency=view.wanted.currency),
    }


def _by(rows: list[Row], column: str) -> list[tuple[str, int]]:
    """How many rows each party has, the most first."""
    counted: dict[str, int] = {}
    for row in rows:
        for party in row[column] or ["nobody named"]:
            counted[party] = counted.get(party, 0) + 1
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:20]
