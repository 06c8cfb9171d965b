"""JSON under /api/v1: what the command line answers, for programs; and what reviewers say, with a token."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError

from pledgebook.web.api import deciding, reading
from pledgebook.web.api.refusals import Refusal, not_usable, refused
from pledgebook.web.api.rights import Bucket

DESCRIPTION = """
The book as JSON and CSV. Names of columns and filters are those of the command line, and every row is the very line
that `pledgebook … --format jsonl` prints: amounts are ranges `[low, high]` in single units, `null` for an open end.

Reading needs no token. Writing needs `Authorization: Bearer TOKEN`, and a decision also `If-Match` with the version of
the claim that was looked at.
"""


def add_to(app: FastAPI) -> None:
    """Add the addresses of the API to the app, and how it tells what is wrong."""
    app.description = DESCRIPTION
    router = APIRouter(prefix="/api/v1")
    for part in (reading, deciding):
        router.include_router(part.router)
    app.include_router(router)
    app.state.bucket = Bucket()
    app.add_exception_handler(Refusal, refused)
    app.add_exception_handler(RequestValidationError, not_usable)
