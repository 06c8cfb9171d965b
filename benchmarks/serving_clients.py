"""Clients that ask a server as fast as it answers, each one request after the other, and what they got."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

LONGEST = 60.0
"""Seconds that an answer may take; what takes longer is an error."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: how long it took in seconds, its status (0: none came), the address."""

    kind: str
    seconds: float
    status: int
    address: str


@dataclass(frozen=True, slots=True)
class Told:
    """What the answers of one kind come to; times in milliseconds."""

    times: list[float]
    errors: int
    lasted: float

    @property
    def count(self) -> int:
        return len(self.times)

    @property
    def a_second(self) -> float:
        return self.count / self.lasted if self.lasted else 0.0

    def at(self, percent: int) -> float:
        """The time that so many of a hundred answers took at most."""
        return self.times[min(len(self.times) - 1, len(self.times) * percent // 100)] * 1000 if self.times else 0.0


@dataclass(slots=True)
class Answers:
    """All that the clients got."""

    lasted: float = 0.0
    answers: list[Answer] = field(default_factory=list)

    def of(self, kind: str) -> Told:
        some = [each for each in self.answers if kind in ("all", each.kind)]
        return Told(sorted(each.seconds for each in some), sum(each.status != 200 for each in some), self.lasted)

    def told_errors(self) -> list[str]:
        return [f"{each.status} {each.address}" for each in self.answers if each.status != 200][:10]


def ask(
    place: str, mixes: Sequence[Iterator[tuple[str, str]]], seconds: float, at_least: int = 0, patience: float = 60
) -> Answers:
    """Each mix of kinds and addresses is one client's; it asks for that long, and for so many at least.

    A server that does not listen yet is waited for.
    """
    return asyncio.run(_ask(place, mixes, seconds, at_least, patience))


async def _ask(
    place: str, mixes: Sequence[Iterator[tuple[str, str]]], seconds: float, at_least: int, patience: float
) -> Answers:
    host, port = urlsplit(place).hostname or "", urlsplit(place).port or 80
    await _listening(host, port, patience)
    got = Answers()
    start = time.perf_counter()
    await asyncio.gather(*(_client(host, port, mix, start + seconds, at_least, got) for mix in mixes))
    got.lasted = time.perf_counter() - start
    return got


async def _listening(host: str, port: int, patience: float) -> None:
    end = time.perf_counter() + patience
    while True:
        try:
            _, writer = await asyncio.open_connection(host, port)
        except OSError:
            if time.perf_counter() > end:
                raise
            await asyncio.sleep(0.1)
        else:
            writer.close()
            return


async def _client(
    host: str, port: int, mix: Iterator[tuple[str, str]], end: float, at_least: int, got: Answers
) -> None:
    reader, writer = await asyncio.open_connection(host, port, limit=2**24)
    number = 0
    while time.perf_counter() < end or number < at_least:
        number += 1
        kind, address = next(mix)
        start = time.perf_counter()
        request = f"GET {address} HTTP/1.1\r\nHost: {host}:{port}\r\nAccept: */*\r\nConnection: keep-alive\r\n\r\n"
        try:
            writer.write(request.encode())
            status, close = await asyncio.wait_for(_answer(reader), LONGEST)
        except (OSError, TimeoutError, asyncio.IncompleteReadError, ValueError):
            status, close = 0, True
        got.answers.append(Answer(kind, time.perf_counter() - start, status, address))
        if close:
            writer.close()
            reader, writer = await asyncio.open_connection(host, port, limit=2**24)
    writer.close()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bool]:
    """The status of an answer whose body was read to its end, and whether the server closes after it."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
    if headers.get("transfer-encoding", "").lower() == "chunked":
        while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
            await reader.readexactly(size + 2)
        await reader.readuntil(b"\r\n")
    else:
        await reader.readexactly(int(headers.get("content-length", "0")))
    return int(head[0].split()[1]), headers.get("connection", "").lower() == "close"
