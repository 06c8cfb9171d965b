"""Books that are served on a port of this machine, and clients that ask them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx
import uvicorn

import pledgebook
from pledgebook.web import tokens
from pledgebook.web.app import create_app
from pledgebook.web.running import listening
from pledgebook.web.serving import Served

EXAMPLES = Path(__file__).parents[2] / "examples" / "march-2024"
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Site:
    """A served book: `base` is its address."""

    base: str
    path: Path
    served: Served
    clients: list[httpx.Client] = field(default_factory=list)

    @property
    def book(self) -> pledgebook.Book:
        return pledgebook.open(self.path)

    def client(self, **more: object) -> httpx.Client:
        return httpx.Client(base_url=self.base, timeout=60, **more)  # type: ignore[arg-type]

    def get(self, path: str, **more: object) -> httpx.Response:
        with self.client() as client:
            return client.get(path, **more)  # type: ignore[arg-type]

    def signed_in(self, name: str) -> Reviewer:
        """A reviewer with a token of their own, signed in."""
        client = self.client()
        self.clients.append(client)
        client.post("/sign-in", data={"token": tokens.add(self.path, name, NOW)}, headers={"Origin": self.base})
        return Reviewer(self, client)


@dataclass(frozen=True)
class Reviewer:
    """A client with a session, and the forms of its pages."""

    site: Site
    client: httpx.Client

    def csrf(self) -> str:
        return self.client.get("/releases").text.split('name="csrf" value="')[1].split('"')[0]

    def post(self, path: str, form: dict[str, str], **headers: str) -> httpx.Response:
        told = {"csrf": self.csrf(), **form}
        return self.client.post(path, data=told, headers={"Origin": self.site.base, **headers})


@contextmanager
def serving(path: Path) -> Iterator[Site]:
    """The book served by a thread of this process."""
    app = create_app(path)
    place = listening("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [place]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    site = Site(f"http://127.0.0.1:{place.getsockname()[1]}", path, app.state.served)
    try:
        yield site
    finally:
        for client in site.clients:
            client.close()
        server.should_exit = True
        thread.join()
        place.close()


def march_book(folder: Path) -> Path:
    """The week of March 2024."""
    path = folder / "march.book"
    pledgebook.open(path).read(EXAMPLES)
    return path
