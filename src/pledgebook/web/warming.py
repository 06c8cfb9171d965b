"""Pages of a large book, drawn before anybody asks for them."""

from __future__ import annotations

import logging
from threading import Thread

from fastapi import FastAPI
from starlette.requests import Request

from pledgebook.errors import PledgebookError
from pledgebook.web.pages import donors, late, needs, overview, pledges, review
from pledgebook.web.serving import Served

LOG = logging.getLogger("pledgebook.web")

PAGES = {
    "/": overview.overview, "/review": review.review, "/pledges": pledges.listed, "/donors": donors.donors,
    "/overdue": late.overdue, "/needs": needs.needs,
}  # fmt: skip
"""What people open first, by its address."""

LARGE = 5_000
"""Claims from which a page takes longer than people wait: about half a second."""


def warm(app: FastAPI) -> None:
    """Draw the first pages of a large book once; what they are made of is then kept for other pages too."""
    served: Served = app.state.served
    [counted] = served.book().rows("SELECT count(*) AS claims FROM claims")
    if counted["claims"] >= LARGE:
        Thread(target=_draw, args=(app,), name="pledgebook pages", daemon=True).start()


def _draw(app: FastAPI) -> None:
    for path, page in PAGES.items():
        try:
            page(_request(app, path))
        except PledgebookError as error:
            LOG.warning("%s is not drawn ahead: %s", path, error)


def _request(app: FastAPI, path: str) -> Request:
    """What a visitor who is not signed in sends."""
    scope = {
        "type": "http", "method": "GET", "path": path, "query_string": b"", "headers": [], "app": app,
        "scheme": "http", "server": ("127.0.0.1", 80), "root_path": "",
    }  # fmt: skip
    return Request(scope)
