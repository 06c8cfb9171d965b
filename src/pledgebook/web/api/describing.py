"""How an address is described in OpenAPI: what it answers, with which codes and headers."""

from __future__ import annotations

from typing import Any

from pledgebook.web.api import shapes
from pledgebook.web.api.shapes import Schema

ETAG = {"ETag": {"schema": shapes.TEXT, "description": "Names this answer; send it as `If-None-Match`."}}
PAGE_HEADERS = {
    **ETAG,
    "Link": {"schema": shapes.TEXT, "description": "The next and the previous page, as `rel=next` and `rel=prev`."},
    "X-Total-Count": {"schema": shapes.WHOLE, "description": "Rows in all."},
}


def _json(schema: Schema, description: str, headers: Any = None) -> dict[str, Any]:
    told = {"description": description, "content": {"application/json": {"schema": schema}}}
    return {**told, "headers": headers} if headers else told


def _wrong(description: str) -> dict[str, Any]:
    return _json(shapes.ERROR, description)


NOT_USABLE = {422: _wrong("Something in the address or body cannot be used; the sentence says what.")}
NOT_THERE = {404: _wrong("The book does not hold what was asked for.")}
BUSY = {503: _wrong("Another process writes to the book; try again later.")}
UNCHANGED = {304: {"description": "What `If-None-Match` names is what would be answered.", "headers": ETAG}}
WRITING = {
    400: _wrong("The body is no JSON."),
    401: _wrong("There is no token, or it is nobody's."),
    403: _wrong("The request comes from another site's page."),
    429: {
        **_wrong("Too many writes in a short time."),
        "headers": {"Retry-After": {"schema": shapes.WHOLE, "description": "Seconds to wait."}},
    },
}


def table(rows: Schema, summary: str, description: str = "") -> dict[str, Any]:
    """The description of an address that answers a table, by pages."""
    ok = _json(shapes.listed(rows), "A page of the table.", PAGE_HEADERS)
    ok["content"]["text/csv"] = {"schema": {"type": "string"}}
    return _get(ok, summary, description)


def one(schema: Schema, summary: str, description: str = "") -> dict[str, Any]:
    """The description of an address that answers one thing."""
    return _get(_json(schema, "What was asked for.", ETAG), summary, description)


def _get(ok: dict[str, Any], summary: str, description: str) -> dict[str, Any]:
    responses = {200: ok, **UNCHANGED, **NOT_THERE, **NOT_USABLE, **BUSY}
    return {"summary": summary, "description": description, "responses": responses, "response_model": None}


def written(schema: Schema, summary: str, description: str, more: dict[int, Any] | None = None) -> dict[str, Any]:
    """The description of an address that writes."""
    responses = {201: _json(schema, "Kept."), **WRITING, **NOT_THERE, **NOT_USABLE, **BUSY, **(more or {})}
    return {
        "summary": summary,
        "description": description,
        "responses": responses,
        "response_model": None,
        "status_code": 201,
    }


STALE = {
    412: _json(shapes.STALE, "Others decided meanwhile; nothing was written, and what they said stays."),
    428: _wrong("The header `If-Match` is missing."),
}
