"""Reviewers' tokens: who may write through the web app and the API.

`BOOK/tokens.json` holds the name, the SHA-256 of the token and the time of making. A token itself is shown once, when
it is made, and kept nowhere: it is 256 random bits, so that no salt or slow hash is needed.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from pledgebook.book.folder import find_book, replace_file
from pledgebook.book.locks import locked
from pledgebook.errors import BookDamaged, NotInBook, WrongCall

FILE = "tokens.json"
TOKEN_BYTES = 32
LONGEST_NAME = 60
WAIT_SECONDS = 10.0
ONLY_OWNER = 0o600


@dataclass(frozen=True, slots=True)
class Token:
    """A reviewer's token as the book keeps it; `created` is a moment in ISO format and UTC."""

    name: str
    digest: str
    created: str


def tokens(book: str | Path) -> tuple[Token, ...]:
    """All tokens that hold, in the order of making; BookDamaged if the file is none of them."""
    file = _file(book)
    try:
        told = json.loads(file.read_text("utf-8"))
        return tuple(Token(str(each["name"]), str(each["digest"]), str(each["created"])) for each in told["tokens"])
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BookDamaged(f"{file} cannot be read; delete it and make the tokens anew") from error


def reviewer(book: str | Path, token: str) -> str | None:
    """The name of the reviewer whose token it is; None if it is nobody's."""
    digest = _digest(token)
    found = [each.name for each in tokens(book) if hmac.compare_digest(each.digest, digest)]
    return found[0] if found else None


def add(book: str | Path, name: str, now: datetime) -> str:
    """A new token for a reviewer, who may have several; it is told here and never again. WrongCall for no name."""
    told = " ".join(name.split())
    if not told or len(told) > LONGEST_NAME or not told.isprintable():
        raise WrongCall(f"a reviewer needs a name of 1 to {LONGEST_NAME} letters")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    created = now.astimezone(UTC).isoformat(timespec="seconds")
    with _writing(book) as file:
        _write(file, [*tokens(book), Token(told, _digest(token), created)])
    return token


def revoke(book: str | Path, name: str) -> int:
    """Take back all tokens of a reviewer; gives how many. NotInBook if there are none."""
    with _writing(book) as file:
        before = tokens(book)
        kept = [each for each in before if each.name != " ".join(name.split())]
        if len(kept) == len(before):
            raise NotInBook(f"{name!r} has no token; pledgebook token --book BOOK list tells who has")
        _write(file, kept)
        return len(before) - len(kept)


def _file(book: str | Path) -> Path:
    return find_book(book).log.with_name(FILE)


def _digest(token: str) -> str:
    return hashlib.sha256(token.strip().encode("utf-8", "surrogatepass")).hexdigest()


@contextmanager
def _writing(book: str | Path) -> Iterator[Path]:
    """The file, for one process at a time; readable for its owner alone before anything stands in it."""
    file = _file(book)
    lock = file.with_name(f"{FILE}.lock")
    os.close(os.open(lock, os.O_CREAT | os.O_RDWR, ONLY_OWNER))
    with locked(lock, WAIT_SECONDS):
        yield file


def _write(file: Path, told: Sequence[Token]) -> None:
    text = json.dumps({"tokens": [asdict(each) for each in told]}, indent=1, ensure_ascii=False) + "\n"
    before = os.umask(0o777 & ~ONLY_OWNER)
    try:
        replace_file(file, text)
    finally:
        os.umask(before)
