"""`check` passes on every whole book and finds what was damaged: in the log, in the tables, in the ledger."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest

from conftest import article, claim
from pledgebook import pipeline
from pledgebook.cli import main
from pledgebook.errors import BookDamaged
from pledgebook.reading import ReadOptions

Write = Callable[[str, object], Path]
NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)

PROMISED = "Washington promised Ukraine weapons worth $300 million"
ARRIVED = "weapons worth $100 million have arrived in Ukraine"
ARTICLES = [
    article(f"{PROMISED}.", id="a1", published="2024-03-13", claims=[claim(PROMISED, due="2024-05")]),
    article(
        f"Of the $300 million that Washington promised Ukraine, {ARRIVED}.",
        id="a2",
        published="2024-04-10",
        claims=[
            claim(ARRIVED, event="deliver", basis="cumulative", low=100_000_000, high=100_000_000),
            claim("$300 million that Washington promised Ukraine"),
        ],
    ),
]


@pytest.fixture
def book(write: Write, tmp_path: Path) -> Path:
    """A book in which 100 of 300 million have arrived."""
    path = tmp_path / "my.book"
    read(path, write("articles.json", ARTICLES))
    assert pipeline.check(path) == []
    return path


def read(book: Path, *files: Path) -> None:
    summary = pipeline.read(book, files, NOON, ReadOptions(given_claims=True))
    assert summary.issues == ()


def told(book: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What `check` says of a damaged book."""
    capsys.readouterr()
    assert main(["check", "--book", str(book)]) == 1
    return capsys.readouterr().err


# The tables


def change(book: Path, table: str, row: int, **cells: Any) -> None:
    """Give the cells of one row of a derived table other values."""
    [file] = (book / "derived").glob(f"g-*/{table}.parquet")
    whole = pa.parquet.read_table(file)
    rows = whole.to_pylist()
    rows[row] |= cells
    pa.parquet.write_table(pa.Table.from_pylist(rows, schema=whole.schema), file)


@pytest.mark.parametrize(
    ("table", "row", "cells", "law"),
    [
        ("postings", 0, {"low": Decimal(299_000_000)}, "promised on 2024-03-13: state and postings differ"),
        ("postings", 1, {"to_account": "cancelled"}, "delivered, cancelled on 2024-04-10: state and postings differ"),
        ("postings", 1, {"unit": "EUR"}, "posted in EUR, USD, counted in USD"),
        ("postings", 1, {"number": 7}, "postings are not numbered"),
        ("postings", 1, {"claim": "c-none"}, "posted for claim c-none"),
        ("states", 1, {"delivered_high": Decimal(200_000_000)}, "delivered on 2024-04-10: state and postings differ"),
        ("states", 0, {"known_to": date(2024, 4, 1)}, "known to 2024-04-01, then from 2024-04-10"),
        ("states", 1, {"known_to": date(2024, 5, 1)}, "nothing is known of it from 2024-05-01 on"),
        ("states", 1, {"pledge": "c-none"}, "states or postings, and no pledge"),
        ("pledges", 0, {"part_of": "c-none"}, "part of c-none, which is no pledge"),
    ],
)  # fmt: skip
def test_a_changed_table_is_told_with_the_broken_law(
    book: Path, capsys: Any, table: str, row: int, cells: dict[str, Any], law: str
):
    change(book, table, row, **cells)
    error = told(book, capsys)
    assert f"{table}.parquet: not as it was written; delete {book / 'derived'}" in error
    assert law in error


@pytest.mark.parametrize("query", ["report", "pledges", "check"])
def test_a_torn_table_is_told_with_what_to_do(book: Path, capsys: Any, query: str):
    [file] = (book / "derived").glob("g-*/states.parquet")
    file.write_bytes(file.read_bytes()[:400])
    assert main([query, "--book", str(book)]) == (1 if query == "check" else 2)
    error = capsys.readouterr().err
    assert len(error.splitlines()) == 1
    assert f"delete {book / 'derived'}" in error


def test_a_page_torn_in_the_middle_is_found_when_it_is_asked(book: Path):
    [file] = (book / "derived").glob("g-*/states.parquet")
    content = bytearray(file.read_bytes())
    content[4 : len(content) // 2] = bytes(len(content) // 2 - 4)
    file.write_bytes(content)
    with pytest.raises(BookDamaged, match="delete"), pipeline.connected(book) as connection:
        connection.execute("SELECT * FROM states").fetchall()


# The log


def rewrite(book: Path, *statements: str) -> None:
    """Change the log behind the book's back: the triggers that keep it are taken off first."""
    connection = sqlite3.connect(book / "log.sqlite")
    for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        assert connection.execute(statement).rowcount > 0
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("statement", "place", "reason"),
    [
        ("UPDATE claims SET low = '1' WHERE event = 'deliver'", "claim c-", "the claim is not as it was read"),
        ("UPDATE claims SET event = 'cancel' WHERE event = 'deliver'", "claim c-", "the claim is not as it was read"),
        ("UPDATE claims SET low = 'many' WHERE event = 'deliver'", "claim c-", "the claim is not as it was read"),
        ("UPDATE claims SET confidence = 0.1", "document a1", "what was taken from it is not as it was read"),
        ("UPDATE documents SET publisher = 'Elsewhere'", "document a1", "the document is not as it was read"),
        ("UPDATE documents SET text = 'x' || text", "claim c-", "its quote does not stand at its place"),
        ("DELETE FROM extractions WHERE number = 2", "batch 1", "what it added is not as it was read"),
        ("UPDATE batches SET digest = 'l-other'", "batch 1", "what it added is not as it was read"),
    ],
)  # fmt: skip
def test_a_changed_log_is_told_with_its_place(book: Path, capsys: Any, statement: str, place: str, reason: str):
    rewrite(book, statement)
    lines = told(book, capsys).splitlines()
    assert any(line.startswith(place) and reason in line for line in lines)


# Whole books


def test_a_pledge_whose_every_text_was_replaced_ends(write: Write, tmp_path: Path):
    """The later text at the same address says nothing of it: from then on nothing is known of the pledge."""
    book = tmp_path / "my.book"
    read(book, write("first.json", ARTICLES[0]), write("second.json", {**ARTICLES[0], "published": "2024-04-01",
         "text": "An earlier text said otherwise.", "claims": []}))  # fmt: skip
    assert pipeline.check(book) == []
    with pipeline.connected(book) as connection:
        states = connection.execute("SELECT known_from, known_to FROM states").fetchall()
    assert states == [(date(2024, 3, 13), date(2024, 4, 1))]


def test_a_pledge_told_again_after_its_texts_were_replaced_goes_on(write: Write, tmp_path: Path):
    book = tmp_path / "my.book"
    read(
        book,
        write("first.json", ARTICLES[0]),
        write("second.json", {**ARTICLES[0], "published": "2024-04-01", "text": "Withdrawn.", "claims": []}),
        write("third.json", {**ARTICLES[0], "id": "a3", "published": "2024-05-01"}),
    )
    assert pipeline.check(book) == []


def test_amounts_finer_than_the_tables_hold_add_up(write: Write, tmp_path: Path):
    """A third of a dollar four times: what is counted is rounded before it is added, not after."""
    fine = {"event": "deliver", "basis": "part", "low": 0.33333349, "high": 0.66666651}
    texts = [f"On day {number}, money arrived in Kyiv" for number in range(1, 5)]
    book = tmp_path / "my.book"
    read(book, *(write(f"{n}.json", article(f"{text}.", id=f"a{n}", published=f"2024-03-0{n}",
         claims=[claim(text, **fine)])) for n, text in enumerate(texts, 1)))  # fmt: skip
    assert pipeline.check(book) == []


def test_the_largest_amounts_add_up_exactly(write: Write, tmp_path: Path):
    texts = [f"On day {number}, money arrived in Kyiv" for number in range(1, 5)]
    most = {"event": "deliver", "basis": "increment", "low": 10**20 - 1, "high": 10**20 - 1}
    book = tmp_path / "my.book"
    read(book, *(write(f"{n}.json", article(f"{text}.", id=f"a{n}", published=f"2024-03-0{n}",
         claims=[claim(text, **most), claim("Kyiv", **{**most, "low": 0.000001, "high": 0.000001})]))
         for n, text in enumerate(texts, 1)))  # fmt: skip
    assert pipeline.check(book) == []


def test_states_may_end_only_where_no_claim_counts():
    from pledgebook.ledger.checks import check
    from test_ledger import book_of

    book = book_of("P 2024-01-01 pledge 60")
    [state], postings = book.kept.states, book.kept.postings
    ended = [replace(state, known_to=date(2024, 2, 1))]
    assert [issue.reason for issue in check(book.pledges, book.claims, ended, postings)] == [
        "nothing is known of it from 2024-02-01 on"
    ]
    withdrawn = dict.fromkeys(book.claims, date(2024, 2, 1))
    assert check(book.pledges, book.claims, ended, postings, withdrawn) == []
