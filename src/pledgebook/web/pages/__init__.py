"""The pages, one module each."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from pledgebook.web import feeds
from pledgebook.web.api.refusals import allowed
from pledgebook.web.drawing import environment
from pledgebook.web.pages import (
    compare,
    data,
    documents,
    donors,
    late,
    needs,
    overview,
    pledges,
    releases,
    review,
    search,
    signing,
)
from pledgebook.web.visitors import COLOURS


def add_to(app: FastAPI) -> None:
    """Add the addresses of all pages to the app."""
    parts = (overview, pledges, donors, needs, late, compare, documents, review, releases, search, signing, data, feeds)
    for part in parts:
        app.include_router(part.router)
    app.add_exception_handler(HTTPException, _nothing_there)


async def _nothing_there(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    sentence = "There is nothing at this address." if error.status_code == 404 else str(error.detail)
    if request.url.path.startswith("/api/"):
        headers = allowed(request) if error.status_code == 405 else error.headers
        return JSONResponse({"error": sentence}, error.status_code, headers)
    return error_page(request, error.status_code, sentence)


def error_page(request: Request, status: int, sentence: str) -> Response:
    """What is wrong, in a plain sentence."""
    colours = request.cookies.get(COLOURS, "")
    drawn = (
        environment()
        .get_template("error.html")
        .render(sentence=sentence, status=status, colours=colours if colours in ("light", "dark") else "")
    )
    return HTMLResponse(drawn, status)
