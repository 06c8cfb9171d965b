"""A derived book in memory: the tables that the queries read, filled from short rows."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb

from pledgebook.reporting.queries import prepare

AMOUNTS = ", ".join(
    f"{stage}_low DECIMAL(38,6), {stage}_high DECIMAL(38,6)"
    for stage in ("proposed", "promised", "blocked", "contracted", "delivered", "cancelled")
)
TABLES = f"""
CREATE TABLE documents(document VARCHAR, hash VARCHAR, address VARCHAR, published DATE, publisher VARCHAR,
    language VARCHAR, title VARCHAR, url VARCHAR, superseded_from DATE);
CREATE TABLE copies(document VARCHAR, document_hash VARCHAR, copy_of VARCHAR, copy_of_hash VARCHAR, likeness DOUBLE);
CREATE TABLE claims(claim VARCHAR, pledge VARCHAR, document VARCHAR, document_hash VARCHAR, "start" INT, "end" INT,
    quote VARCHAR, event VARCHAR, donors VARCHAR[], recipients VARCHAR[], low DECIMAL(38,6), high DECIMAL(38,6),
    unit VARCHAR, per VARCHAR, item VARCHAR, aid VARCHAR, basis VARCHAR, happened VARCHAR, due VARCHAR,
    happened_phrase VARCHAR, due_phrase VARCHAR, speaker VARCHAR, confidence DOUBLE, held_by VARCHAR,
    instrument VARCHAR, channel VARCHAR, programme VARCHAR, source_id VARCHAR, extractor VARCHAR, published DATE,
    publisher VARCHAR, withdrawn DATE, voice VARCHAR, review VARCHAR,
    origin VARCHAR, place VARCHAR, whole_id VARCHAR, worth_low DECIMAL(38,6), worth_high DECIMAL(38,6),
    worth_unit VARCHAR, valuation VARCHAR);
CREATE TABLE pledges(pledge VARCHAR, donors VARCHAR[], recipients VARCHAR[], item VARCHAR, unit VARCHAR, aid VARCHAR,
    part_of VARCHAR, split VARCHAR, summary BOOLEAN, founded DATE, aliases VARCHAR[]);
CREATE TABLE states(pledge VARCHAR, known_from DATE, known_to DATE, {AMOUNTS}, due VARCHAR, due_last_day DATE,
    status VARCHAR);
CREATE TABLE postings(pledge VARCHAR, number INT, claim VARCHAR, unit VARCHAR, from_account VARCHAR,
    to_account VARCHAR, low DECIMAL(38,6), high DECIMAL(38,6), high_open BOOLEAN, known_from DATE, rule VARCHAR);
CREATE TABLE matches(kind VARCHAR, "left" VARCHAR, "right" VARCHAR, weight DOUBLE,
    reasons STRUCT(feature VARCHAR, weight DOUBLE, words VARCHAR)[], pledge VARCHAR);
CREATE TABLE disagreements(pledge VARCHAR, "column" VARCHAR, chosen VARCHAR, other VARCHAR, rule VARCHAR,
    known_from DATE);
CREATE TABLE decisions(decision VARCHAR, kind VARCHAR, claim VARCHAR, other VARCHAR, field VARCHAR, value VARCHAR,
    who VARCHAR, "when" VARCHAR, why VARCHAR, state VARCHAR, document_hash VARCHAR);
CREATE TABLE issues(place VARCHAR, reason VARCHAR);
"""


class DerivedBook:
    """Tables in memory; each method adds one row, what is not given has a plain value."""

    def __init__(self) -> None:
        self.connection = duckdb.connect()
        self.connection.execute(TABLES)
        prepare(self.connection)

    def _insert(self, table: str, row: dict[str, Any]) -> None:
        columns = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" for _ in row)
        self.connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(row.values()))

    def document(self, name: str, published: str, **more: Any) -> None:
        row = {"document": name, "hash": f"t-{name}", "address": name, "published": published, "publisher": "Wire",
               "language": "en", "title": name}  # fmt: skip
        self._insert("documents", {**row, **more})

    def copy(self, name: str, copy_of: str) -> None:
        """Document `name` is a near-copy of document `copy_of`."""
        row = {"document": name, "document_hash": f"t-{name}", "copy_of": copy_of, "copy_of_hash": f"t-{copy_of}"}
        self._insert("copies", {**row, "likeness": 0.8})

    def claim(self, claim: str, published: str, **more: Any) -> None:
        document = more.get("document", "d1")
        row = {"claim": claim, "document": document, "document_hash": f"t-{document}", "start": 0, "end": 4,
               "quote": "text", "event": "pledge", "donors": ["US"], "recipients": ["UA"], "aid": "military",
               "basis": "total", "confidence": 1.0, "extractor": "given", "published": published,
               "publisher": "Wire", "voice": "unknown", "origin": "text"}  # fmt: skip
        self._insert("claims", {**row, **more})

    def pledge(self, pledge: str, **more: Any) -> None:
        row = {"pledge": pledge, "donors": ["US"], "recipients": ["UA"], "item": "aid", "unit": "USD",
               "aid": "military", "summary": False, "founded": "2024-03-01", "aliases": []}  # fmt: skip
        self._insert("pledges", {**row, **more})

    def state(self, pledge: str, known_from: str, known_to: str | None = None, **more: Any) -> None:
        """Amounts as `promised=(low, high)`."""
        row: dict[str, Any] = {"pledge": pledge, "known_from": known_from, "known_to": known_to, "status": "open"}
        for stage in ("proposed", "promised", "blocked", "contracted", "delivered", "cancelled"):
            row[f"{stage}_low"], row[f"{stage}_high"] = more.pop(stage, (0, 0))
        self._insert("states", {**row, **more})

    def known(self, pledge: str, promised: tuple[int, int | None], **more: Any) -> None:
        """A pledge with one state from its founding on, and one claim about it."""
        founded = more.get("founded", "2024-03-01")
        stages = ("proposed", "blocked", "contracted", "delivered", "cancelled", "status", "due", "due_last_day")
        state = {name: more.pop(name) for name in stages if name in more}
        self.pledge(pledge, **more)
        self.state(pledge, founded, promised=promised, **state)
        self.claim(pledge, founded, pledge=pledge)


def day(text: str) -> date:
    return date.fromisoformat(text)
