"""What changed between two days; blocks with their end; figures on which sources disagree; whose word it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import pledgebook
from conftest import article, claim
from pledgebook import pipeline
from pledgebook.api import Book
from pledgebook.errors import WrongCall
from pledgebook.extraction.voices import voice_of
from pledgebook.reading import ReadOptions

Write = Callable[[str, object], Path]
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
M = 10**6


def told(id: str, day: str, sentence: str, publisher: str = "Wire", **fields: Any) -> dict[str, Any]:
    """An article of one sentence, which is its claim; amounts in millions of euros from Germany to Ukraine."""
    amount = fields.pop("amount", None)
    figure = None if amount is None else amount * M
    unit = "EUR" if amount else None
    given = {"donors": ["DE"], "recipients": ["UA"], "low": figure, "high": figure, "unit": unit, **fields}
    return article(f"{sentence}.", id=id, published=day, publisher=publisher, claims=[claim(sentence, **given)])


@pytest.fixture
def tell(tmp_path: Path, write: Write) -> Callable[..., Book]:
    def read(*articles: dict[str, Any]) -> Book:
        for each in articles:
            write(f"{each['id']}-{each['published']}.json", each)
        book = pledgebook.open(tmp_path / "x.book")
        pipeline.read(book.path, [tmp_path / "articles"], NOON, ReadOptions(given_claims=True))
        return book

    return read


PROMISE = told("a", "2024-01-10", "Germany promised 500 million for air defence", amount=500, item="air defence")
RAISED = told("b", "2024-02-10", "Germany raised its air defence gift to 600 million", amount=600, item="air defence")
PAID = told(
    "c", "2024-03-10", "Germany has paid 200 million for air defence", amount=200, item="air defence", event="deliver",
    basis="cumulative",
)  # fmt: skip


def rows_of(book: Book, start: str, end: str) -> list[tuple[Any, ...]]:
    return [(r["change"], r["figure"], r["before"], r["after"]) for r in book.changes(start, end)]


def test_each_figure_that_changed_is_told_with_its_sentence(tell: Callable[..., Book]):
    book = tell(PROMISE, RAISED, PAID)
    assert rows_of(book, "2023-12-31", "2024-01-31") == [
        ("new", "promised", [0, 0], [500 * M, 500 * M]), ("new", "status", None, "open"),
    ]  # fmt: skip
    assert rows_of(book, "2024-01-31", "2024-03-31") == [
        ("revised", "promised", [500 * M, 500 * M], [600 * M, 600 * M]),
        ("revised", "delivered", [0, 0], [200 * M, 200 * M]),
        ("revised", "status", "open", "partly delivered"),
    ]
    quotes = {row["figure"]: row["quote"] for row in book.changes("2024-01-31", "2024-03-31")}
    assert quotes["promised"].startswith("Germany raised")
    assert quotes["delivered"].startswith("Germany has paid")
    assert rows_of(book, "2024-03-10", "2024-06-30") == []


def test_a_replaced_text_is_withdrawn(tell: Callable[..., Book]):
    later = article("Nothing was promised after all.", id="a", published="2024-02-01", claims=[])
    book = tell(PROMISE, later)
    assert [row[0] for row in rows_of(book, "2024-01-15", "2024-02-02")] == ["withdrawn", "withdrawn"]


def test_days_must_be_in_order(tell: Callable[..., Book]):
    with pytest.raises(WrongCall, match="before"):
        tell(PROMISE).changes("2024-03-01", "2024-03-01")


def test_a_block_tells_who_held_it_until_when_and_what_it_cost(tell: Callable[..., Book]):
    held = told(
        "b", "2024-02-10", "Parliament holds up 500 million for air defence", amount=500, item="air defence",
        event="block", happened="2024-02-08", held_by="Parliament",
    )  # fmt: skip
    freed = told(
        "c", "2024-04-20", "Germany has paid the 500 million for air defence", amount=500, item="air defence",
        event="deliver", happened="2024-04-18",
    )  # fmt: skip
    book = tell(PROMISE, held, freed)
    standing = book.blocked(as_of="2024-03-09").rows
    assert [(row["since"], row["until"], row["days"]) for row in standing] == [("2024-02-08", None, 30)]
    assert book.blocked().rows == []
    (lifted,) = book.blocked(lifted=True).rows
    assert (lifted["until"], lifted["days"]) == ("2024-04-18", 70)
    assert lifted["lifted_quote"] == "Germany has paid the 500 million for air defence"
    assert [row["days_blocked"] for row in book.report()] == [70]
    assert [row["days"] for row in book.why(standing[0]["pledge"]).blocks] == [70]


def test_two_figures_for_one_time_are_both_kept_and_the_giver_s_own_stands(tell: Callable[..., Book]):
    own = told(
        "a", "2024-01-10", "Germany promised 500 million for air defence", "German government", amount=500,
        item="air defence", happened="2024-01-09",
    )  # fmt: skip
    other = told(
        "b", "2024-01-11", "Germany promised 550 million for air defence", amount=550, item="air defence",
        happened="2024-01-09",
    )  # fmt: skip
    book = tell(own, other)
    (pledge,) = book.pledges().rows
    assert pledge["promised"] == [500 * M, 500 * M]
    assert pledge["disputed"] == ["promised"]
    assert [row["disputed"] for row in book.report()] == [1]
    (told_twice,) = book.why(pledge["pledge"]).disagreements
    assert (told_twice["chosen_amount"], told_twice["other_amount"]) == ([500 * M] * 2, [550 * M] * 2)
    assert told_twice["rule"] == "the giver's own figure stands"
    assert [row["kind"] for row in book.review()].count("disagreement") == 1
    assert book.pledges(as_of="2024-01-10").rows[0]["disputed"] == []


def test_a_later_figure_for_another_time_is_no_disagreement(tell: Callable[..., Book]):
    assert tell(PROMISE, RAISED).pledges().rows[0]["disputed"] == []


def test_silence_is_not_failure_and_a_stated_zero_is_no_silence(tell: Callable[..., Book]):
    none = told("b", "2024-05-02", "Nothing of the 500 million for air defence has come", amount=500, event="miss",
                item="air defence", due="2024-04")  # fmt: skip
    book = tell(PROMISE, none, told("n", "2024-06-01", "Germany promised 7 million for seeds", amount=7, item="seed"))
    before, after = book.pledges(as_of="2024-04-01").rows[0], book.pledges().rows[0]
    assert (before["last_heard"], before["arrival"], before["status"]) == ("2024-01-10", "no news", "open")
    assert (after["last_heard"], after["arrival"]) == ("2024-05-02", "none, as told")


def test_sources_are_told_first_first_with_their_voice(tell: Callable[..., Book]):
    second = told("b", "2024-01-20", "Kyiv thanked Germany for 500 million for air defence", "Government of Ukraine",
                  amount=500, item="air defence")  # fmt: skip
    book = tell(PROMISE, second)
    (pledge,) = book.pledges().rows
    sources = [(row["source"], row["voice"]) for row in book.why(pledge["pledge"]).sources]
    assert sources == [("Wire", "unknown"), ("Government of Ukraine", "receiver")]
    assert (pledge["sources"], pledge["voices"]) == (2, ["receiver"])


@pytest.mark.parametrize(
    ("speaker", "publisher", "voice"),
    [
        ("Boris Pistorius, the German defence minister", "Wire", "giver"),
        ("Ukraine's prime minister", "Wire", "receiver"),
        ("a NATO official", "Wire", "third party"),
        (None, "The White House", "third party"),
        (None, "Wire", "unknown"),
        ("a man in the street", "German government", "unknown"),
    ],
)
def test_whose_word_it_is(speaker: str | None, publisher: str, voice: str):
    from dataclasses import replace

    text = "Germany gave Ukraine 5 tanks."
    found = pledgebook.extract(text, published=date(2024, 1, 1))[0]
    assert voice_of(replace(found, donors=("DE",), recipients=("UA",), speaker=speaker), publisher) == voice
