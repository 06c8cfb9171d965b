#!/usr/bin/env python3
"""Many people at one book: clients that ask pages and the API of a served book, and the same tables under Datasette.

    serving.py [PLEDGES]      (else 10000: about 100,000 claims) [--clients 32] [--seconds 60] [--book FOLDER] [--write]

Server and clients share this machine and talk over its loopback. Each client asks one address after the other, drawn
from the same mix with a fixed seed: lists, single things and totals, as pages and as JSON. Datasette serves the same
Parquet tables as SQLite with indexes, and is asked what comes nearest in its own addresses. Printed are requests a
second, the time that half and that 95 of 100 answers took at most, and errors; with --write the page SERVING.md is
written.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from made_up import made_up
from scale import batch_of
from serving_clients import Answers, ask

import pledgebook
from pledgebook import pipeline
from pledgebook.book.log import open_log
from pledgebook.protocols import Batch

ROOT = Path(__file__).parents[1]
PAGE = Path(__file__).with_name("SERVING.md")
PEERS = ROOT / "build" / "peers" / "bin"
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
DRAWN = 400
"""Different pledges, and as many documents, that clients look at: too many to be kept all, few enough to meet again."""

CHUNK = 2_000
"""Documents of a batch of the log."""

PORT_OF_DATASETTE = 8437
KINDS = ("page: totals", "page: list", "page: one", "JSON: totals", "JSON: list", "JSON: one")
SHARES = (10, 20, 25, 10, 15, 20)
"""Of a hundred requests so many are of each kind: people mostly look at single things and lists."""


@dataclass(frozen=True, slots=True)
class Ids:
    """What is asked for by name."""

    pledges: list[str]
    documents: list[str]
    donors: list[str]


def made_book(folder: Path, pledges: int) -> Path:
    """A book of made-up claims, derived; one that is there already is taken."""
    book = folder / f"made-up-{pledges}.book"
    if not (book / "derived" / "manifest.json").exists():
        shutil.rmtree(book, ignore_errors=True)
        whole = batch_of(made_up(pledges))
        with open_log(book, make=True) as log:
            for start in range(0, len(whole.documents), CHUNK):
                part = slice(start, start + CHUNK)
                log.append(Batch(whole.documents[part], whole.extractions[part]), NOON)
        pipeline.bring_up_to_date(book)
    return book


def ids_of(book: Path) -> tuple[Ids, dict[str, int]]:
    """What clients will name, drawn with a fixed seed; and how much is in the book."""
    connection = pipeline.connect(book)

    def column(query: str) -> list[str]:
        return [str(row[0]) for row in connection.execute(query).fetchall()]

    draw = random.Random(1)
    pledges = column("SELECT pledge FROM pledges ORDER BY pledge")
    documents = column("SELECT hash FROM documents ORDER BY hash")
    donors = column("SELECT DISTINCT unnest(donors) AS donor FROM pledges ORDER BY donor")
    [(claims,)] = connection.execute("SELECT count(*) FROM claims").fetchall()
    counts = {"claims": claims, "pledges": len(pledges), "documents": len(documents)}
    some = Ids(
        draw.sample(pledges, min(DRAWN, len(pledges))), draw.sample(documents, min(DRAWN, len(documents))), donors
    )
    return some, counts


def own_address(kind: str, ids: Ids, draw: random.Random) -> str:
    donor, day = draw.choice(ids.donors), f"{draw.choice((2023, 2024, 2025))}-{draw.choice(('03', '06', '12'))}-28"
    pledge, document = draw.choice(ids.pledges), draw.choice(ids.documents)
    return draw.choice(
        {
            "page: totals": ("/", f"/?as_of={day}", "/donors", f"/?donor={donor}"),
            "page: list": (f"/pledges?donor={donor}", "/overdue", f"/pledges?as_of={day}", f"/blocked?donor={donor}"),
            "page: one": (f"/pledges/{pledge}", f"/documents/{document}"),
            "JSON: totals": ("/api/v1/report?by=donor", f"/api/v1/report?by=aid&as_of={day}"),
            "JSON: list": (
                f"/api/v1/pledges?donor={donor}",
                f"/api/v1/claims?donor={donor}",
                "/api/v1/overdue?limit=50",
            ),
            "JSON: one": (f"/api/v1/pledges/{pledge}", f"/api/v1/documents/{document}"),
        }[kind]
    )


TOTALS = (
    "select donors, unit, sum(promised_low) as promised, sum(delivered_low) as delivered, count(*) as pledges from "
    "pledges join states using (pledge) where known_from <= :day and (known_to is null or known_to > :day) "
    "group by donors, unit"
)


def peer_address(kind: str, ids: Ids, draw: random.Random) -> str:
    """What comes nearest among Datasette's own addresses: a totals query, a filtered table, a row."""
    donor, day = draw.choice(ids.donors), f"{draw.choice((2023, 2024, 2025))}-{draw.choice(('03', '06', '12'))}-28"
    pledge, document = draw.choice(ids.pledges), draw.choice(ids.documents)
    form = ".json" if kind.startswith("JSON") else ""
    totals = urlencode({"sql": TOTALS, "day": day})
    addresses = {
        "totals": (f"/book{form}?{totals}",),
        "list": (f"/book/pledges{form}?donors={donor}&_size=100", f"/book/claims{form}?donors={donor}&_size=100"),
        "one": (f"/book/pledges/{pledge}{form}", f"/book/documents/{quote(document)}{form}"),
    }
    return draw.choice(addresses[kind.partition(": ")[2]])


def mix(address: Any, ids: Ids, seed: int) -> Iterator[tuple[str, str]]:
    """Kinds and addresses without end, the same for the same seed."""
    draw = random.Random(seed)
    while True:
        [kind] = draw.choices(KINDS, SHARES)
        yield kind, address(kind, ids, draw)


def as_sqlite(book: Path, file: Path) -> Path:
    """The book's tables as SQLite with the indexes that its questions need."""
    import sqlite3

    connection = pipeline.connect(book)
    keys = {"pledges": "pledge", "documents": "hash", "claims": "claim"}
    indexes = {"claims": ("pledge", "document_hash", "donors"), "states": ("pledge",), "postings": ("pledge",),
               "pledges": ("donors",), "documents": ("document",)}  # fmt: skip
    target = sqlite3.connect(file)
    for table in ("documents", "claims", "pledges", "states", "postings", "matches"):
        columns = [row[0] for row in connection.execute(f"DESCRIBE {table}").fetchall()]
        defined = ", ".join(f'"{name}"{" PRIMARY KEY" if keys.get(table) == name else ""}' for name in columns)
        target.execute(f'CREATE TABLE "{table}" ({defined})')
        query = connection.execute(f"SELECT * FROM {table}")
        marks = ", ".join("?" * len(columns))
        while rows := query.fetchmany(10_000):
            cells = [[_plain(cell) for cell in row] for row in rows]
            target.executemany(f'INSERT OR IGNORE INTO "{table}" VALUES ({marks})', cells)
        for name in indexes.get(table, ()):
            target.execute(f'CREATE INDEX "{table}_{name}" ON "{table}" ("{name}")')
    target.execute("ANALYZE")
    target.commit()
    target.close()
    return file


def _plain(cell: Any) -> Any:
    if isinstance(cell, list):
        return "+".join(str(part) for part in cell)
    return (
        cell
        if isinstance(cell, str | int | float | None)
        else str(cell)
        if not hasattr(cell, "as_tuple")
        else float(cell)
    )


@contextmanager
def running(command: Sequence[str], address: str | None) -> Iterator[tuple[str, int]]:
    """The server as long as the block runs: its address (else the one that it prints) and its process."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")} if "pledgebook" in command else dict(os.environ)
    # A log of requests that nobody reads would stop the server.
    told = subprocess.DEVNULL if address else subprocess.PIPE
    process = subprocess.Popen(command, stdout=told, stderr=subprocess.DEVNULL, text=True, env=environment)
    try:
        yield (address or (process.stdout.readline().strip().rstrip("/") if process.stdout else "")), process.pid
    finally:
        process.terminate()
        process.wait(30)


def measured(command: Sequence[str], address: str | None, asked: Any, ids: Ids, options: Any) -> tuple[Answers, int]:
    """What the clients got in that time, and the server's memory at its peak, in MB."""
    with running(command, address) as (place, pid):
        ask(place, [mix(asked, ids, seed=-1)], seconds=0, at_least=len(KINDS) * 4, patience=600)
        answers = ask(place, [mix(asked, ids, seed) for seed in range(options.clients)], options.seconds)
        return answers, _peak(pid)


def _peak(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


def lines_of(name: str, answers: Answers, peak: int, beside: Answers | None) -> Iterator[str]:
    for kind in ("all", *KINDS):
        told = answers.of(kind)
        ratio = "× 1" if beside is None else f"× {told.a_second / beside.of(kind).a_second:.2g}"
        memory = f"{peak:,} MB" if kind == "all" else ""
        yield (
            f"| {name} | {kind} | {told.count:,} | {told.a_second:,.1f} | {ratio} | {told.at(50):,.0f} | "
            f"{told.at(95):,.0f} | {told.errors} | {memory} |"
        )


HEAD = (
    "| served by | what | requests | a second | beside | p50 ms | p95 ms | errors | peak |",
    "|---|---|---|---|---|---|---|---|---|",
)


def page(counts: dict[str, int], options: Any, lines: Sequence[str]) -> str:
    told = ", ".join(f"{number:,} {name}" for name, number in counts.items())
    versions = f"Python {platform.python_version()}, pledgebook {pledgebook.__version__}, {datasette_version()}"
    return "\n".join([
        "# Many people at one book",
        f"Written by `benchmarks/serving.py` on {time.strftime('%Y-%m-%d')}. {os.cpu_count()} cores, "
        f"{platform.system()}, {versions}; a process each for server and clients.", "",
        f"{options.clients} clients for {options.seconds:g} s over loopback, each one request after the other. The "
        f"book: made-up {told}; asked for are {DRAWN} pledges, {DRAWN} documents, all donors, nine days. The same "
        "tables under Datasette, as SQLite with indexes, in the same run; *beside* is how many times as many requests a second.", "",
        *HEAD, *lines, "",
        "Datasette shows rows as they stand; a page of Pledgebook holds a history with its sentences, or a "
        "text with its claims marked; its totals count each unit once. Answers are kept while the book is the same.",
        "",
    ])  # fmt: skip


def datasette() -> str:
    """The program: of `build/peers`, or on the path."""
    return str(PEERS / "datasette") if (PEERS / "datasette").exists() else shutil.which("datasette") or ""


def datasette_version() -> str:
    if not datasette():
        return "no datasette"
    return subprocess.run([datasette(), "--version"], capture_output=True, text=True, check=True).stdout.strip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pledges", nargs="?", type=int, default=10_000)
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--book", type=Path, default=ROOT / "build")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    options.book.mkdir(exist_ok=True)
    book = made_book(options.book, options.pledges)
    ids, counts = ids_of(book)
    own = [sys.executable, "-m", "pledgebook", "serve", "--book", str(book), "--port", "0"]
    answers, peak = measured(own, None, own_address, ids, options)
    lines: list[str] = []
    if datasette():
        with tempfile.TemporaryDirectory() as folder:
            file = as_sqlite(book, Path(folder) / "book.db")
            settings = [part for name, value in (("sql_time_limit_ms", "30000"), ("suggest_facets", "off"))
                        for part in ("--setting", name, value)]  # fmt: skip
            peer = [datasette(), str(file), "--port", str(PORT_OF_DATASETTE), *settings]
            place = f"http://127.0.0.1:{PORT_OF_DATASETTE}"
            beside, peer_peak = measured(peer, place, peer_address, ids, options)
        lines = [*lines_of("Pledgebook", answers, peak, beside), *lines_of("Datasette", beside, peer_peak, None)]
    else:
        lines = list(lines_of("Pledgebook", answers, peak, None))
        print("Datasette is not at hand: pip install datasette into build/peers", file=sys.stderr)
    text = page(counts, options, lines)
    print(text)
    if options.write:
        PAGE.write_text(text, "utf-8")
    if answers.of("all").errors:
        sys.exit("\n".join(answers.told_errors()))


if __name__ == "__main__":
    main()
