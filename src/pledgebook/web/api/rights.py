"""Who may write through the API, how often, and from where."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Annotated, TypeAlias
from urllib.parse import urlsplit

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.requests import Request

from pledgebook.web import tokens
from pledgebook.web.api.refusals import Refusal

WRITES_AT_ONCE = 30
WRITES_A_SECOND = 2.0
"""A person deciding by keyboard writes once a second or two; a program that sends a list gets on steadily."""

CLIENTS_KEPT = 10_000

_bearer = HTTPBearer(auto_error=False, description="A token of `pledgebook token --book BOOK add NAME`.")


class Bucket:
    """So many writes at once, and so many a second after that, for each client; in memory."""

    def __init__(
        self,
        at_once: float = WRITES_AT_ONCE,
        a_second: float = WRITES_A_SECOND,
        clock: Callable[[], float] | None = None,
    ) -> None:
        self._at_once = at_once
        self._a_second = a_second
        self._clock = clock or time.monotonic
        self._lock = Lock()
        self._left: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def wait_for(self, client: Hashable) -> float:
        """Takes one write of the client; how many seconds to wait if there is none left, else 0."""
        with self._lock:
            now = self._clock()
            left, before = self._left.pop(client, (self._at_once, now))
            left = min(self._at_once, left + (now - before) * self._a_second)
            taken = left >= 1
            self._left[client] = (left - taken, now)
            if len(self._left) > CLIENTS_KEPT:
                self._left.popitem(last=False)
            return 0.0 if taken else (1 - left) / self._a_second


def reviewer(request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]) -> str:
    """The name of the reviewer who writes; a Refusal without a token, from elsewhere, or too often."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise Refusal(403, "the request comes from another site's page; nothing was written")
    name = tokens.reviewer(request.app.state.served.path, credentials.credentials) if credentials else None
    host = request.client.host if request.client else ""
    bucket: Bucket = request.app.state.bucket
    wait = bucket.wait_for(("name", name) if name else ("host", host))
    if wait:
        seconds = math.ceil(wait)
        raise Refusal(429, f"too many writes in a short time; wait {seconds} s", {"Retry-After": str(seconds)})
    if name is None:
        what = "this token is nobody's" if credentials else "a write needs a token"
        raise Refusal(
            401, f"{what}; make one with: pledgebook token --book BOOK add NAME", {"WWW-Authenticate": "Bearer"}
        )
    return name


Reviewer: TypeAlias = Annotated[str, Depends(reviewer)]
