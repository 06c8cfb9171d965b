"""The derived book on disk: Parquet files that a reader always sees whole.

    derived/
      manifest.json     the name of the generation that stands, replaced in one step
      g-…/*.parquet     a generation: one file a table, never changed once it is there
      g-…/digests.json  the SHA-256 of each of them
      lock              held by whoever writes

A crash leaves the manifest and with it the old generation standing. The one before the standing
generation is kept as well, for whoever opened it just before it was replaced.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from pledgebook.book.folder import replace_file, sync_folder
from pledgebook.book.locks import locked
from pledgebook.book.tables import TABLES, TABLES_VERSION
from pledgebook.errors import BookDamaged
from pledgebook.model import Issue, make_id

if TYPE_CHECKING:
    import pyarrow
    from duckdb import DuckDBPyConnection

Tables: TypeAlias = "Mapping[str, pyarrow.Table]"

WAIT_SECONDS = 60.0
"""How long a writer waits for another one: a book of a million claims is derived in less."""

GENERATION_PREFIX = "g-"
UNFINISHED_PREFIX = "new-"
DIGESTS_FILE = "digests.json"

SETTINGS = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
"""Queries need no extension, and none is ever fetched."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """Which generation stands and which stood before it."""

    standing: str | None = None
    previous: str | None = None


def generation_name(log_digest: str, rules: str) -> str:
    """The name of what these rules derive from a log with this digest."""
    return make_id("g", log_digest, rules, TABLES_VERSION)


class DerivedFolder:
    """The folder of a book's derived tables, made when it is first written to."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def standing(self) -> str | None:
        """The name of the generation that stands; None if there is none."""
        return self._manifest().standing

    def can_be_written(self) -> bool:
        return os.access(self.path if self.path.exists() else self.path.parent, os.W_OK)

    @contextmanager
    def writing(self, wait_seconds: float = WAIT_SECONDS) -> Iterator[None]:
        """One process at a time; BookBusy after the wait."""
        self.path.mkdir(exist_ok=True)
        with locked(self.path / "lock", wait_seconds):
            yield

    def bring_to(self, name: str, derive: Callable[[], Tables]) -> None:
        """Make this generation the standing one; call it while `writing`. `derive` is called only if it is missing."""
        manifest = self._manifest()
        if manifest.standing == name:
            return
        if not self._is_whole(name):
            self._write(name, derive())
        new = Manifest(name, manifest.standing)
        told = {"standing": new.standing, "previous": new.previous}
        replace_file(self.path / "manifest.json", json.dumps(told, indent=1) + "\n")
        self._prune(new)

    def connect(self) -> DuckDBPyConnection:
        """A connection with a view for each table of the standing generation."""
        name = self.standing()
        assert name is not None, "nothing is derived yet"
        connection = _connection()
        with self.told_plainly():
            for table in TABLES:
                file = str(self.path / name / f"{table}.parquet").replace("'", "''")
                # A path cannot be bound in a view; quotes are the only characters that could end it.
                connection.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet('{file}')")  # noqa: S608
        return connection

    @contextmanager
    def told_plainly(self) -> Iterator[None]:
        """Turns what DuckDB says of a damaged table into BookDamaged; where none is damaged, it is a bug."""
        import duckdb

        try:
            yield
        except duckdb.Error as error:
            if not any(self.broken()):
                raise
            raise BookDamaged(f"a table in {self.path} cannot be read; {self.recovery}") from error

    def broken(self) -> Iterator[Issue]:
        """The files of the standing generation that are not as they were written."""
        name = self.standing()
        if name is None:
            return
        try:
            digests = json.loads((self.path / name / DIGESTS_FILE).read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            digests = {}
        for table in TABLES:
            file = self.path / name / f"{table}.parquet"
            if _digest(file) != digests.get(table):
                yield Issue(str(file), f"not as it was written; {self.recovery}")

    @property
    def recovery(self) -> str:
        return f"delete {self.path}, and it is worked out again from the log"

    def _manifest(self) -> Manifest:
        """What the manifest says; one that is missing or damaged says nothing, and all is derived anew."""
        try:
            told = json.loads((self.path / "manifest.json").read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return Manifest()
        if not isinstance(told, dict):
            return Manifest()
        names = [told.get(name) for name in ("standing", "previous")]
        whole = [name if isinstance(name, str) and self._is_whole(name) else None for name in names]
        return Manifest(*whole)

    def _is_whole(self, name: str) -> bool:
        return all((self.path / name / f"{table}.parquet").is_file() for table in TABLES)

    def _write(self, name: str, tables: Tables) -> None:
        """Write a generation beside its place and move it there in one step."""
        import pyarrow.parquet

        unfinished = self.path / f"{UNFINISHED_PREFIX}{name}"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir()
        for table in TABLES:
            file = unfinished / f"{table}.parquet"
            with file.open("wb") as stream:
                pyarrow.parquet.write_table(tables[table], stream, compression="zstd")
                stream.flush()
                os.fsync(stream.fileno())
        digests = {table: _digest(unfinished / f"{table}.parquet") for table in TABLES}
        replace_file(unfinished / DIGESTS_FILE, json.dumps(digests, indent=1) + "\n")
        shutil.rmtree(self.path / name, ignore_errors=True)
        os.replace(unfinished, self.path / name)
        sync_folder(self.path)

    def _prune(self, manifest: Manifest) -> None:
        for entry in sorted(os.listdir(self.path)):
            kept = entry in (manifest.standing, manifest.previous)
            if entry.startswith((GENERATION_PREFIX, UNFINISHED_PREFIX)) and not kept:
                shutil.rmtree(self.path / entry, ignore_errors=True)


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def connect_in_memory(tables: Tables) -> DuckDBPyConnection:
    """A connection with these tables; nothing is written."""
    connection = _connection()
    for name in TABLES:
        connection.register(f"{name}_rows", tables[name])
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM {name}_rows")  # noqa: S608 (names of this package)
        connection.unregister(f"{name}_rows")
    return connection


def _connection() -> DuckDBPyConnection:
    import duckdb

    return duckdb.connect(":memory:", config=dict(SETTINGS))
