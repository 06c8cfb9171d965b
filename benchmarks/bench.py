#!/usr/bin/env python3
"""Measure speed and memory beside a bare limit in the same run, and write benchmarks/RESULTS.md.

    bench.py [--documents N] [--runs N]

Every figure comes from a process of its own, whose peak memory is told too; start-up and the loading of words are not
timed. No time is asserted anywhere: the ratios carry over to other machines, the times do not.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib import metadata
from pathlib import Path
from typing import Any, TypeAlias

HERE = Path(__file__).resolve().parent
CORPUS = HERE.parents[1] / "shared" / "data" / "news" / "white-house-2021-2026.parquet"
EXAMPLES = HERE.parent / "examples" / "march-2024"
RESULTS = HERE / "RESULTS.md"

PLEDGES_IN_REPORT = 100_000
"""The book's pledges are repeated up to so many: more than any public tracker holds."""

SLOW_PEER_DOCUMENTS = 50
"""Documents for peers that take up to seconds for one."""

Timed: TypeAlias = tuple[float, int]
"""Seconds, and how many things were done in them."""


def timed(work: Callable[[], object], things: int) -> Timed:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin, things


# What is measured; each function gets the folder in which the sample lies.


def documents_of(folder: Path) -> list[Any]:
    from pledgebook.model import Document

    told = [json.loads(path.read_text("utf-8")) for path in sorted((folder / "sample").iterdir())]
    return [Document.make(**{**each, "published": date.fromisoformat(each["published"])}) for each in told]


def each_document(folder: Path, work: Callable[[str], object], most: int | None = None) -> Timed:
    texts = [each.text for each in documents_of(folder)[:most]]
    work("Norway gives Ukraine two tanks.")  # loads what is loaded with the first text
    return timed(lambda: [work(text) for text in texts], len(texts))


def extract(folder: Path) -> Timed:
    from pledgebook.extraction import extract_claims

    documents = documents_of(folder)
    extract_claims(documents[0])  # loads the words
    return timed(lambda: [extract_claims(each) for each in documents], len(documents))


def digits(folder: Path) -> Timed:
    import re2

    return each_document(folder, re2.compile(r"\d+").findall)


def quantulum(folder: Path) -> Timed:
    from quantulum3 import parser

    return each_document(folder, parser.parse, SLOW_PEER_DOCUMENTS)


def spacy_entities(folder: Path) -> Timed:
    import spacy

    return each_document(folder, spacy.load("en_core_web_sm"), SLOW_PEER_DOCUMENTS)


def read(folder: Path) -> Timed:
    import pledgebook

    shutil.rmtree(folder / "a.book", ignore_errors=True)
    pledgebook.extract("Norway gives Ukraine 5 million euros.", published="2024-03-14")
    book, sample = pledgebook.open(folder / "a.book"), folder / "sample"
    return timed(lambda: book.read(sample), len(list(sample.iterdir())))


def insert(folder: Path) -> Timed:
    import sqlite3

    paths, connection = sorted((folder / "sample").iterdir()), sqlite3.connect(folder / "bare.sqlite")
    connection.execute("CREATE TABLE IF NOT EXISTS documents (published, publisher, title, text)")

    def work() -> None:
        told = (json.loads(path.read_text("utf-8")) for path in paths)
        connection.executemany("INSERT INTO documents VALUES (:published, :publisher, :title, :text)", told)
        connection.commit()

    return timed(work, len(paths))


def claims_of(folder: Path) -> tuple[Any, ...]:
    from pledgebook.book.log import open_log
    from pledgebook.model import PublishedClaim

    with open_log(folder / "a.book") as log:
        documents = {document.hash: document for document in log.documents()}
        extractions = list(log.extractions())
    told = [PublishedClaim(claim, documents[each.document_hash]) for each in extractions for claim in each.claims]
    return tuple(sorted(told, key=lambda each: (each.published, each.document.id, each.claim.span.start, each.id)))


def keep_books(folder: Path) -> Timed:
    from pledgebook.ledger.posting import keep
    from pledgebook.linking import link

    claims = claims_of(folder)
    link(claims[:20])  # loads the weights
    return timed(lambda: keep(link(claims).pledges, {claim.id: claim for claim in claims}), len(claims))


def group_claims(folder: Path) -> Timed:
    claims = [told.claim for told in claims_of(folder)]
    return timed(lambda: Counter((c.donors, c.recipients, c.amount) for c in claims), len(claims))


def large_book(folder: Path) -> tuple[Any, int]:
    """The book with its pledges repeated, each time under ids of their own, and how many they are."""
    from pledgebook.pipeline import connect
    from pledgebook.reporting.queries import prepare

    connection = connect(folder / "a.book")
    [(pledges,)] = connection.execute("SELECT count(*) FROM pledges").fetchall()
    copies = PLEDGES_IN_REPORT // pledges + 1
    for table, ids in {"pledges": ("pledge", "part_of"), "states": ("pledge",), "claims": ("claim", "pledge")}.items():
        new = ", ".join(f"{id} || '-' || copy AS {id}" for id in ids)
        rows = f"SELECT t.* REPLACE ({new}) FROM {table} AS t, range({copies}) AS copies (copy)"
        connection.execute(f"CREATE TABLE many AS {rows}; DROP VIEW {table}; ALTER TABLE many RENAME TO {table}")
    return prepare(connection), pledges * copies


def report(folder: Path) -> Timed:
    from pledgebook.reporting.questions import Question
    from pledgebook.reporting.report import Layout
    from pledgebook.reporting.report import report as work_out

    connection, pledges = large_book(folder)
    return timed(lambda: work_out(connection, Question(), Layout(("donor",))), pledges)


def group_by(folder: Path) -> Timed:
    connection, pledges = large_book(folder)
    query = (
        "SELECT donors, unit, sum(promised_low), sum(promised_high), sum(delivered_low), sum(delivered_high) "
        "FROM pledges JOIN states USING (pledge) WHERE known_to IS NULL GROUP BY ALL"
    )
    return timed(lambda: connection.execute(query).fetchall(), pledges)


@dataclass(frozen=True, slots=True)
class Measure:
    """A stage or, with `beside`, the peer that it is held against; `needs` is an optional package."""

    words: str
    things: str
    work: Callable[[Path], Timed]
    beside: str | None = None
    needs: str | None = None


MEASURES = {
    "extract": Measure("extraction", "documents", extract),
    "digits": Measure("a bare RE2 scan for digits", "documents", digits, "extract"),
    "quantulum": Measure("quantulum3, amounts only, 50 documents", "documents", quantulum, "extract", "quantulum3"),
    "spacy": Measure("spaCy en_core_web_sm, 50 documents", "documents", spacy_entities, "extract", "en_core_web_sm"),
    "read": Measure("reading files into a book: extraction, log, linking, tables", "documents", read),
    "insert": Measure("the same files parsed and put into one SQLite table", "documents", insert, "read"),
    "keep": Measure("linking and posting", "claims", keep_books),
    "group": Measure("the same claims grouped by donors, recipients and amount", "claims", group_claims, "keep"),
    "report": Measure("`report --by donor`", "pledges", report),
    "group_by": Measure("a bare DuckDB GROUP BY over the same rows", "pledges", group_by, "report"),
}


# The run


def make_sample(folder: Path, most: int) -> str:
    """Put the articles into `folder/sample`, one file each, and tell what they are."""
    (folder / "sample").mkdir()
    if CORPUS.exists():
        import pyarrow.parquet

        table = pyarrow.parquet.read_table(CORPUS)
        step = max(1, table.num_rows // most)
        told = table.take(list(range(0, table.num_rows, step))[:most]).to_pylist()
        words = f"{len(told):,} releases of the White House, 2021–2026 (every {step}th of {table.num_rows:,})"
    else:
        examples = [json.loads(path.read_text("utf-8")) for path in sorted(EXAMPLES.glob("*.json"))]
        told = [{**examples[i % len(examples)], "title": f"Printing {i}"} for i in range(most)]
        words = f"the {len(examples)} example articles, repeated to {most:,} (the larger corpus is not at hand)"
    size = sum(len(each["text"].encode()) for each in told)
    for number, each in enumerate(told):
        article = {**each, "id": f"bench-{number:05}", "published": str(each["published"])[:10]}
        (folder / "sample" / f"{number:05}.json").write_text(json.dumps(article), "utf-8")
    return json.dumps({"words": f"{words}, {size / 1e6:.1f} MB of text", "bytes": size / len(told)})


def child(*arguments: object) -> dict[str, Any]:
    """Run this file once more; in a fresh process, so that its peak of memory is its own."""
    command = [sys.executable, __file__, *map(str, arguments)]
    printed: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return printed


def run_one(name: str, folder: Path) -> str:
    seconds, things = MEASURES[name].work(folder)
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return json.dumps({"seconds": seconds, "things": things, "peak_mb": kilobytes / 1024})


def is_there(package: str | None) -> bool:
    return package is None or importlib.util.find_spec(package) is not None


def rows(found: dict[str, list[dict[str, Any]]], bytes_each: float) -> Iterable[str]:
    rates = {name: statistics.median(run["things"] / run["seconds"] for run in runs) for name, runs in found.items()}
    for name, runs in found.items():
        measure, seconds = MEASURES[name], sorted(run["seconds"] for run in runs)
        rate = f"{rates[name]:,.{0 if rates[name] >= 100 else 1}f} {measure.things}/s"
        if measure.things == "documents":
            rate += f", {rates[name] * bytes_each / 1e6:,.2f} MB/s"
        ratio = f"× {rates[name] / rates[measure.beside]:,.2g}" if measure.beside else "1"
        words = f"– {measure.words}" if measure.beside else f"**{measure.words}**"
        span = f"{statistics.median(seconds):.3g} s ({seconds[0]:.3g}–{seconds[-1]:.3g})"
        peak = statistics.median(run["peak_mb"] for run in runs)
        yield f"| {words} | {runs[0]['things']:,} | {span} | {rate} | {ratio} | {peak:,.0f} MB |"


def machine() -> str:
    names = Path("/proc/cpuinfo")
    told = names.read_text("utf-8").splitlines() if names.exists() else []
    model = next((line.split(":")[1].strip() for line in told if line.startswith("model name")), platform.machine())
    packages = {"pledgebook": "pledgebook", "duckdb": "duckdb", "google-re2": "re2", "pyarrow": "pyarrow"}
    packages |= {"quantulum3": "quantulum3", "spacy": "spacy"}
    present = [f"{name} {metadata.version(name)}" for name, module in packages.items() if is_there(module)]
    return ", ".join(
        (model, f"{os.cpu_count()} cores", platform.system(), f"Python {platform.python_version()}", *present)
    )


def page(sample: dict[str, Any], runs: int, table: Iterable[str]) -> str:
    skipped = "; ".join(measure.words for measure in MEASURES.values() if not is_there(measure.needs))
    return f"""# Speed and memory
Written by `make bench` on {datetime.now(UTC).date()}. {machine()}.
The sample: {sample["words"]}. Median of {runs} (fastest–slowest), a process each. What is measured: [README.md](README.md).

| what | how many | time | rate | beside the stage | peak memory |
|---|---|---|---|---|---|
{chr(10).join(table)}

{f"Not installed, so left out: {skipped}." if skipped else "All peers were at hand."}
"""


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--documents", type=int, default=1000)
    cli.add_argument("--runs", type=int, default=3)
    cli.add_argument("--one", choices=["sample", *MEASURES], help=argparse.SUPPRESS)
    cli.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = cli.parse_args()
    if asked.one:
        print(make_sample(asked.folder, asked.documents) if asked.one == "sample" else run_one(asked.one, asked.folder))
        return
    found: dict[str, list[dict[str, Any]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        sample = child("--one", "sample", "--folder", folder, "--documents", asked.documents)
        for name in (name for name, measure in MEASURES.items() if is_there(measure.needs)):
            print(f"{MEASURES[name].words} …", file=sys.stderr, flush=True)
            found[name] = [child("--one", name, "--folder", folder) for _ in range(asked.runs)]
    RESULTS.write_text(page(sample, asked.runs, rows(found, sample["bytes"])), "utf-8")
    print(RESULTS.read_text("utf-8"))


if __name__ == "__main__":
    main()
