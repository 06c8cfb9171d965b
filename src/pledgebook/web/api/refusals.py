"""Requests that are refused, told in plain sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import compile_path


class Refusal(Exception):
    """A request that is answered with this status and sentence; `more` stands beside the sentence."""

    def __init__(
        self,
        status: int,
        sentence: str,
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.headers = headers
        self.more = more or {}


async def refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return JSONResponse({"error": error.sentence, **error.more}, error.status, error.headers)


def allowed(request: Request) -> dict[str, str]:
    """The header that names all methods of an address; a router alone names those of its first function."""
    methods = {
        method.upper()
        for path, described in request.app.openapi()["paths"].items()
        if compile_path(path)[0].match(request.url.path)
        for method in described
    }
    return {"Allow": ", ".join(sorted(methods) or ["GET"])}


async def not_usable(_: Request, error: Exception) -> Response:
    """What is wrong with the address or the body, in a sentence for each part of it."""
    assert isinstance(error, RequestValidationError)
    told = error.errors()
    # A body that is no JSON is another fault than one that says something else.
    status = 400 if any(each["type"] == "json_invalid" for each in told) else 422
    return JSONResponse({"error": "; ".join(_sentences(told))}, status)


def _sentences(told: Sequence[Any]) -> list[str]:
    found = []
    for each in told:
        place = ".".join(str(part) for part in each["loc"][1:]) or str(each["loc"][0])
        words = str(each["msg"]).removeprefix("Value error, ")
        found.append(f"{place}: {words[:1].lower()}{words[1:]}")
    return list(dict.fromkeys(found))
