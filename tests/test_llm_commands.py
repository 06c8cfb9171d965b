"""A language model and other extractors on the whole way: the commands, the book, and the comparison with the rules."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import pledgebook
from conftest import article as told_article
from conftest import claim as told_claim
from llm_server import Reply, Server, responds, says, serving, writes
from pledgebook.cli import main
from pledgebook.errors import WrongCall
from pledgebook.extraction import rules
from pledgebook.extraction.comparison import Comparison, compare
from pledgebook.model import AmountRange, Claim, Document, Issue, Span
from pledgebook.protocols import Extracted

KEY = "sk-very-secret-1234567890"

TEXT = "The United States promised $300 million of aid to Ukraine. Denmark has sent 22 tanks to Ukraine."
ARTICLE = told_article(TEXT, id="n-1")
DOCUMENT = Document.make(TEXT, published=date(2024, 3, 13), id="n-1", publisher="Example Wire", title="Aid")

DOLLARS = told_claim("The United States promised $300 million of aid to Ukraine", item="aid", aid="other")
TANKS = told_claim(
    "Denmark has sent 22 tanks to Ukraine", event="deliver", donors=["DK"], low=22, high=22, unit="item", item="tank"
)


@pytest.fixture(autouse=True)
def _surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy, no settings of who runs the tests, a cache of their own, and a key that nothing may show."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PLEDGEBOOK_LLM_KEY", KEY)
    for name in ("PLEDGEBOOK_LLM_URL", "PLEDGEBOOK_LLM_MODEL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "n-1.json"
    path.write_text(json.dumps(ARTICLE), "utf-8")
    return path


def by_model(server: Server) -> list[str]:
    return ["--extractor", "llm", "--llm-url", server.url, "--llm-model", "tiny"]


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def find_by_rules(monkeypatch: pytest.MonkeyPatch, *claims: Claim) -> None:
    """Let the rules find these claims in every document."""
    monkeypatch.setattr(rules, "extract_claims", lambda _: list(claims))


def claim(quote: str, **more: Any) -> Claim:
    """A pledge of 300 million dollars by the United States, at the place of the quote in TEXT."""
    start = TEXT.index(quote)
    plain = Claim(
        "n-1", DOCUMENT.hash, Span.of(TEXT, start, start + len(quote)), "pledge", ("US",), ("UA",),
        AmountRange.exactly(300_000_000, "USD"), "aid", "other", "total",
    )  # fmt: skip
    return replace(plain, **more)


# extract


def test_extract_by_a_model(article: Path, capsys: Any):
    with serving(says(DOLLARS, TANKS)) as server:
        assert main(["extract", *by_model(server), "--format", "jsonl", str(article)]) == 0
    rows = lines(capsys)
    assert [(row["event"], row["donors"], row["low"], row["unit"]) for row in rows] == [
        ("pledge", ["US"], 300_000_000, "USD"), ("deliver", ["DK"], 22, "item"),
    ]  # fmt: skip
    assert all(TEXT[row["start"] : row["end"]] == row["quote"] for row in rows)
    assert {row["extractor"] for row in rows} == {"llm tiny"}


def test_what_a_model_invents_is_told_and_the_rest_printed(article: Path, capsys: Any):
    with serving(says({**DOLLARS, "low": 3, "high": 3}, TANKS)) as server:
        assert main(["extract", *by_model(server), "--format", "jsonl", str(article)]) == 1
    printed = capsys.readouterr()
    assert [json.loads(line)["event"] for line in printed.out.splitlines()] == ["deliver"]
    assert printed.err.startswith("document n-1#/claims/0: the figure 3 does not stand in the quote")


def test_address_and_model_come_from_the_environment_too(
    article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
):
    with serving(says(TANKS)) as server:
        monkeypatch.setenv("PLEDGEBOOK_LLM_URL", server.url)
        monkeypatch.setenv("PLEDGEBOOK_LLM_MODEL", "from-outside")
        assert main(["extract", "--extractor", "llm", "--format", "jsonl", str(article)]) == 0
    assert [row["extractor"] for row in lines(capsys)] == ["llm from-outside"]
    assert len(list((tmp_path / "cache" / "pledgebook" / "llm").glob("*.json"))) == 1


def test_the_rules_stay_the_default(article: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any):
    find_by_rules(monkeypatch, claim("$300 million of aid", extractor="rules 0"))
    monkeypatch.setenv("PLEDGEBOOK_LLM_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("PLEDGEBOOK_LLM_MODEL", "tiny")
    assert main(["extract", "--format", "jsonl", str(article)]) == 0
    assert [row["extractor"] for row in lines(capsys)] == ["rules 0"]


@pytest.mark.parametrize("call", [["extract", "--extractor", "llm"], ["extract", "--compare"]])
def test_a_model_without_an_address_is_a_wrong_call(article: Path, capsys: Any, call: list[str]):
    assert main([*call, str(article)]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert "--llm-url" in line


@pytest.mark.parametrize(
    "reply",
    [
        says(DOLLARS), responds(f"wrong key {KEY}", 401), responds(json.dumps({"error": {"message": KEY}}), 400),
        writes(KEY), writes(json.dumps({"claims": [{"quote": KEY}, {**TANKS, "event": KEY, "speaker": KEY}, KEY]})),
    ],
)  # fmt: skip
def test_the_key_is_never_shown(
    article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: Any, capsys: Any, reply: Reply
):
    caplog.set_level(logging.DEBUG)
    find_by_rules(monkeypatch)
    with serving(reply) as server:
        main(["extract", *by_model(server), str(article)])
        main(["extract", *by_model(server), "--compare", str(article)])
        main(["read", "--book", str(tmp_path / "a.book"), *by_model(server), str(article)])
        main(["extract", "--extractor", "llm", "--llm-url", f"http://x:{KEY}@host", "--llm-model", "m", str(article)])
    printed = capsys.readouterr()
    assert "httpcore" in {record.name.split(".")[0] for record in caplog.records}
    assert server.asked[0].headers["Authorization"] == f"Bearer {KEY}"
    assert KEY not in printed.out + printed.err + caplog.text


# read


def test_a_book_is_read_by_a_model_once(article: Path, tmp_path: Path, capsys: Any):
    call = ["read", "--book", str(tmp_path / "a.book"), str(article)]
    with serving(says(DOLLARS, TANKS)) as server:
        assert main([*call, *by_model(server), "--llm-cache", str(tmp_path / "first")]) == 0
        assert capsys.readouterr().err == "1 document read, 1 of them new, with 2 new claims.\n"
        assert main([*call, *by_model(server), "--llm-cache", str(tmp_path / "second")]) == 0
    assert len(server.asked) == 1
    assert {row["extractor"] for row in pledgebook.open(tmp_path / "a.book").claims()} == {"llm tiny"}
    assert main(["check", "--book", str(tmp_path / "a.book")]) == 0


def test_without_an_answer_the_book_keeps_what_it_knew(
    article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
):
    find_by_rules(monkeypatch, claim("$300 million of aid", extractor="rules 0"))
    call = ["read", "--book", str(tmp_path / "a.book"), str(article)]
    assert main(call) == 0
    with serving(writes("{", "length"), says(TANKS)) as server:
        capsys.readouterr()
        assert main([*call, *by_model(server)]) == 1
        assert capsys.readouterr().err.count("document n-1: llm tiny: the answer was cut off") == 2
        assert [row["extractor"] for row in pledgebook.open(tmp_path / "a.book").claims()] == ["rules 0"]
        assert main([*call, *by_model(server)]) == 0
    assert [row["extractor"] for row in pledgebook.open(tmp_path / "a.book").claims()] == ["llm tiny"]
    assert main(call) == 0
    assert [row["extractor"] for row in pledgebook.open(tmp_path / "a.book").claims()] == ["rules 0"]


class Plain:
    """An extractor from elsewhere: the whole text is one claim."""

    name = "plain 1"

    def extract(self, document: Document, /) -> Extracted:
        span = Span.of(document.text, 0, len(document.text))
        found = Claim(
            document.id, document.hash, span, "appeal", (), (), None, "aid", "other", "total", extractor="plain 1"
        )
        return Extracted((found,), (Issue(f"document {document.id}", "read plainly"),))


def test_any_extractor_can_come_in_from_the_side(article: Path, tmp_path: Path):
    book = pledgebook.open(tmp_path / "a.book")
    seen: list[Issue | None] = []
    done = book.read(article, extractor=Plain(), watch=lambda done, total, issue: seen.append(issue))
    assert (done.claims, done.issues) == (1, (Issue("document n-1", "read plainly"),))
    assert seen == [*done.issues, None]
    assert [row["quote"] for row in book.claims()] == [TEXT]


# compare


def differences(found: Comparison) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.found_by, each.fields) for each in found.differences]


@pytest.mark.parametrize(
    ("ours", "theirs", "alike", "told"),
    [
        ([], [], 0, []),
        ([claim("$300 million")], [claim("promised $300 million of aid")], 1, []),
        ([claim("$300 million")], [], 0, [("rules", ())]),
        ([], [claim("$300 million")], 0, [("model", ())]),
        (
            [claim("$300 million")], [claim("$300 million", event="commit", donors=())],
            0, [("both", ("event", "donors"))],
        ),
        ([claim("$300 million")], [claim("$300 million", recipients=("EU", "UA"))], 0, [("both", ("recipients",))]),
        (
            [claim("$300 million")], [claim("$300 million", amount=AmountRange.exactly(3, "USD"))],
            0, [("both", ("low", "high"))],
        ),
        (
            [claim("22 tanks", amount=AmountRange.exactly(22, "item"), item="tank")],
            [claim("has sent 22 tanks", amount=AmountRange.exactly(9, "item"), item="gun")],
            0, [("model", ()), ("rules", ())],
        ),
        (
            [claim("$300 million"), claim("22 tanks", event="deliver")],
            [claim("has sent 22 tanks", event="deliver"), claim("$300 million", basis="part")],
            1, [("both", ("basis",))],
        ),
    ],
)  # fmt: skip
def test_claims_about_one_thing_are_held_against_each_other(
    ours: Sequence[Claim], theirs: Sequence[Claim], alike: int, told: list[tuple[str, tuple[str, ...]]]
):
    found = compare(ours, theirs)
    assert (found.alike, differences(found)) == (alike, told)
    other = compare(theirs, ours)
    assert (other.alike, len(other.differences)) == (alike, len(told))


def test_the_order_of_parties_is_no_difference():
    ours, theirs = (claim("$300 million", donors=donors) for donors in (("US", "EU"), ("EU", "US")))
    assert compare([ours], [theirs]) == Comparison(1, ())


@pytest.fixture
def compared(article: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> Any:
    """What `extract --compare` prints where the rules know the event otherwise, and the model alone found the tanks."""
    find_by_rules(monkeypatch, claim("$300 million of aid", event="commit"))

    def printed(format: str) -> Any:
        with serving(says(DOLLARS, TANKS)) as server:
            options = ["--llm-url", server.url, "--llm-model", "tiny", "--format", format]
            assert main(["extract", "--compare", *options, str(article)]) == 0
        return capsys.readouterr()

    return printed


def test_one_line_a_difference(compared: Any):
    printed = compared("jsonl")
    pair, alone = (json.loads(line) for line in printed.out.splitlines())
    assert (pair["found_by"], pair["quote"], pair["event"]) == ("both", "$300 million of aid", "commit")
    assert pair["differences"] == [{"field": "event", "rules": "commit", "model": "pledge"}]
    assert (alone["found_by"], alone["donors"], alone["low"], alone["differences"]) == ("model", ["DK"], 22, [])
    assert printed.err.endswith(
        " and llm tiny: 0 alike; 1 told differently; 0 by the rules alone; 1 by the model alone.\n"
    )


def test_differences_as_a_table_and_as_cells(compared: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "160")
    table = compared("table").out
    assert "event commit | pledge" in table
    assert "1 told differently" in table
    header, pair, alone = compared("csv").out.splitlines()
    assert header.startswith("document,start,end,quote,found_by,event,donors")
    assert '""rules"": ""commit""' in pair
    assert alone.endswith(",model,deliver,DK,UA,22,22,item,tank,")


def test_a_document_without_an_answer_is_not_compared(article: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any):
    find_by_rules(monkeypatch, claim("$300 million of aid"))
    with serving(writes("{")) as server:
        assert main(["extract", "--compare", *by_model(server), "--format", "jsonl", str(article)]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "document n-1: llm tiny: the answer is broken JSON" in printed.err


def test_a_cache_that_is_no_folder_is_a_wrong_call(article: Path, capsys: Any):
    with serving(says()) as server:
        assert main(["extract", *by_model(server), "--llm-cache", str(article), str(article)]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert "--llm-cache" in line


def test_a_language_model_needs_its_name():
    with pytest.raises(WrongCall, match="PLEDGEBOOK_LLM_MODEL"):
        pledgebook.language_model("http://host/v1")
