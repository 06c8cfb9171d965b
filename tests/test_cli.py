"""The command line: what it prints where, its exit codes, its help and its documentation."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import typer

import pledgebook
from pledgebook.api import Book
from pledgebook.asking import Asked, time_from
from pledgebook.cli import main
from pledgebook.cli.app import app
from reporting_book import DerivedBook

QUERIES = ("report", "pledges", "claims", "overdue", "blocked", "needs")
COMMANDS = (
    "read", "extract", *QUERIES, "why", "find", "changes", "review", "decide", "release", "releases",
    "map", "reconcile", "check", "export",
    "serve", "token", "demo",
)  # fmt: skip
SHARED_OPTIONS = ("What every query takes", "A language model")
"""Sections about options of several commands, which their first lines name."""

DOCUMENTATION = Path(__file__).parents[1] / "docs" / "commands.md"


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> DerivedBook:
    """A book with one pledge, which every `--book` opens."""
    shelf = DerivedBook()
    shelf.document("d1", "2024-03-13")
    shelf.known("c-us1", (300_000_000, 300_000_000), item="[bold]military aid[/bold]")

    @contextmanager
    def connection(book: Book, asked: Asked) -> Iterator[Any]:
        time_from(asked.get("recorded_by"))
        yield shelf.connection

    monkeypatch.setattr(Book, "_connection", connection)
    return shelf


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def command(name: str) -> Any:
    return typer.main.get_command(app).commands[name]  # type: ignore[attr-defined]


# Queries


@pytest.mark.parametrize("format", ["table", "jsonl", "csv"])
@pytest.mark.parametrize("query", QUERIES)
def test_every_query_prints_every_format(shelf: DerivedBook, capsys: Any, query: str, format: str):
    assert main([query, "--book", "any", "--format", format]) == 0
    assert capsys.readouterr().err.startswith("" if format == "table" else "As of" if query != "report" else "1 claim")


def test_pledges_as_lines_have_the_promised_fields(shelf: DerivedBook, capsys: Any):
    assert main(["pledges", "--book", "any", "--as-of", "2024-03-14", "--format", "jsonl"]) == 0
    [row] = lines(capsys)
    assert list(row)[:14] == [
        "pledge", "donors", "recipients", "item", "unit", "part_of", "proposed", "promised", "blocked", "contracted",
        "delivered", "cancelled", "due", "status",
    ]  # fmt: skip
    assert (row["promised"], row["due"], row["status"]) == ([300_000_000, 300_000_000], None, "open")


def test_claims_as_lines_have_the_promised_fields(shelf: DerivedBook, capsys: Any):
    assert main(["claims", "--book", "any", "--format", "jsonl"]) == 0
    [row] = lines(capsys)
    assert set(row) >= {
        "quote", "event", "donors", "recipients", "low", "high", "unit", "per", "item", "aid", "basis", "happened",
        "due", "speaker", "document", "start", "end", "confidence", "pledge",
    }  # fmt: skip


def test_report_takes_several_groupings_and_a_currency(shelf: DerivedBook, capsys: Any):
    arguments = ["--by", "donor", "--by", "aid", "--in", "EUR", "--format", "jsonl"]
    assert main(["report", "--book", "any", *arguments]) == 0
    printed = capsys.readouterr()
    row = json.loads(printed.out)
    assert (row["donor"], row["aid"], row["unit"]) == ("US", "military", "EUR")
    assert "ECB" in printed.err


def test_filters_reach_the_query(shelf: DerivedBook, capsys: Any):
    assert main(["pledges", "--book", "any", "--donor", "CZ", "--donor", "DK", "--format", "jsonl"]) == 0
    assert lines(capsys) == []


def test_why_is_drawn_and_printed(shelf: DerivedBook, monkeypatch: pytest.MonkeyPatch, capsys: Any):
    monkeypatch.setattr(Book, "_text_of", lambda *_: None)
    assert main(["why", "--book", "any", "c-us"]) == 0
    assert "promised 300m USD" in capsys.readouterr().out
    assert main(["why", "--book", "any", "c-us", "--format", "jsonl"]) == 0
    assert [row["kind"] for row in lines(capsys)] == ["pledge", "evidence", "source"]


def test_words_are_never_markup(shelf: DerivedBook, capsys: Any):
    main(["pledges", "--book", "any"])
    assert "[bold]" in capsys.readouterr().out


# Wrong calls


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["pledges", "--book", "any", "--as-of", "yesterday"], "no date"),
        (["pledges", "--book", "any", "--recorded-by", "noon"], "no time"),
        (["report", "--book", "any", "--by", "colour"], "--by"),
        (["report", "--book", "any", "--in", "XYZ"], "XYZ"),
        (["report", "--book", "any", "--in", "EUR", "--rates", "nowhere.csv"], "nowhere.csv"),
        (["pledges", "--book", "any", "--status", "late"], "status"),
        (["pledges", "--book", "any", "--aid", "arms"], "kind of aid"),
        (["pledges", "--book", "any", "--donor", "nobody-at-all"], "nobody-at-all"),
        (["report", "--book", "any", "--recipient", "Atlantis"], "Atlantis"),
        (["pledges", "--book", "any", "--format", "xml"], "--format"),
        (["pledges"], "--book"),
        (["why", "--book", "any", "c-nope"], "c-nope"),
        (["nonsense"], "nonsense"),
    ],
)
def test_a_wrong_call_is_told_in_one_line(shelf: DerivedBook, capsys: Any, arguments: list[str], told: str):
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 1
    assert told in printed.err


@pytest.mark.parametrize("query", [*QUERIES, "check"])
def test_a_missing_book_says_how_to_make_one(tmp_path: Path, capsys: Any, query: str):
    assert main([query, "--book", str(tmp_path / "none.book")]) == 2
    error = capsys.readouterr().err
    assert len(error.splitlines()) == 1
    assert "pledgebook read --book" in error


def test_an_error_cannot_act_on_the_terminal(capsys: Any):
    assert main(["pledges", "--book", "\x1b[31mred\x1b]0;title\x07"]) == 2
    assert "\x1b" not in capsys.readouterr().err


def test_a_reader_that_leaves_is_no_error(tmp_path: Path):
    program = (
        "import sys; from pledgebook.cli import main; from pledgebook.cli import output\n"
        "from pledgebook.reporting.table import Table\n"
        "from pledgebook.api import Book\n"
        "Book.pledges = lambda *a, **k: Table('t', ('a',), [{'a': 'x' * 999}] * 9999)\n"
        "sys.exit(main(['pledges', '--book', '.', '--format', 'jsonl']))"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


# Help and documentation


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_examples(capsys: Any, name: str):
    assert main([name, "--help"]) == 0
    assert f"pledgebook {name}" in capsys.readouterr().out.split("Examples:")[1]


def test_all_commands_are_there():
    assert sorted(typer.main.get_command(app).commands) == sorted(COMMANDS)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_documented(name: str):
    text = DOCUMENTATION.read_text("utf-8")
    section = text.split(f"\n## {name}\n")[1].split("\n## ")[0]
    shared = [text.split(f"\n## {heading}\n")[1].split("\n## ")[0] for heading in SHARED_OPTIONS]
    known = section + "".join(told for told in shared if f"`{name}`" in told.split("\n|")[0])
    options = [option for parameter in command(name).params for option in parameter.opts if option.startswith("--")]
    assert f"pledgebook {name}" in section
    assert [option for option in options if f"`{option}" not in known and option != "--help"] == []


def test_help_is_quick():
    """Under 0.4 s of work in a process of its own; the best of three, and not by the clock: others may be at work."""
    times = []
    for _ in range(3):
        begin = os.times()
        subprocess.run([sys.executable, "-m", "pledgebook", "--help"], check=True, capture_output=True)
        end = os.times()
        times.append(end.children_user + end.children_system - begin.children_user - begin.children_system)
    assert min(times) < 0.4


def test_importing_the_package_loads_nothing_heavy():
    program = "import sys, pledgebook, pledgebook.cli.app; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.split()
    heavy = {"duckdb", "httpx", "pyarrow", "rich", "trafilatura", "currency_converter", "re2", "ahocorasick_rs", "lxml"}
    assert heavy & set(loaded) == set()


def test_public_names_are_loaded_when_asked_for():
    assert pledgebook.open("x").path == "x"
    assert set(pledgebook.__all__) <= set(dir(pledgebook))
    assert all(getattr(pledgebook, name) is not None for name in pledgebook.__all__)
    with pytest.raises(AttributeError):
        _ = pledgebook.nonsense


def test_amounts_are_found_with_their_places():
    text = "The fund holds €5 billion."
    [found] = pledgebook.amounts(text)
    assert (text[found.start : found.end], found.low, found.high, found.unit) == (
        "€5 billion",
        5 * 10**9,
        5 * 10**9,
        "EUR",
    )


def test_a_text_needs_its_day():
    with pytest.raises(pledgebook.PledgebookError, match="no date"):
        pledgebook.extract("Norway gives 5 million euros.", published="someday")


# From a file to an answer

ARTICLE = {
    "id": "n-1", "published": "2024-03-13", "publisher": "Fjord Post", "language": "en", "title": "Aid",
    "text": "The cabinet met. Norway promised 500 million kroner of aid to Ukraine. It rained.",
    "claims": [{
        "quote": "Norway promised 500 million kroner of aid to Ukraine", "event": "pledge", "donors": ["NO"],
        "recipients": ["UA"], "low": 500000000, "high": 500000000, "unit": "NOK", "per": None, "item": "aid",
        "aid": "other", "basis": "total", "happened": None, "due": None, "speaker": None,
    }],
}  # fmt: skip


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "articles" / "n-1.json"
    path.parent.mkdir()
    path.write_text(json.dumps(ARTICLE), "utf-8")
    return path


def test_a_book_is_read_and_asked(article: Path, tmp_path: Path, capsys: Any):
    book = ["--book", str(tmp_path / "a.book")]
    assert main(["read", *book, "--given-claims", str(article.parent)]) == 0
    assert capsys.readouterr().err == "1 document read, 1 of them new, with 1 new claim.\n"
    assert main(["pledges", *book, "--format", "jsonl"]) == 0
    [pledge] = lines(capsys)
    assert (pledge["donors"], pledge["promised"]) == (["NO"], [500_000_000, 500_000_000])
    assert main(["why", *book, pledge["pledge"][:10]]) == 0
    assert "«Norway promised 500 million kroner of aid to Ukraine»." in capsys.readouterr().out
    assert main(["find", *book, "--format", "jsonl", "kroner"]) == 0
    assert [row["kind"] for row in lines(capsys)] == ["document", "pledge"]
    assert main(["check", *book]) == 0
    assert capsys.readouterr().out == "No laws are broken.\n"


def test_what_cannot_be_read_is_told_twice_and_the_rest_is_in_the_book(article: Path, tmp_path: Path, capsys: Any):
    (article.parent / "bad.json").write_text("{", "utf-8")
    assert main(["read", "--book", str(tmp_path / "a.book"), "--given-claims", str(article.parent)]) == 1
    error = capsys.readouterr().err
    assert error.count("bad.json") == 2
    assert "1 document read" in error


def test_extract_never_looks_at_given_claims(article: Path, capsys: Any):
    told = {**ARTICLE, "claims": [{"quote": "It rained", "event": "cancel"}]}
    article.write_text(json.dumps(told), "utf-8")
    assert main(["extract", str(article), "--format", "jsonl"]) == 0
    text = str(ARTICLE["text"])
    found = lines(capsys)
    assert all(text[row["start"] : row["end"]] == row["quote"] for row in found)
    assert "It rained" not in [row["quote"] for row in found]


def test_extract_tells_what_it_cannot_read(tmp_path: Path, capsys: Any):
    assert main(["extract", str(tmp_path / "nowhere.json"), "--format", "jsonl"]) == 1
    assert "nowhere.json" in capsys.readouterr().err


def test_the_demo_answers_every_question(tmp_path: Path, capsys: Any):
    assert main(["demo", "--keep", str(tmp_path / "march.book")]) == 0
    told = capsys.readouterr().out
    for words in ("--as-of 2024-03-15", "--as-of 2024-12-31", "held up", "asked for", "overdue", "Postings"):
        assert words in told


# Reading as people do it


def test_a_folder_with_a_readme_is_read_and_the_readme_passed_over(article: Path, tmp_path: Path, capsys: Any):
    for name in ("README.md", "licence.txt", "LICENSE"):
        (article.parent / name).write_text("What lies in this folder.", "utf-8")
    assert main(["read", "--book", str(tmp_path / "a.book"), "--given-claims", str(article.parent)]) == 0
    [_, passed_over] = capsys.readouterr().err.splitlines()
    assert passed_over.startswith("Passed over, since they tell about the folder: ")
    assert all(name in passed_over for name in ("README.md", "licence.txt", "LICENSE"))


def test_a_readme_that_is_named_itself_is_read(tmp_path: Path, capsys: Any):
    note = tmp_path / "README.md"
    note.write_text("Norway promised 500 million kroner of aid to Ukraine.", "utf-8")
    named = ["--published", "2024-03-13", "--publisher", "Own notes"]
    assert main(["read", "--book", str(tmp_path / "a.book"), *named, str(note)]) == 0
    capsys.readouterr()
    assert main(["claims", "--book", str(tmp_path / "a.book"), "--format", "jsonl"]) == 0
    assert {row["publisher"] for row in lines(capsys)} == {"Own notes"}


def test_a_read_that_is_interrupted_says_what_became_of_it(monkeypatch: pytest.MonkeyPatch, capsys: Any):
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Book, "read", interrupted)
    assert main(["read", "--book", "any", "articles"]) == 130
    assert "pledgebook: stopped; what had been read stays in the book" in capsys.readouterr().err


@pytest.mark.parametrize("path", ["a" * 400, "nul\0l", "file/below"])
def test_a_path_that_cannot_be_a_book_is_told_in_one_line(
    article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any, path: str
):
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("", "utf-8")
    for call in (["read", "--book", path, str(article)], ["report", "--book", path]):
        assert main(call) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1
