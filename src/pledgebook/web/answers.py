"""Answers as they are sent: their bytes, what they are, and a tag by which a browser knows them again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from pledgebook.web.serving import ServedBook

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """A body with its media type and further headers."""

    body: bytes
    media_type: str = HTML
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:32]}"'

    def __len__(self) -> int:
        return len(self.body) + 500


def answered(request: Request, book: ServedBook, make: Callable[[], Answer], *also: Hashable) -> Response:
    """The answer to a GET, kept with the book's state; 304 if the browser has it already.

    `also` is what else the answer depends on besides the address: who is signed in, the colours chosen.
    """
    key = (request.url.path, request.url.query, *also)
    return sent(request, book.standing.answers.get(key, make))


def sent(request: Request, answer: Answer) -> Response:
    """The answer, or 304 where the request's `If-None-Match` names it."""
    headers = {"ETag": answer.etag, "Cache-Control": "no-cache", "Vary": "Cookie", **answer.headers}
    if answer.status == 200 and _names(request.headers.get("if-none-match", ""), answer.etag):
        return Response(status_code=304, headers=headers)
    return Response(answer.body, answer.status, headers, answer.media_type)


def _names(header: str, etag: str) -> bool:
    return etag in (each.strip().removeprefix("W/") for each in header.split(","))
