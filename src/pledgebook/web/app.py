"""The web app of a book: pages, JSON, feeds and what they need, without any address outside."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.staticfiles import StaticFiles

from pledgebook import errors
from pledgebook.version import VERSION
from pledgebook.web import api, pages
from pledgebook.web.serving import Served
from pledgebook.web.visitors import Refused
from pledgebook.web.warming import warm

STATIC = Path(__file__).with_name("static")

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""What every answer carries: nothing runs or is drawn that is not this app's own."""

LOOPBACK = ("127.0.0.1", "localhost", "::1")

STATUSES: tuple[tuple[type[errors.PledgebookError], int], ...] = (
    (errors.NotInBook, 404),
    (errors.WrongCall, 400),
    (errors.BookBusy, 503),
    (Refused, 403),
    (errors.PledgebookError, 500),
)

Next: TypeAlias = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Settings:
    """How the app is served. `hosts` are the names under which it may be asked; `*` is any name."""

    hosts: tuple[str, ...] = (*LOOPBACK, "testserver")


def create_app(book: Path, settings: Settings | None = None) -> FastAPI:
    """The app of the book in this folder; NotInBook if there is none."""
    settings = settings or Settings()
    served = Served(book)
    served.book()

    @asynccontextmanager
    async def working(_: FastAPI) -> AsyncIterator[None]:
        served.worker.start(lambda: warm(app))
        yield
        served.worker.end()

    app = FastAPI(
        title="Pledgebook",
        version=VERSION,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        lifespan=working,
    )
    app.state.served = served
    app.middleware("http")(_with_headers)
    # Else a page elsewhere could ask through a name of its own that leads to this machine.
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(settings.hosts), www_redirect=False)
    app.add_exception_handler(errors.PledgebookError, _told)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    api.add_to(app)
    pages.add_to(app)
    return app


def served_by(request: Request) -> Served:
    """The served book that the request asks."""
    served: Served = request.app.state.served
    return served


async def _with_headers(request: Request, call_next: Next) -> Response:
    response = await call_next(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


async def _told(request: Request, error: Exception) -> Response:
    """What is wrong with the call in a plain sentence: JSON under /api, else a page."""
    status = next((status for kind, status in STATUSES if isinstance(error, kind)), 500)
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": str(error)}, 422 if isinstance(error, errors.WrongCall) else status)
    return pages.error_page(request, status, str(error))
