"""The tables behind the pages, to take away: CSV and JSON with the filters of the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from pledgebook.errors import NotInBook, WrongCall
from pledgebook.reporting.exports import csv_lines, json_line
from pledgebook.reporting.table import Table
from pledgebook.web.answers import Answer, answered, sent
from pledgebook.web.asked import MOMENTS, wanted
from pledgebook.web.drawing import View
from pledgebook.web.pages.documents import documents
from pledgebook.web.visitors import Visitor

router = APIRouter(include_in_schema=False)

MOST_REVIEWED = 1_000


def _needed(view: View, name: str) -> str:
    if not (value := view.parameter(name)):
        raise WrongCall(f"say which {name}: ?{name}=…")
    return value


def _why(view: View) -> Table:
    days: Any = {k: v for k, v in view.wanted.asked.items() if k in MOMENTS}
    return view.book.why(_needed(view, "pledge"), **days).table()


def _document(view: View) -> Table:
    table = view.book.table("claims", **{k: v for k, v in view.wanted.asked.items() if k in MOMENTS})
    hash = _needed(view, "document")
    ids = {row["claim"] for row in view.book.rows("SELECT claim FROM claims WHERE document_hash = $hash", hash=hash)}
    return Table(table.title, table.columns, [row for row in table.rows if row["claim"] in ids], table.notes)


def _changes(view: View) -> Table:
    if first := view.parameter("from_release"):
        return view.table("changes", from_release=first, to_release=view.parameter("to_release") or None)
    return view.table("changes", _needed(view, "from"))


TABLES: dict[str, Callable[[View], Table]] = {
    "report": lambda view: view.table("report", by=view.wanted.by, in_currency=view.wanted.currency),
    "pledges": lambda view: view.table("pledges"),
    "claims": lambda view: view.table("claims"),
    "overdue": lambda view: view.table("overdue"),
    "blocked": lambda view: view.table("blocked", view.parameter("lifted") == "1"),
    "needs": lambda view: view.table("needs"),
    "review": lambda view: view.table("review", MOST_REVIEWED),
    "changes": _changes,
    "releases": lambda view: view.book.releases(),
    "timeline": lambda view: view.table("timeline", in_currency=view.wanted.currency),
    "calendar": lambda view: view.table("calendar"),
    "find": lambda view: view.table("find", _needed(view, "words")),
    "documents": documents,
    "document": _document,
    "why": _why,
}  # fmt: skip
"""What can be taken away, by the name in its address."""


@router.get("/data/{name}.{format}")
def data(request: Request, name: str, format: str) -> Response:
    if name not in TABLES or format not in ("csv", "json"):
        raise NotInBook(f"there is no {name}.{format}; there is {', '.join(TABLES)}, each as .csv and .json")
    asked = wanted(request)
    view = View(request.app.state.served.book(asked.asked), asked, request, Visitor())
    if name == "releases":
        return sent(request, _answer(TABLES[name](view), name, format))
    return answered(request, view.book, lambda: _answer(TABLES[name](view), name, format))


def _answer(table: Table, name: str, format: str) -> Answer:
    if format == "csv":
        body = "".join(f"{line}\r\n" for line in csv_lines(table))
        headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
        return Answer(body.encode(), "text/csv; charset=utf-8", headers)
    rows = ",\n".join(json_line({column: row.get(column) for column in table.columns}) for row in table.rows)
    head = json_line({"title": table.title, "notes": list(table.notes)})
    return Answer(f'{head[:-1]}, "rows": [\n{rows}\n]}}\n'.encode(), "application/json")
