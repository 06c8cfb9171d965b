"""What stands at a web address, fetched with care: only what somebody named, from public machines, within bounds."""

from __future__ import annotations

import asyncio
import io
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from pathlib import PurePosixPath
from urllib.robotparser import RobotFileParser

import httpx

from pledgebook.reading.content import Content
from pledgebook.reading.files import name_of
from pledgebook.reading.options import ReadOptions, Unreadable
from pledgebook.reading.reach import machines_of, parsed_address
from pledgebook.version import VERSION
from pledgebook.waiting import run

MOST_BYTES = 20_000_000
"""Largest response that is read: a long report as PDF; what is larger is data, which is better kept as a file."""

MOST_SECONDS = 60.0
"""Longest time for an address with all that belongs to it: its site's rules, its redirects, its body."""

CONNECT_SECONDS = 10.0
"""How long a machine may take to say that it is there."""

MOST_HOPS = 5
"""Redirects that are followed; a browser follows 20, but more than two are rare."""

MOST_ROBOTS_BYTES = 500_000
"""As much of robots.txt as RFC 9309 asks to read at least."""

AGENT = f"pledgebook/{VERSION}"

HEADERS = {"User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}
"""Uncompressed, so that the size of what comes is the size of what is read."""

PACKINGS = frozenset({"", "identity", "gzip", "deflate"})
"""How a body may be packed all the same: in ways that unpack piece by piece."""

SUFFIXES = {
    "text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "text/markdown": ".md",
    "application/json": ".json", "application/ld+json": ".json", "application/feed+json": ".json",
    "application/jsonl": ".jsonl", "application/x-ndjson": ".jsonl", "application/x-jsonlines": ".jsonl",
    "application/pdf": ".pdf", "application/rss+xml": ".xml", "application/atom+xml": ".xml",
    "application/rdf+xml": ".xml", "application/xml": ".xml", "text/xml": ".xml", "text/csv": ".csv",
}  # fmt: skip
"""What a kind of content would be called as a file."""

UNTOLD = frozenset({
    "", "application/octet-stream", "binary/octet-stream", "application/gzip", "application/x-gzip",
    "application/warc", "application/vnd.apache.parquet", "application/vnd.ms-excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
})  # fmt: skip
"""Kinds of content whose name is that of the address."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site answered, with the address that was asked in the end."""

    url: httpx.URL
    status: int
    headers: httpx.Headers
    body: bytes


def fetch(address: str, options: ReadOptions) -> Content:
    """What stands at the address; Unreadable if it is not to be had, or not to be asked for."""
    return run(_fetch_in_time(address, options))


async def _fetch_in_time(address: str, options: ReadOptions) -> Content:
    timeout = httpx.Timeout(MOST_SECONDS, connect=CONNECT_SECONDS)
    client = httpx.AsyncClient(
        timeout=timeout,
        verify=_trusted(),
        headers=HEADERS,
        # A proxy would look the name up once more, and connect to what it finds then.
        trust_env=False,
        # A connection kept for the next name on the same machine would not be checked against that name.
        limits=httpx.Limits(max_keepalive_connections=0),
    )
    try:
        # One limit over everything: a site that sends a byte a second keeps any limit on single waits.
        async with asyncio.timeout(MOST_SECONDS), client:
            answer = await _followed(client, parsed_address(address), options, robots=False)
    except TimeoutError as error:
        raise Unreadable(f"not read within {MOST_SECONDS:g} seconds") from error
    return _content(address, answer)


@cache
def _trusted() -> ssl.SSLContext:
    """The authorities whose certificates are trusted; to read their list takes a tenth of a second."""
    return httpx.create_ssl_context()


def _content(address: str, answer: Answer) -> Content:
    kind, charset = _kind_of(answer.headers)
    if kind not in SUFFIXES and kind not in UNTOLD:
        raise Unreadable(f"it is of the kind {kind[:100]}, which is no kind of article")
    suffix = SUFFIXES.get(kind) or PurePosixPath(answer.url.path).suffix.lower()
    url = str(answer.url.copy_with(fragment=None))
    return Content(name_of(address), suffix, len(answer.body), lambda: io.BytesIO(answer.body), url, charset)


def _kind_of(headers: httpx.Headers) -> tuple[str, str | None]:
    """The kind of content in small letters, and the encoding, if that is told."""
    kind, *parameters = headers.get("Content-Type", "").lower().split(";")
    told = [value.strip(" \"'") for name, _, value in (each.partition("=") for each in parameters) if "charset" in name]
    return kind.strip(), told[0] if told else None


async def _followed(client: httpx.AsyncClient, url: httpx.URL, options: ReadOptions, robots: bool) -> Answer:
    """The answer behind all redirects, each checked like the first; `robots`: what is asked for is robots.txt."""
    for _ in range(MOST_HOPS + 1):
        if not robots and not await _is_allowed(client, url, options):
            raise Unreadable(f"the site's robots.txt does not allow {AGENT} to read {url.host}{url.path}")
        answer = await _asked(client, url, options, robots)
        location = answer.headers.get("Location")
        if location is None or not httpx.codes.is_redirect(answer.status):
            break
        url = parsed_address(_joined(url, location))
    else:
        raise Unreadable(f"more than {MOST_HOPS} redirects")
    if not robots and answer.status != HTTPStatus.OK:
        raise Unreadable(f"{url.host} answered {answer.status} {httpx.codes.get_reason_phrase(answer.status)}".strip())
    return answer


def _joined(url: httpx.URL, location: str) -> str:
    try:
        return str(url.join(location))
    except (httpx.InvalidURL, ValueError) as error:
        raise Unreadable(f"a redirect to what is no address ({error})") from error


async def _is_allowed(client: httpx.AsyncClient, url: httpx.URL, options: ReadOptions) -> bool:
    """Whether the site lets this program read the address; each site is asked once in a read."""
    origin = f"{url.scheme}://{url.netloc.decode('ascii')}"
    if origin not in options.robots:
        answer = await _followed(client, url.copy_with(raw_path=b"/robots.txt", fragment=None), options, robots=True)
        options.robots[origin] = _rules(answer)
    return options.robots[origin].can_fetch(AGENT, str(url))


def _rules(answer: Answer) -> RobotFileParser:
    """What robots.txt says: all is allowed without one, and nothing if it is there and cannot be had (RFC 9309)."""
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR or answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        raise Unreadable(f"{answer.url.host} answered {answer.status} when asked for its robots.txt; try again later")
    rules = RobotFileParser()
    text = answer.body.decode("utf-8", "replace") if answer.status == HTTPStatus.OK else ""
    try:
        rules.parse(text.splitlines())
    except ValueError as error:
        raise Unreadable(f"{answer.url.host} has a robots.txt that cannot be read ({error})") from error
    return rules


async def _asked(client: httpx.AsyncClient, url: httpx.URL, options: ReadOptions, robots: bool) -> Answer:
    """The answer of the first of the site's machines that is there."""
    machines = await machines_of(url, options.allow_private)
    for number, machine in enumerate(machines, 1):
        try:
            return await _asked_machine(client, url, machine, robots)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            if number == len(machines):
                raise Unreadable(f"no connection to {url.host} ({error or type(error).__name__})") from error
        except httpx.RequestError as error:
            raise Unreadable(f"{url.host} broke off ({error or type(error).__name__})") from error
    raise Unreadable(f"no such site: {url.host}")


async def _asked_machine(client: httpx.AsyncClient, url: httpx.URL, machine: str, robots: bool) -> Answer:
    """The answer of the machine that was looked up and checked: the name is not looked up again."""
    async with _stream(client, url, machine) as response:
        packing = response.headers.get("Content-Encoding", "").lower().strip()
        if packing not in PACKINGS:
            raise Unreadable(f"{url.host} sent it packed as {packing[:50]}, which is not read")
        body = b"" if httpx.codes.is_redirect(response.status_code) else await _body(response, robots)
        return Answer(url, response.status_code, response.headers, body)


@asynccontextmanager
async def _stream(client: httpx.AsyncClient, url: httpx.URL, machine: str) -> AsyncIterator[httpx.Response]:
    host = url.raw_host.decode("ascii")
    request = client.build_request(
        "GET",
        url.copy_with(host=machine, fragment=None),
        headers={"Host": url.netloc.decode("ascii")},
        # The certificate must be that of the name, not of the number.
        extensions={"sni_hostname": host},
    )
    response = await client.send(request, stream=True)
    try:
        yield response
    finally:
        await response.aclose()


async def _body(response: httpx.Response, robots: bool) -> bytes:
    """The body; Unreadable if it is too large. Of robots.txt only the beginning counts."""
    most = MOST_ROBOTS_BYTES if robots else MOST_BYTES
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > most:
            if robots:
                return bytes(body[:most])
            raise Unreadable(f"larger than {most / 1e6:.0f} MB; save it and read the file")
    return bytes(body)
