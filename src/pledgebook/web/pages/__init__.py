"""The pages, one module each."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response


def add_to(app: FastAPI) -> None:
    """Add the addresses of all pages to the app."""


def error_page(request: Request, status: int, sentence: str) -> Response:
    """What is wrong, in a plain sentence."""
    return HTMLResponse("<p>Something is wrong with this address.</p>", status)
