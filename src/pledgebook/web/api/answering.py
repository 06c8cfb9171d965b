"""Answers of the API: the rows as the command line prints them, by pages, with tags by which they are known again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from pledgebook.asking import day_from
from pledgebook.errors import NotInBook
from pledgebook.model import make_id
from pledgebook.releasing import settled
from pledgebook.reporting.exports import csv_lines, json_line
from pledgebook.reporting.table import Row, Table
from pledgebook.version import VERSION
from pledgebook.web.answers import Answer
from pledgebook.web.api.asking import Page
from pledgebook.web.asked import Wanted
from pledgebook.web.serving import Served, ServedBook

JSON, CSV = "application/json", "text/csv; charset=utf-8"


def book_of(request: Request, asked: Wanted) -> tuple[ServedBook, Wanted]:
    """The state of the book that is asked for, and what is asked with a release's day in place of its name."""
    served: Served = request.app.state.served
    told = settled(served.path, asked.asked)
    book = served.book(told)
    as_of = told.get("as_of")
    return book, Wanted(**{**_fields(asked), "as_of": str(as_of) if as_of else None, "release": None})


def _fields(asked: Wanted) -> dict[str, Any]:
    return {name: getattr(asked, name) for name in asked.__dataclass_fields__}


def day_asked(book: ServedBook, asked: Wanted) -> date:
    """The day of which the answer tells; NotInBook for an empty book."""
    if asked.as_of is not None and (day := day_from(asked.as_of)) is not None:
        return day
    [row] = book.rows("SELECT max(published) AS day FROM documents")
    if row["day"] is None:
        raise NotInBook("the book holds no document, or held none by then; add some: pledgebook read --book BOOK PATH")
    found: date = row["day"]
    return found


def listed(request: Request, asked: Wanted, page: Page, query: Callable[[ServedBook, Wanted], Table]) -> Response:
    """A page of a table."""
    book, told = book_of(request, asked)

    def make() -> Answer:
        table = query(book, told)
        rows = table.rows[page.offset : page.offset + page.limit]
        headers = {"X-Total-Count": str(len(table)), **_links(request, page, len(table))}
        if page.format == "csv":
            return Answer(_csv(table, rows), CSV, headers)
        head = {
            "title": table.title, "as_of": str(day_asked(book, told)), "generation": book.standing.name,
            "notes": list(table.notes), "total": len(table), "limit": page.limit, "offset": page.offset,
        }  # fmt: skip
        return Answer(_json(head, table, rows), JSON, headers)

    return _sent(request, book, make, page.format)


def one(request: Request, asked: Wanted, query: Callable[[ServedBook, Wanted], Row]) -> Response:
    """One thing, as JSON."""
    book, told = book_of(request, asked)

    def make() -> Answer:
        row = query(book, told)
        return Answer(json_line({**row, "generation": book.standing.name}).encode() + b"\n", JSON)

    return _sent(request, book, make)


def fresh(request: Request, row: Row, etag: str | None = None, status: int = 200) -> Response:
    """One thing that is read from the log itself, and not kept."""
    headers = {"Cache-Control": "no-cache", **({"ETag": f'"{etag}"'} if etag else {})}
    if etag and status == 200 and _names(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers=headers)
    return Response(json_line(row).encode() + b"\n", status, headers, JSON)


def fresh_table(request: Request, table: Table, page: Page, book: ServedBook, as_of: str) -> Response:
    """A page of a table that is read from the log itself."""
    rows = table.rows[page.offset : page.offset + page.limit]
    headers = {"X-Total-Count": str(len(table)), **_links(request, page, len(table))}
    head = {
        "title": table.title, "as_of": as_of, "generation": book.standing.name, "notes": list(table.notes),
        "total": len(table), "limit": page.limit, "offset": page.offset,
    }  # fmt: skip
    is_csv = page.format == "csv"
    body = _csv(table, rows) if is_csv else _json(head, table, rows)
    etag = make_id("e", body.decode())
    headers |= {"ETag": f'"{etag}"', "Cache-Control": "no-cache", "Vary": "Accept"}
    if _names(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers=headers)
    return Response(body, 200, headers, CSV if is_csv else JSON)


def _json(head: Row, table: Table, rows: list[Row]) -> bytes:
    """The rows are the very lines that `--format jsonl` prints."""
    lines = ",\n".join(json_line({name: row.get(name) for name in table.columns}) for row in rows)
    return f'{json_line(head)[:-1]}, "rows": [\n{lines}\n]}}\n'.encode()


def _csv(table: Table, rows: list[Row]) -> bytes:
    lines = csv_lines(Table(table.title, table.columns, rows))
    return "".join(f"{line}\r\n" for line in lines).encode()


def _sent(request: Request, book: ServedBook, make: Callable[[], Answer], *also: str) -> Response:
    """The answer, kept with the state of the book; 304 where the request names it already.

    The tag is worked out from the state of the book and the question, so that nothing need be asked for a 304.
    """
    asked = (request.url.path, request.url.query, *also)
    etag = make_id("e", VERSION, book.standing.name, *asked)
    headers = {"ETag": f'"{etag}"', "Cache-Control": "no-cache", "Vary": "Accept"}
    if _names(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers=headers)
    answer = book.standing.answers.get(("api", *asked), make)
    return Response(answer.body, answer.status, {**headers, **answer.headers}, answer.media_type)


def _names(header: str, etag: str) -> bool:
    return f'"{etag}"' in (each.strip().removeprefix("W/") for each in header.split(","))


def _links(request: Request, page: Page, total: int) -> dict[str, str]:
    """Where the pages before and after are, as RFC 8288 writes it."""
    told = []
    if page.offset + page.limit < total:
        told.append(("next", page.offset + page.limit))
    if page.offset > 0:
        told.append(("prev", max(0, page.offset - page.limit)))
    links = [
        f'<{request.url.path}?{request.url.include_query_params(offset=offset).query}>; rel="{name}"'
        for name, offset in told
    ]
    return {"Link": ", ".join(links)} if links else {}
