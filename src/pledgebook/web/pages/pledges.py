"""The list of pledges, and each pledge with all that its figures rest on."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from pledgebook.asking import layout_of
from pledgebook.errors import NotInBook
from pledgebook.reporting.pledges import KnownPledge
from pledgebook.reporting.queries import PLEDGE_COLUMNS, known_pledges, require_parties
from pledgebook.reporting.report import convert
from pledgebook.reporting.table import Row, Table
from pledgebook.reporting.why import Explanation, pledge_named
from pledgebook.web.asked import MOMENTS, wanted
from pledgebook.web.drawing import Data, View, page
from pledgebook.web.figures import unit_name
from pledgebook.web.words import path_part

router = APIRouter(include_in_schema=False)

PAGE_ROWS = 50

SORTS = {
    "founded": "Founded", "donors": "Donor", "recipients": "Recipient", "item": "Item", "promised": "Promised",
    "delivered": "Arrived", "due": "Due", "status": "Status", "last_heard": "Last heard",
}  # fmt: skip
"""By what the list can be sorted, and how that is called. Figures are sorted within their unit."""


@router.get("/pledges")
def listed(request: Request) -> Response:
    return page(request, "pledges.html", _list, data=Data("pledges"))


def _list(view: View) -> dict[str, Any]:
    table = in_one_currency(view)
    month, unit = view.parameter("month"), view.parameter("unit")
    rows = [row for row in table.rows if in_month(row, month) and (not unit or unit_name(row)[0] == unit)]
    sort = view.parameter("sort")
    rows = sorted_by(rows, sort)
    pages = max(1, -(-len(rows) // PAGE_ROWS))
    number = min(pages, int(view.parameter("page")) if view.parameter("page").isdecimal() else 1) or 1
    return {
        "table": table, "rows": rows[(number - 1) * PAGE_ROWS : number * PAGE_ROWS], "found": len(rows),
        "number": number, "pages": pages, "first": (number - 1) * PAGE_ROWS + 1, "sort": sort, "sorts": SORTS,
        "month": month, "unit": unit,
    }  # fmt: skip


def in_one_currency(view: View) -> Table:
    """The pledges that fit; with a currency, all money in it at the rate of each one's own day."""

    def find() -> Table:
        with view.book.standing.cursor() as cursor:
            require_parties(cursor, view.question)
            known = known_pledges(cursor, view.question)
        layout = layout_of((), view.wanted.currency, None)
        rows = [_row(pledge) for pledge in convert(known, layout).pledges]
        return Table("Pledges", (*PLEDGE_COLUMNS, "founded"), rows, (f"As of {view.day}.",))

    return view.book.kept("pledges listed", find, view.wanted.currency, **view.wanted.asked)


def _row(pledge: KnownPledge) -> Row:
    return {**pledge.as_row(), "founded": pledge.founded.isoformat()}


def in_month(row: Row, month: str) -> bool:
    return not month or str(row["founded"]).startswith(month)


def sorted_by(rows: list[Row], sort: str) -> list[Row]:
    """By a column, downwards with a minus before it; what tells nothing comes last."""
    name = sort.removeprefix("-")
    if name not in SORTS:
        return rows
    if name in ("promised", "delivered"):
        return sorted(
            rows,
            key=lambda row: (
                row["unit"] or "~",
                row["item"] or "" if row["unit"] == "item" else "",
                _size(row[name], sort),
            ),
        )
    told = [row for row in rows if row[name] not in (None, "", [])]
    silent = [row for row in rows if row[name] in (None, "", [])]
    told.sort(
        key=lambda row: "+".join(row[name]) if isinstance(row[name], list) else row[name], reverse=sort.startswith("-")
    )
    return [*told, *silent]


def _size(bounds: list[Any], sort: str) -> Any:
    most = bounds[0] if bounds[1] is None else bounds[1]
    return -most if sort.startswith("-") else most


@router.get("/pledges/{name}")
def one(request: Request, name: str) -> Response:
    """The pledge; another of its ids leads to the one that stands."""
    asked = wanted(request)
    book = request.app.state.served.book(asked.asked)
    with book.standing.cursor() as cursor:
        id = pledge_named(cursor, name)
    if id != name:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/pledges/{path_part(id)}{query}", 302)
    return page(request, "pledge.html", lambda view: _one(view, id), data=Data("why", {"pledge": id}))


def _one(view: View, id: str) -> dict[str, Any]:
    day_only: Any = {k: v for k, v in view.wanted.asked.items() if k in MOMENTS}
    try:
        told: Explanation = view.book.why(id, **day_only)
    except NotInBook:
        return {"told": None, "id": id, "founded": _founded(view, id)}
    lines = timeline(told)
    places = {row["claim"]: row for row in view.book.rows(
        "SELECT claim, document_hash, confidence, review FROM claims WHERE pledge = $pledge",
        pledge=id,
    )}  # fmt: skip
    return {
        "told": told, "id": id, "pledge": told.pledge, "lines": lines, "places": places,
        "decisions": decisions_on(view, id), "aliases": _aliases(view, id), "founded": _founded(view, id),
    }  # fmt: skip


def timeline(told: Explanation) -> list[Row]:
    """The postings and what else was told, day by day."""
    moved = [{**row, "day": row["known_from"], "moves": True} for row in told.postings]
    also = [
        {**row, "day": row["sentence"].published if row["sentence"] else "", "moves": False, "number": 10**6}
        for row in told.evidence
    ]
    return sorted([*moved, *also], key=lambda row: (row["day"] or "", not row["moves"], row["number"]))


def decisions_on(view: View, id: str) -> list[Row]:
    """What reviewers said of the pledge's claims, the first first."""
    return view.book.rows(
        "SELECT d.* FROM decisions AS d WHERE d.claim IN (SELECT claim FROM claims WHERE pledge = $pledge) "
        'OR d.other IN (SELECT claim FROM claims WHERE pledge = $pledge) ORDER BY d."when", d.decision',
        pledge=id,
    )


def _aliases(view: View, id: str) -> list[str]:
    [row] = view.book.rows("SELECT coalesce(aliases, []) AS aliases FROM pledges WHERE pledge = $pledge", pledge=id)
    return [each for each in row["aliases"] if each != id]


def _founded(view: View, id: str) -> Any:
    return view.book.rows("SELECT founded FROM pledges WHERE pledge = $pledge", pledge=id)[0]["founded"]
