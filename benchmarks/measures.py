"""What the speed benchmark measures: the stages, and beside each a bare limit or a peer over the same input.

Each function gets the folder in which the sample lies (`sample/*.json`) and, once `read` has run, a book (`a.book`).
What it needs is imported and loaded before the clock starts.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

PLEDGES_IN_REPORT = 100_000
"""The book's pledges are repeated up to so many: more than any public tracker holds."""

SLOW_PEER_DOCUMENTS = 20
"""Documents for peers that take up to seconds for one."""

Timed: TypeAlias = tuple[float, int]
"""Seconds, and how many things were done in them."""


def timed(work: Callable[[], object], things: int) -> Timed:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin, things


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


def find_amounts(folder: Path) -> Timed:
    import pledgebook

    return each_document(folder, pledgebook.amounts)


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


def near_copies(folder: Path) -> Timed:
    from pledgebook.linking import find_copies

    documents = documents_of(folder)
    find_copies(documents[:2])  # loads the index
    return timed(lambda: find_copies(documents), len(documents))


def datasketch_index(folder: Path) -> Timed:
    """The runs of words sketched and looked up by the peer; nothing is checked, nothing forgotten."""
    from datasketch import MinHash, MinHashLSH

    from pledgebook.linking.likeness import print_of
    from pledgebook.linking.near_copies import BANDS, SEED, SKETCH

    index = MinHashLSH(num_perm=SKETCH, params=(BANDS, SKETCH // BANDS))

    def add(name: int, document: Any) -> None:
        sketch = MinHash(SKETCH, SEED)
        sketch.update_batch([run.encode() for run in print_of(document).runs])
        index.query(sketch)
        index.insert(name, sketch)

    documents = documents_of(folder)
    return timed(lambda: [add(*each) for each in enumerate(documents)], len(documents))


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
    "spacy": Measure("spaCy en_core_web_sm, over 20 of them", "documents", spacy_entities, "extract", "en_core_web_sm"),
    "amounts": Measure("finding amounts alone (`pledgebook.amounts`)", "documents", find_amounts),
    "quantulum": Measure("quantulum3, over 20 of them", "documents", quantulum, "amounts", "quantulum3"),
    "read": Measure("reading files into a book: extraction, log, linking, tables", "documents", read),
    "insert": Measure("the same files parsed and put into one SQLite table", "documents", insert, "read"),
    "copies": Measure("finding near-copies", "documents", near_copies),
    "datasketch": Measure(
        "datasketch over the same runs of words", "documents", datasketch_index, "copies", "datasketch"
    ),
    "keep": Measure("linking and posting", "claims", keep_books),
    "group": Measure("the same claims grouped by donors, recipients and amount", "claims", group_claims, "keep"),
    "report": Measure("`report --by donor`", "pledges", report),
    "group_by": Measure("a bare DuckDB GROUP BY over the same rows", "pledges", group_by, "report"),
}
