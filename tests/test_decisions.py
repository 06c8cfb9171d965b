"""What reviewers decide: it wins over the program, survives a rebuild, and comes up again where it lost its ground."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import pledgebook
from conftest import article, claim
from pledgebook import pipeline
from pledgebook.api import Book
from pledgebook.book.log import open_log
from pledgebook.errors import NotInBook, WrongCall
from pledgebook.extraction import extract_claims
from pledgebook.model import Decision, Document, PublishedClaim
from pledgebook.protocols import Batch, Extraction
from pledgebook.reading import ReadOptions
from pledgebook.reviewing import reference_to, settle

Write = Callable[[str, object], Path]
NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)


def told(id: str, amount: int, day: str, donor: str = "US", **more: Any) -> dict[str, Any]:
    """An article with one promise: millions of dollars for Ukraine."""
    text = f"In {id}, the donor said it would send weapons worth ${amount} million to Ukraine."
    quote = f"it would send weapons worth ${amount} million to Ukraine"
    figure = amount * 10**6
    fields = {"low": figure, "high": figure, "donors": [donor], **more.pop("fields", {})}
    return article(text, **{"id": id, "published": day, "claims": [claim(quote, **fields)], **more})


@pytest.fixture
def book(tmp_path: Path, write: Write) -> Book:
    """Promises of the United States, of France and of Germany: 300, 700 and 40 million."""
    for id, amount, day, donor in (
        ("a", 300, "2024-03-12", "US"), ("b", 700, "2024-03-20", "FR"), ("c", 40, "2024-03-25", "DE"),
    ):  # fmt: skip
        write(f"{id}.json", told(id, amount, day, donor))
    done = pledgebook.open(tmp_path / "x.book")
    pipeline.read(done.path, [tmp_path / "articles"], NOON, ReadOptions(given_claims=True))
    return done


def claims_of(book: Book) -> dict[str, str]:
    """The claim of each document."""
    return {row["document"]: row["claim"] for row in book.claims()}


def figures(book: Book, **asked: Any) -> list[tuple[tuple[str, ...], float]]:
    """Who has promised how many millions."""
    return sorted((tuple(row["donors"]), row["promised"][0] / 10**6) for row in book.pledges(**asked))


def state_of(book: Book) -> dict[str, str]:
    rows = pipeline.connect(book.path).execute("SELECT kind, state FROM decisions").fetchall()
    return dict(rows)


def test_a_rejected_claim_counts_nowhere(book: Book):
    book.decide("reject", claims_of(book)["b"], who="ada", why="misread")
    assert figures(book) == [(("DE",), 40), (("US",), 300)]
    assert [row["review"] for row in book.claims() if row["document"] == "b"] == ["rejected"]


def test_a_later_decision_overrules(book: Book):
    id = claims_of(book)["b"]
    book.decide("reject", id, who="ada")
    book.decide("accept", id, who="bob")
    assert figures(book) == [(("DE",), 40), (("FR",), 700), (("US",), 300)]
    assert state_of(book) == {"reject": "overruled", "accept": "stands"}


@pytest.mark.parametrize(
    ("field", "value", "after"),
    [
        ("amount", "0.9bn USD", (("FR",), 900)),
        ("amount", "..750m USD", (("FR",), 0)),
        ("donors", "DK+NL", (("DK", "NL"), 700)),
        ("donors", "Germany, Denmark", (("DE", "DK"), 700)),
    ],
)
def test_any_field_is_corrected_and_the_claim_keeps_its_id(book: Book, field: str, value: str, after: Any):
    id = claims_of(book)["b"]
    book.decide("correct", id, field=field, value=value, who="ada", why="see the press release")
    assert after in figures(book)
    assert claims_of(book)["b"] == id
    assert book.check() == []


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"kind": "correct", "field": "colour", "value": "red"}, "colour"),
        ({"kind": "correct", "field": "amount", "value": "5 tanks"}, "TANKS"),
        ({"kind": "correct", "field": "amount", "value": "3bn..2bn EUR"}, "above"),
        ({"kind": "correct", "field": "due", "value": "soon"}, "soon"),
        ({"kind": "correct", "field": "event", "value": "gift"}, "gift"),
        ({"kind": "correct", "field": "donors", "value": "Atlantis"}, "Atlantis"),
        ({"kind": "correct", "field": "aid"}, "--value"),
        ({"kind": "accept", "field": "aid", "value": "other"}, "only correct"),
        ({"kind": "same"}, "--other"),
        ({"kind": "praise"}, "praise"),
        ({"kind": "accept", "who": " "}, "--who"),
    ],
)
def test_what_cannot_be_decided_is_told_and_noted_nowhere(book: Book, given: dict[str, Any], words: str):
    asked: dict[str, Any] = {"who": "ada", **given}
    with pytest.raises(WrongCall, match=words):
        book.decide(asked.pop("kind"), claims_of(book)["b"], **asked)
    with open_log(book.path) as log:
        assert list(log.decisions()) == []


def test_a_claim_that_is_not_there(book: Book):
    with pytest.raises(NotInBook):
        book.decide("accept", "c-nowhere", who="ada")


def test_pledges_are_merged_and_the_younger_id_leads_to_the_older(book: Book):
    claims = claims_of(book)
    book.decide("merge", claims["b"], other=claims["a"], who="ada", why="one package")
    assert len(figures(book)) == 2
    assert book.why(claims["b"]).pledge["pledge"] == claims["a"]
    reasons = [reason["words"] for match in book.why(claims["a"]).matches for reason in match["reasons"]]
    assert any("ada said so" in words and "one package" in words for words in reasons)
    book.decide("different", claims["b"], other=claims["a"], who="bob")
    assert figures(book) == [(("DE",), 40), (("FR",), 700), (("US",), 300)]


def test_a_split_takes_along_what_joined_because_of_it(tmp_path: Path, write: Write):
    for id, day in (("a", "2024-03-12"), ("b", "2024-03-13"), ("c", "2024-03-14")):
        write(f"{id}.json", told(id, 300, day))
    book = pledgebook.open(tmp_path / "x.book")
    pipeline.read(book.path, [tmp_path / "articles"], NOON, ReadOptions(given_claims=True))
    assert len(book.pledges()) == 1
    claims = claims_of(book)
    book.decide("split", claims["c"], who="ada")
    assert sorted(row["pledge"] for row in book.pledges()) == sorted((claims["a"], claims["c"]))
    book.decide("same", claims["c"], other=claims["a"], who="ada")
    assert len(book.pledges()) == 1


def test_part_of_is_set_and_taken_away(book: Book):
    claims = claims_of(book)
    book.decide("part_of", claims["c"], other=claims["b"], who="ada")
    assert {row["pledge"]: row["part_of"] for row in book.pledges()}[claims["c"]] == claims["b"]
    book.decide("part_of", claims["b"], other=claims["c"], who="ada")
    assert {row["pledge"]: row["part_of"] for row in book.pledges()}[claims["b"]] is None, "no circle"
    book.decide("part_of", claims["c"], who="ada")
    assert {row["pledge"]: row["part_of"] for row in book.pledges()}[claims["c"]] is None
    assert book.check() == []


def test_decisions_survive_a_rebuild_and_are_not_known_before_they_were_said(book: Book):
    book.decide("reject", claims_of(book)["b"], who="ada")
    for file in sorted((Path(book.path) / "derived").rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()
    assert figures(book) == [(("DE",), 40), (("US",), 300)]
    assert figures(book, recorded_by="2024-06-02") == [(("DE",), 40), (("FR",), 700), (("US",), 300)]


def test_a_decision_finds_its_claim_after_a_new_extraction(book: Book):
    id = claims_of(book)["b"]
    book.decide("reject", id, who="ada")
    with open_log(book.path) as log:
        before = log.claim(id)
        assert before is not None
        span = before.span
        shorter = replace(before, span=type(span)(span.start + 3, span.end, span.quote[3:]), extractor="rules 99")
        log.append(Batch(extractions=(Extraction(before.document_hash, "rules", "rules 99", (shorter,)),)), NOON)
    assert figures(book) == [(("DE",), 40), (("US",), 300)]
    with open_log(book.path) as log:
        other = replace(shorter, amount=None)
        log.append(Batch(extractions=(Extraction(before.document_hash, "rules", "rules 100", (other,)),)), NOON)
    assert state_of(book) == {"reject": "lost"}
    assert next((row["kind"], row["what"].split(";")[0][-6:]) for row in book.review()) == ("decision", "reject")


def test_a_decision_comes_up_again_when_its_source_changes(book: Book, tmp_path: Path, write: Write):
    book.decide("accept", claims_of(book)["b"], who="ada")
    assert state_of(book) == {"accept": "stands"}
    write("later/b.json", told("b", 650, "2024-04-02"))
    pipeline.read(book.path, [tmp_path / "articles"], NOON, ReadOptions(given_claims=True))
    assert state_of(book) == {"accept": "replaced"}
    assert next(row["kind"] for row in book.review()) == "decision"


def test_the_share_that_a_person_has_reviewed_stands_under_the_report(book: Book):
    assert "0% of the value reviewed" in book.report().notes[0]
    book.decide("accept", claims_of(book)["b"], who="ada")
    assert "67% of the value reviewed" in book.report().notes[0]


def test_review_puts_doubt_times_weight_first(book: Book, tmp_path: Path, write: Write):
    with open_log(book.path) as log:
        for id, sure in (("a", 0.9), ("b", 0.6), ("c", 0.2)):
            found = log.claim(claims_of(book)[id])
            assert found is not None
            less = replace(found, confidence=sure)
            log.append(Batch(extractions=(Extraction(found.document_hash, "rules", "x 1", (less,)),)), NOON)
    rows = [row for row in book.review() if row["kind"] == "claim"]
    assert [row["document"] for row in rows] == ["b", "c", "a"]
    assert [round(row["doubt"], 2) for row in rows] == [0.4, 0.8, 0.1]
    assert all(row["score"] == pytest.approx(row["doubt"] * row["weight"], abs=1e-5) for row in rows)
    assert len(book.review(most=1)) == 1


def test_the_order_in_which_decisions_come_does_not_matter():
    document = Document.make("Norway gave Ukraine 5 tanks.", published=date(2024, 1, 1), id="d")
    one = extract_claims(document)[0]
    claims = [PublishedClaim(one, document)]
    reference = reference_to(one)
    said = [
        Decision("reject", reference, "ada", "2024-01-02T10:00:00+00:00", ""),
        Decision("correct", reference, "bob", "2024-01-03T10:00:00+00:00", "", field="item", value="howitzer"),
        Decision("accept", reference, "eve", "2024-01-04T10:00:00+00:00", ""),
    ]
    settled = settle(said, claims, {})
    assert settle(reversed(said), claims, {}) == settled == settle([*said, *said], claims, {})
    assert settled.reviews == {one.id: "corrected"}
    assert [told.claim.item for told in settled.standing] == ["howitzer"]
    assert [each.state for each in settled.decisions] == ["overruled", "stands", "stands"]


def test_review_works_on_a_terminal(book: Book):
    """A real terminal: the first claim is accepted, the rest is left."""
    with open_log(book.path) as log:
        found = log.claim(claims_of(book)["b"])
        assert found is not None
        less = replace(found, confidence=0.5)
        log.append(Batch(extractions=(Extraction(found.document_hash, "rules", "x 1", (less,)),)), NOON)
    printed = _on_a_terminal(["review", "--book", book.path, "--who", "ada"], [b"x\n", b"a\n", b"looked\n", b"q\n"])
    assert "is no answer here" in printed
    assert "1 noted" in printed
    with open_log(book.path) as log:
        assert [(d.kind, d.who, d.why) for d in log.decisions()] == [("accept", "ada", "looked")]


def _on_a_terminal(arguments: list[str], answers: list[bytes]) -> str:
    """What the command prints on a pseudo-terminal on which these answers are typed."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "pledgebook", *arguments]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True)
    os.close(theirs)
    printed, end = b"", time.monotonic() + 60
    waiting = list(answers)
    while time.monotonic() < end:
        ready, _, _ = select.select([ours], [], [], 0.2)
        try:
            printed += os.read(ours, 65536) if ready else b""
        except OSError:
            break
        if waiting and printed.endswith(b": "):
            os.write(ours, waiting.pop(0))
            printed += b"\n"
        if not ready and process.poll() is not None:
            break
    process.wait(10)
    os.close(ours)
    return printed.decode("utf-8", "replace")


TABLE = """Ref,Giver,Sum,Currency
K1,France,700000000,USD
K1,France,700000000,USD
K2,Italy,9000000,USD
"""

MAPPING = """
series = "tracker"
published = "2024-04-01"
[columns]
id = "Ref"
donors = "Giver"
amount = "Sum"
unit = "Currency"
[defaults]
recipients = "UA"
"""


def test_a_record_of_a_table_and_a_promise_in_the_news_are_one_if_a_reviewer_says_so(book: Book, tmp_path: Path):
    (tmp_path / "tracker.csv").write_text(TABLE, "utf-8")
    (tmp_path / "tracker.csv.map.toml").write_text(MAPPING, "utf-8")
    book.read(tmp_path / "tracker.csv")
    assert {row["origin"] for row in book.report()} == {"text", "table"}
    claims = {row["source_id"] or row["document"]: row["claim"] for row in book.claims()}
    book.decide("merge", claims["tracker/K1"], other=claims["b"], who="ada", why="one promise")
    merged = book.why("tracker/K1" if "tracker/K1" in claims else "K1").pledge
    assert merged["pledge"] == claims["b"]
    assert merged["promised"] == [700 * 10**6] * 2
    assert len(book.pledges()) == 4
    book.decide("split", claims["tracker/K1"], who="ada")
    assert len(book.pledges()) == 5
    assert book.check() == []
