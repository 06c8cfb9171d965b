"""Tokens: shown once, kept as digests, readable by their owner alone, gone when taken back."""

from __future__ import annotations

import json
import os
import stat
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pledgebook.book.log import open_log
from pledgebook.cli import main
from pledgebook.errors import BookDamaged, NotInBook, WrongCall
from pledgebook.web import tokens

NOW = datetime(2024, 3, 14, 12, tzinfo=UTC)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    open_log(tmp_path / "my.book", make=True).close()
    return tmp_path / "my.book"


def test_a_token_leads_to_its_reviewer(book: Path):
    ada, bo = tokens.add(book, " Ada  Moe ", NOW), tokens.add(book, "Bo", NOW)
    assert [tokens.reviewer(book, each) for each in (ada, f" {bo}\n", "", ada[:-1], "x" * 9999)] == [
        "Ada Moe", "Bo", None, None, None,
    ]  # fmt: skip
    assert [each.name for each in tokens.tokens(book)] == ["Ada Moe", "Bo"]


def test_the_book_keeps_no_token(book: Path):
    token = tokens.add(book, "Ada", NOW)
    text = (book / "tokens.json").read_text("utf-8")
    assert token not in text
    assert json.loads(text)["tokens"][0]["created"] == "2024-03-14T12:00:00+00:00"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_only_its_owner_reads_the_file(book: Path):
    for name in ("Ada", "Bo"):
        tokens.add(book, name, NOW)
        assert stat.S_IMODE((book / "tokens.json").stat().st_mode) == 0o600


def test_what_is_taken_back_holds_no_longer(book: Path):
    first, second, other = (tokens.add(book, name, NOW) for name in ("Ada", "Ada", "Bo"))
    assert tokens.revoke(book, "Ada") == 2
    assert [tokens.reviewer(book, each) for each in (first, second, other)] == [None, None, "Bo"]
    with pytest.raises(NotInBook, match="Ada"):
        tokens.revoke(book, "Ada")


@pytest.mark.parametrize("name", ["", "  ", "a" * 61, "a\x1b[31m"])
def test_a_reviewer_needs_a_name(book: Path, name: str):
    with pytest.raises(WrongCall, match="name"):
        tokens.add(book, name, NOW)


def test_several_at_once_lose_none(book: Path):
    names = [f"reviewer {number}" for number in range(8)]
    threads = [threading.Thread(target=tokens.add, args=(book, name, NOW)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(each.name for each in tokens.tokens(book)) == names


def test_a_damaged_file_lets_nobody_in(book: Path):
    token = tokens.add(book, "Ada", NOW)
    (book / "tokens.json").write_text("[]", "utf-8")
    with pytest.raises(BookDamaged, match="anew"):
        tokens.reviewer(book, token)


def test_the_commands_add_list_and_revoke(book: Path, capsys: Any):
    assert main(["token", "--book", str(book), "add", "Ada"]) == 0
    assert tokens.reviewer(book, capsys.readouterr().out) == "Ada"
    assert main(["token", "--book", str(book), "list", "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith("Ada,")
    assert main(["token", "--book", str(book), "revoke", "Ada"]) == 0
    assert main(["token", "--book", str(book), "revoke", "Ada"]) == 2
    assert main(["token", "--book", str(book), "give", "Ada"]) == 2
    assert main(["token", "--book", str(book / "nowhere"), "list"]) == 2
