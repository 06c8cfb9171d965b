"""The derived book on disk: Parquet files that a reader always sees whole.

    derived/
      manifest.json     the name of the generation that stands, replaced in one step
      g-…/*.parquet     a generation: one file a table, never changed once it is there
      g-…/digests.json  the SHA-256 of each of them
      g-…/generation.json  how much of the log it is derived from, and the generation that it lies upon, if any
      lock              held by whoever writes

A crash leaves the manifest and with it the old generation standing. The one before the standing
generation is kept as well, for whoever opened it just before it was replaced.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pledgebook.book.folder import replace_file, sync_folder
from pledgebook.book.generations import Generation, Manifest
from pledgebook.book.layers import (
    ALWAYS_SMALL,
    LARGEST_SHARE,
    REPLACED,
    Layer,
    Tables,
    in_order,
    rows_of,
)
from pledgebook.book.locks import locked
from pledgebook.book.tables import TABLES
from pledgebook.errors import BookDamaged
from pledgebook.model import Issue

if TYPE_CHECKING:
    import pyarrow
    from duckdb import DuckDBPyConnection

WAIT_SECONDS = 60.0
"""How long a writer waits for another one; who only asks then takes what stands."""

GENERATION_PREFIX = "g-"
UNFINISHED_PREFIX = "new-"
GROUP_ROWS = 32_768
"""Rows of a group of a file: a query for a few keys of a sorted table reads a group or two."""

DIGESTS_FILE = "digests.json"
GENERATION_FILE = "generation.json"

SETTINGS = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
"""Queries need no extension, and none is ever fetched."""


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

    def bring_to(self, name: str, derive: Callable[[], Tables], position: int = 0) -> None:
        """Make this generation the standing one; call it while `writing`. `derive` is called only if it is missing."""
        manifest = self._manifest()
        if manifest.standing == name:
            return
        if not self._is_whole(name):
            self._write(name, derive(), Generation(position))
        self._stand(name, manifest)

    def lay_upon_standing(self, connection: DuckDBPyConnection, name: str, layer: Layer, position: int) -> None:
        """Make the standing generation and what a layer adds to it the new one; call it while `writing`.

        `connection` is one to the standing generation.
        """
        manifest = self._manifest()
        assert manifest.standing is not None, "nothing to lay it upon"
        standing = self._generation(manifest.standing)
        for table, rows in layer.tables().items():
            connection.register(f"new_{table}", rows)
        upper = 0 if standing.below is None else _count(connection, self._file(manifest.standing, "claims"))
        allowed = max(ALWAYS_SMALL, _count(connection, "claims") // LARGEST_SHARE)
        if upper + _count(connection, "new_claims") > allowed:
            tables = {table: _asked(connection, _merged(table, table, layer)) for table in TABLES}
            self._write(name, tables, Generation(position))
        else:
            self._write(name, *self._on_top(connection, manifest.standing, standing, layer, position))
        self._stand(name, manifest)

    def _on_top(
        self, connection: DuckDBPyConnection, name: str, standing: Generation, layer: Layer, position: int
    ) -> tuple[Tables, Generation]:
        """The layer as a generation; where the standing one is a layer itself, both as one."""
        if standing.below is None:
            tables = {table: _asked(connection, f"SELECT * FROM new_{table}") for table in (*TABLES, REPLACED)}  # noqa: S608
            return tables, Generation(position, name, layer.since)
        tables = {table: _asked(connection, _merged(table, self._file(name, table), layer)) for table in TABLES}
        upper = self._file(name, REPLACED)
        both = f"SELECT * FROM {upper} UNION SELECT * FROM new_{REPLACED} ORDER BY ALL"  # noqa: S608
        tables[REPLACED] = _asked(connection, both)
        since = min((each for each in (standing.since, layer.since) if each is not None), default=None)
        return tables, Generation(position, standing.below, since)

    def _stand(self, name: str, manifest: Manifest) -> None:
        new = Manifest(name, manifest.standing)
        told = {"standing": new.standing, "previous": new.previous}
        replace_file(self.path / "manifest.json", json.dumps(told, indent=1) + "\n")
        self._prune(new)

    def position(self) -> int | None:
        """How much of the log the standing generation is derived from; None if none stands."""
        name = self.standing()
        return None if name is None else self._generation(name).position

    def _generation(self, name: str) -> Generation:
        return Generation.of_json((self.path / name / GENERATION_FILE).read_text("utf-8"))

    def connect(self) -> DuckDBPyConnection:
        """A connection with a view for each table of the standing generation."""
        name = self.standing()
        assert name is not None, "nothing is derived yet"
        connection = _connection()
        generation = self._generation(name)
        with self.told_plainly():
            for table in TABLES:
                query = f"SELECT * FROM {self._file(name, table)}"  # noqa: S608
                if generation.below is not None:
                    files = (self._file(generation.below, table), self._file(name, table), self._file(name, REPLACED))
                    query = rows_of(table, *files, generation.since)
                connection.execute(f"CREATE VIEW {table} AS {query}")
        return connection

    def _file(self, name: str, table: str) -> str:
        # A path cannot be bound in a view; quotes are the only characters that could end it.
        file = str(self.path / name / f"{table}.parquet").replace("'", "''")
        return f"read_parquet('{file}')"

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
        below = self._generation(name).below
        for each in (name, below) if below else (name,):
            yield from self._broken_files(each)

    def _broken_files(self, name: str) -> Iterator[Issue]:
        try:
            digests = json.loads((self.path / name / DIGESTS_FILE).read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            digests = {}
        for file in self._files(name):
            if _digest(file) != digests.get(file.stem):
                yield Issue(str(file), f"not as it was written; {self.recovery}")

    def _files(self, name: str) -> list[Path]:
        """The files of tables that a generation has."""
        tables = TABLES if self._generation(name).below is None else (*TABLES, REPLACED)
        return [self.path / name / f"{table}.parquet" for table in tables]

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
        """Whether all files are there that its rows stand in."""
        try:
            below = self._generation(name).below
            files = self._files(name)
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return False
        return all(file.is_file() for file in files) and (below is None or self._is_whole(below))

    def _write(self, name: str, tables: Tables, generation: Generation) -> None:
        """Write a generation beside its place and move it there in one step."""
        unfinished = self.path / f"{UNFINISHED_PREFIX}{name}"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir()
        digests = {table: _write_table(unfinished / f"{table}.parquet", rows) for table, rows in tables.items()}
        replace_file(unfinished / GENERATION_FILE, generation.as_json())
        replace_file(unfinished / DIGESTS_FILE, json.dumps(digests, indent=1) + "\n")
        shutil.rmtree(self.path / name, ignore_errors=True)
        os.replace(unfinished, self.path / name)
        sync_folder(self.path)

    def _prune(self, manifest: Manifest) -> None:
        kept = {name for name in (manifest.standing, manifest.previous) if name is not None}
        kept |= {below for name in kept if (below := self._generation(name).below)}
        for entry in sorted(os.listdir(self.path)):
            if entry.startswith((GENERATION_PREFIX, UNFINISHED_PREFIX)) and entry not in kept:
                shutil.rmtree(self.path / entry, ignore_errors=True)


def _write_table(file: Path, rows: pyarrow.Table) -> str:
    """Write one table and give the digest of its file."""
    import pyarrow.parquet

    with file.open("wb") as stream:
        pyarrow.parquet.write_table(rows, stream, compression="zstd", row_group_size=GROUP_ROWS)
        stream.flush()
        os.fsync(stream.fileno())
    return _digest(file)


def _merged(table: str, below: str, layer: Layer) -> str:
    """The query for a table's rows where a layer, registered as `new_…`, lies upon a relation."""
    return in_order(table, rows_of(table, below, f"new_{table}", f"new_{REPLACED}", layer.since))


def _asked(connection: DuckDBPyConnection, query: str) -> pyarrow.Table:
    return connection.sql(query).to_arrow_table()


def _count(connection: DuckDBPyConnection, table: str) -> int:
    [(count,)] = connection.execute(f"SELECT count(*) FROM {table}").fetchall()  # noqa: S608
    return int(count)


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
