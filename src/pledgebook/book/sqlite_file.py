"""Opening the SQLite file of a log: whose it is, its schema, and what can be wrong with it."""

from __future__ import annotations

import functools
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from pledgebook.errors import BookBusy, BookDamaged, BookError, BookTooNew, NotABook

APPLICATION_ID = 0x506C4267
"""`PlBg` in the header of the file: tells the log from other programs' databases."""

SCHEMA_VERSION = 3
"""The newest of the numbered files in `schema/`."""

WAIT_SECONDS = 30.0
"""How long a writer waits for another: batches take milliseconds, a backup of the file some seconds."""

BUSY_CODES = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
DAMAGED_CODES = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
SYSTEM_CODES = frozenset(
    {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}
)
"""Primary result codes of SQLite that are no fault of the program, by what can be done about them."""


def open_file(path: Path) -> sqlite3.Connection:
    """A connection to the log's file, made or brought to the newest schema; each statement commits by itself."""
    with told_plainly(path):
        connection = sqlite3.connect(_address(path), timeout=WAIT_SECONDS, isolation_level=None, uri=True)
        try:
            _prepare(connection, path)
        except BaseException:
            connection.close()
            raise
        return connection


def _address(path: Path) -> str:
    """The file as SQLite opens it; where nothing can be written, without the files it keeps beside a log in use."""
    unfinished = path.with_name(f"{path.name}-wal")
    only_read = not os.access(path.parent, os.W_OK) and not (unfinished.exists() and unfinished.stat().st_size)
    return path.absolute().as_uri() + ("?mode=ro&immutable=1" if only_read else "")


@contextmanager
def told_plainly(path: Path) -> Iterator[None]:
    """Turns what is wrong with the file or the disk into a BookError; other errors of SQLite are bugs."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in BUSY_CODES:
            raise BookBusy(f"{path} is being written to by another process; try again later") from error
        if code in DAMAGED_CODES:
            raise BookDamaged(
                f"{path} is damaged ({error}); put it back from a copy, or read the documents into a new book"
            ) from error
        if code == sqlite3.SQLITE_READONLY:
            raise BookError(f"no permission to write to {path}; copy the book to a folder of your own") from error
        if code in SYSTEM_CODES:
            raise BookError(f"{path} cannot be used: {error}") from error
        raise


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All that is written within it, or nothing; other writers wait."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:  # a full disk ends it already
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.row_factory = sqlite3.Row
    owner, version = _cell(connection, "PRAGMA application_id"), _cell(connection, "PRAGMA user_version")
    is_new = not (owner or version or _cell(connection, "SELECT count(*) FROM sqlite_schema"))
    if owner != APPLICATION_ID and not is_new:
        raise NotABook(f"{path} belongs to another program; choose another folder for --book")
    if version > SCHEMA_VERSION:
        raise BookTooNew(
            f"{path} has format {version} and this version reads up to {SCHEMA_VERSION}; install a newer Pledgebook"
        )
    if version < SCHEMA_VERSION:
        _migrate(connection)
    connection.execute("PRAGMA foreign_keys = ON")
    # What was told to be in the book survives a power cut; a batch costs one more wait for the disk.
    connection.execute("PRAGMA synchronous = FULL")


def _migrate(connection: sqlite3.Connection) -> None:
    """Bring the schema to the newest version, in one step; another process may have done it meanwhile."""
    # Readers go on while one process writes. The mode stays with the file.
    connection.execute("PRAGMA journal_mode = WAL")
    with transaction(connection):
        version = _cell(connection, "PRAGMA user_version")
        for number in range(version + 1, SCHEMA_VERSION + 1):
            for statement in _statements(number):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _cell(connection: sqlite3.Connection, query: str) -> Any:
    return connection.execute(query).fetchone()[0]


@functools.cache
def _statements(number: int) -> tuple[str, ...]:
    """The statements of a numbered file of the schema."""
    script = files("pledgebook.book").joinpath("schema", f"{number:04d}.sql").read_text("utf-8")
    statements, lines = [], ""
    for line in script.splitlines(keepends=True):
        lines += line
        if sqlite3.complete_statement(lines):
            statements.append(lines)
            lines = ""
    return tuple(statements)
