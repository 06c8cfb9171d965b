"""Asks a server for one chat completion: in bounded time and size, and again a few times when it stumbles."""

from __future__ import annotations

import asyncio
import json
import ssl
from functools import cache
from http import HTTPStatus
from typing import NoReturn

import httpx

from pledgebook.errors import WrongCall
from pledgebook.extraction.llm.prompt import JSON
from pledgebook.extraction.llm.settings import Settings
from pledgebook.waiting import run

MOST_BYTES = 2_000_000
"""Largest response that is read: some thousands of claims; a longer one is no answer about one document."""

CONNECT_SECONDS = 10.0
"""How long a server may take to say that it is there; how long it may think is for the settings to say."""

MOST_SAID = 200
"""Characters of a server's own words in an issue: a sentence or two."""


class NoAnswer(Exception):
    """The model gave no whole answer; its text is the reason, in one line."""


class _Stumbled(Exception):
    """The server could not answer just now; `after` are the seconds that it asks to wait."""

    def __init__(self, reason: str, after: float = 0.0) -> None:
        super().__init__(reason)
        self.after = after


def ask(settings: Settings, request: JSON) -> str:
    """The words of the model's answer; NoAnswer if there is none, or not all of it.

    Takes `settings.seconds` at most. WrongCall if the address or a proxy cannot be used at all.
    """
    return run(_ask_in_time(settings, request))


async def _ask_in_time(settings: Settings, request: JSON) -> str:
    try:
        # One limit over everything: a server that sends a byte a second keeps any limit on single waits.
        async with asyncio.timeout(settings.seconds):
            async with _client(settings) as client:
                return await _ask_until_answered(client, settings, request)
    except TimeoutError as error:
        raise NoAnswer(f"no answer from {settings.server} within {settings.seconds:g} seconds") from error


def _client(settings: Settings) -> httpx.AsyncClient:
    """A client that sends the key with each request and follows no redirect, which might carry it elsewhere."""
    # Uncompressed, so that the size of what comes is the size of what is read.
    headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
    if settings.key:
        headers["Authorization"] = f"Bearer {settings.key}"
    try:
        timeout = httpx.Timeout(None, connect=CONNECT_SECONDS)
        return httpx.AsyncClient(timeout=timeout, headers=headers, verify=_trusted())
    except (ValueError, ImportError) as error:
        raise WrongCall("the proxy that the environment names (HTTPS_PROXY, ALL_PROXY) cannot be used") from error


@cache
def _trusted() -> ssl.SSLContext:
    """The authorities whose certificates are trusted; to read their list takes a tenth of a second."""
    return httpx.create_ssl_context()


async def _ask_until_answered(client: httpx.AsyncClient, settings: Settings, request: JSON) -> str:
    for wait in settings.waits:
        try:
            return await _ask_once(client, settings, request)
        except _Stumbled as error:
            if error.after > settings.seconds:
                raise NoAnswer(str(error)) from error
            await asyncio.sleep(max(wait, error.after))
    try:
        return await _ask_once(client, settings, request)
    except _Stumbled as error:
        raise NoAnswer(str(error)) from error


async def _ask_once(client: httpx.AsyncClient, settings: Settings, request: JSON) -> str:
    """One question; a server that allows no temperature is asked a second time without one."""
    response, body = await _post(client, settings, request)
    if response.status_code == HTTPStatus.BAD_REQUEST and b"temperature" in body and "temperature" in request:
        plain = {name: value for name, value in request.items() if name != "temperature"}
        response, body = await _post(client, settings, plain)
    if response.status_code != HTTPStatus.OK:
        _refuse(response, body, settings)
    return content_of(body)


async def _post(client: httpx.AsyncClient, settings: Settings, request: JSON) -> tuple[httpx.Response, bytes]:
    """The response and its body as it was sent, up to the largest size."""
    body = bytearray()
    try:
        async with client.stream("POST", settings.endpoint, json=request) as response:
            async for chunk in response.aiter_raw():
                body += chunk
                if len(body) > MOST_BYTES:
                    raise NoAnswer(f"the answer from {settings.server} is larger than {MOST_BYTES / 1e6:g} MB")
    except httpx.TransportError as error:
        raise _Stumbled(f"no connection to {settings.server}: {error or type(error).__name__}") from error
    except httpx.InvalidURL as error:
        raise WrongCall(f"the language model's address cannot be used: {error}") from error
    return response, bytes(body)


def _refuse(response: httpx.Response, body: bytes, settings: Settings) -> NoReturn:
    """Tell an answer that is none: one that may be better in a moment, or one that will not."""
    status = response.status_code
    said = _said(body)
    reason = f"{settings.server} answered {status} {response.reason_phrase}".strip() + (f": {said}" if said else "")
    if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        after = response.headers.get("Retry-After", "")
        raise _Stumbled(reason, float(after) if after.isascii() and after.isdigit() else 0.0)
    raise NoAnswer(reason)


def _said(body: bytes) -> str:
    """What the server says is wrong, in one short line."""
    try:
        told = json.loads(body)["error"]
        words = told["message"] if isinstance(told, dict) else told
    except (ValueError, KeyError, TypeError, RecursionError):
        words = body.decode("utf-8", "replace")
    line = " ".join(str(words).split())[:MOST_SAID]
    return line.encode("utf-8", "replace").decode("utf-8")


def content_of(body: bytes) -> str:
    """The words of the answer in a chat completion; NoAnswer if it is none, was cut off, or was refused."""
    try:
        choice = json.loads(body)["choices"][0]
        finish, message = choice.get("finish_reason"), choice["message"]
        content, refusal = message.get("content"), message.get("refusal")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise NoAnswer("the server's response is no chat completion") from error
    if finish == "length":
        raise NoAnswer("the answer was cut off; the model's limit of output is too short for this document")
    if finish == "content_filter" or refusal:
        raise NoAnswer("the model refused to answer")
    if not isinstance(content, str):
        raise NoAnswer("the server's response holds no words of an answer")
    return content
