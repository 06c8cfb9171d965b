"""The documentation is true: its commands run, its tables name what is there, its links lead somewhere.

The console blocks of the README, the tutorial and the guides hold what the commands print. To put in what they print
now: python tests/test_docs.py
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
import re2

import pledgebook
from pledgebook.book.tables import TABLES
from pledgebook.model import BASES, EVENTS, STAGES, STATUSES, Account

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
PAGES = [README, ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("docs/**/*.md")), *sorted(ROOT.glob("benchmarks/*.md"))]

GUIDES = [ROOT / "docs" / "tutorial.md", *sorted((ROOT / "docs" / "guides").glob("*.md"))]
"""Pages whose console blocks are run one after the other, each page in a folder of its own."""

LONGEST = 30
"""Lines of output that a page shows."""

WIDTH = "100"
"""Columns of the terminal on which its outputs are drawn."""

LEADS_TO_AN_ID = re2.compile(r" (why|decide) ")
"""Commands whose first line begins with an id, which follows from what was read."""

PLEDGE_ID = re2.compile(r"\bc-[a-z2-7]{4,16}\b")


def blocks(path: Path, kind: str) -> list[str]:
    """The insides of a page's fenced blocks of one kind."""
    return [part.split("\n```")[0] for part in path.read_text("utf-8").split(f"```{kind}\n")[1:]]


def section(page: str, heading: str) -> str:
    return (ROOT / "docs" / page).read_text("utf-8").split(f"\n{heading}\n")[1].split("\n#")[0]


def first_cells(text: str) -> list[str]:
    """The first cell of each row of the tables in a text, without headings."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    return [row[0] for row, below in zip(rows, [*rows[1:], [""]], strict=True) if "---" not in row[0] + below[0]]


def names(cells: list[str]) -> list[str]:
    """All that stands in backticks in these cells."""
    return [name for cell in cells for name in cell.split("`")[1::2]]


def run(command: str, folder: Path, before: str) -> subprocess.CompletedProcess[str]:
    """Run a line of a page; an id in it, which follows from what was read, is taken from the output before."""
    known = PLEDGE_ID.search(before)
    if known is not None:
        command = PLEDGE_ID.sub(known.group(0), command)
    arguments = [sys.executable, "-m", *shlex.split(command)]
    environment = {**os.environ, "COLUMNS": WIDTH, "PYTHONUTF8": "1"}
    return subprocess.run(
        arguments, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )


def printed_now(page: Path, folder: Path) -> Iterator[tuple[str, str, int, str]]:
    """For each console block of a page its command, what it shows, and the exit code and output of today."""
    shutil.copytree(ROOT / "examples", folder / "examples")
    before = ""
    for block in blocks(page, "console"):
        command, _, shown = block.removeprefix("$ ").partition("\n")
        done = run(command, folder, before)
        before = done.stdout
        yield command, shown, done.returncode, done.stdout


def heading(output: str) -> str:
    """The words of the first line, without what is a figure or an id."""
    first = next((line for line in output.splitlines() if line.strip()), "")
    return " ".join(word for word in first.split() if word.isalpha())


def test_the_readme_s_commands_run(tmp_path: Path):
    told = list(printed_now(README, tmp_path))
    assert [command.split()[:2] for command, *_ in told] == [
        ["pledgebook", name] for name in ("read", "report", "overdue", "blocked", "why")
    ]
    for command, shown, code, output in told:
        assert code == 0, f"{command}\n{output}"
        assert shown.strip(), f"no output is shown under {command}"
        if " why " not in command:
            assert heading(shown) == heading(output), f"{command}: run python tests/test_docs.py"


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.stem)
def test_the_guides_commands_run(page: Path, tmp_path: Path):
    told = list(printed_now(page, tmp_path))
    assert len(told) >= 5
    for command, shown, code, output in told:
        assert code == 0, f"{command}\n{output}"
        assert shown.strip(), f"no output is shown under {command}; run python tests/test_docs.py"
        if not LEADS_TO_AN_ID.search(command):
            assert heading(shown) == heading(output), f"{command}: run python tests/test_docs.py"
    for program in blocks(page, "python"):
        environment = {**os.environ, "PYTHONUTF8": "1"}
        done = subprocess.run(
            [sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr


def test_the_readme_s_python_runs(tmp_path: Path):
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    [program] = blocks(README, "python")
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path):
    targets = [part.split(")")[0] for part in page.read_text("utf-8").split("](")[1:]]
    local = [target.split("#")[0] for target in targets if "://" not in target]
    assert [target for target in local if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_documented_in_its_order(table: str):
    assert names(first_cells(section("architecture.md", f"### {table}"))) == list(TABLES[table])


def test_the_query_without_pledgebook_runs(tmp_path: Path):
    import duckdb

    pledgebook.open(tmp_path / "march.book").read(ROOT / "examples" / "march-2024")
    [query] = blocks(ROOT / "docs" / "architecture.md", "sql")
    rows = duckdb.connect().execute(query.replace("march.book", str(tmp_path / "march.book"))).fetchall()
    assert rows


def test_events_basis_stages_and_statuses_are_documented():
    assert names(first_cells(section("claims.md", "## The ten events"))) == list(EVENTS)
    assert names(first_cells(section("claims.md", "## Basis"))) == list(BASES)
    assert names(first_cells(section("ledger.md", "## Stages and columns"))) == list(STAGES)
    assert sorted(names(first_cells(section("ledger.md", "## Status")))) == sorted(STATUSES)


def test_every_account_is_documented():
    accounts = section("ledger.md", "## Accounts")
    assert [account for account in get_args(Account) if f"`{account}`" not in accounts] == []


def test_every_field_that_extract_prints_is_documented():
    from pledgebook.without_book import EXTRACTED_COLUMNS

    fields = names(first_cells(section("claims.md", "## The fields")))
    assert set(EXTRACTED_COLUMNS) <= set(fields)


def ranges() -> list[tuple[str, str, str]]:
    lines = section("claims.md", "## Ranges").splitlines()
    rows = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines if line.startswith("| ")]
    return [(words, low, high) for words, low, high in rows[1:]]


@pytest.mark.parametrize(("words", "low", "high"), ranges())
def test_amounts_are_read_as_documented(words: str, low: str, high: str):
    [found] = pledgebook.amounts(f"Norway will give {words} to Ukraine.")
    assert (found.low, found.high) == tuple(None if told == "–" else int(told) for told in (low, high))


def test_the_article_in_the_documentation_can_be_read(tmp_path: Path):
    [article] = blocks(ROOT / "docs" / "claims.md", "json")
    (tmp_path / "n-1.json").write_text(article, "utf-8")
    done = pledgebook.open(tmp_path / "a.book").read(tmp_path / "n-1.json", given_claims=True)
    assert (done.claims, done.issues) == (len(json.loads(article)["claims"]), ())


def write_outputs() -> None:
    """Put what the commands of each page print now under them."""
    for page in (README, *GUIDES):
        with tempfile.TemporaryDirectory() as folder:
            page.write_text(_renewed(page, Path(folder)), "utf-8")


def _renewed(page: Path, folder: Path) -> str:
    text = page.read_text("utf-8")
    for command, shown, code, output in printed_now(page, folder):
        if code != 0:
            sys.exit(f"{page}: {command}: exit code {code}\n{output}")
        lines = [line.rstrip() for line in output.strip("\n").splitlines()]
        kept = [*lines[:LONGEST], "…"] if len(lines) > LONGEST else lines
        old = f"```console\n$ {command}\n{shown}".rstrip("\n")
        known = PLEDGE_ID.search(output) if " why " in command else None
        now = PLEDGE_ID.sub(known.group(0)[:8], command) if known else command
        text = text.replace(f"{old}\n```", "\n".join([f"```console\n$ {now}", *kept, "```"]), 1)
    return text


if __name__ == "__main__":
    write_outputs()
