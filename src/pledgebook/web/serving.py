"""What answers requests: the standing tables, held ready for many who ask at once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar, cast

import duckdb

from pledgebook import pipeline
from pledgebook.api import Book
from pledgebook.asking import Asked, layout_of, rules_version, time_from
from pledgebook.book.tables import TABLES
from pledgebook.errors import BookDamaged
from pledgebook.model import make_id
from pledgebook.releasing import settled
from pledgebook.reporting.pledges import KnownPledge
from pledgebook.reporting.queries import keeping, prepare
from pledgebook.reporting.timeline import until
from pledgebook.web.remembering import Remembered, rows_of
from pledgebook.web.working import Worker

if TYPE_CHECKING:
    from typing import Unpack

    from duckdb import DuckDBPyConnection

    from pledgebook.reporting.table import Table
    from pledgebook.web.answers import Answer

T = TypeVar("T")

TABLE_ROWS_KEPT = 150_000
"""Rows of tables that are kept for the next page: about 2 kB each."""

PLEDGES_KEPT = 200_000
"""Pledges, day by day, that are kept for further questions about these days: about 3 kB each."""

ANSWER_BYTES_KEPT = 64 * 2**20
"""Bytes of drawn pages and answers that are kept."""

TEXT_LETTERS_KEPT = 20 * 2**20
"""Letters of documents that are kept: some thousands of articles."""

MOST_CLAIMS_IN_MEMORY = 500_000
"""Claims up to which the tables are taken into memory, where they are asked several times as fast."""

IN_MEMORY = "in memory"
"""The name of tables that could not be written; they are those of the log when the app was started."""

TRIES = 5
"""So often the tables may be replaced while they are being opened."""

PAST_BOOKS_KEPT = 3
"""Earlier states of the log that are kept: each is worked out anew and held in memory."""


class Standing:
    """The tables of one state of the log; cursors for many threads, and what was asked of them already.

    `name` tells it from every other state.
    """

    def __init__(self, name: str, connection: DuckDBPyConnection) -> None:
        self.name = name
        self._connection = connection
        self._free: list[DuckDBPyConnection] = []
        self._lock = Lock()
        self.tables: Remembered[Any] = Remembered(TABLE_ROWS_KEPT, rows_of)
        self.answers: Remembered[Answer] = Remembered(ANSWER_BYTES_KEPT, len)
        self.pledges: Remembered[list[KnownPledge]] = Remembered(PLEDGES_KEPT, rows_of)
        self.texts: Remembered[str | None] = Remembered(TEXT_LETTERS_KEPT, lambda text: len(text or "") + 100)

    def pledges_of(self, day: date, make: Callable[[], list[KnownPledge]]) -> list[KnownPledge]:
        """The pledges as they were known on a day: worked out once for all that ask for some of them."""
        return self.pledges.get(day, make)

    @contextmanager
    def cursor(self) -> Iterator[DuckDBPyConnection]:
        """A cursor with the queries' macros, for one thread at a time."""
        with self._lock:
            cursor = self._free.pop() if self._free else None
        if cursor is None:
            cursor = prepare(self._connection.cursor())
        with keeping(cursor, self.pledges_of):
            yield cursor
        # After an error a cursor is not used again.
        with self._lock:
            self._free.append(cursor)


class ServedBook(Book):
    """A book whose every query is answered by one state of the log, and kept for who asks the same again."""

    def __init__(self, served: Served, standing: Standing) -> None:
        super().__init__(served.path)
        self.served = served
        self.standing = standing

    @contextmanager
    def _connection(self, asked: Asked) -> Iterator[DuckDBPyConnection]:
        moment = time_from(asked.get("recorded_by"))
        with (self.standing if moment is None else self.served.then(moment)).cursor() as cursor:
            yield cursor

    def timeline(
        self, in_currency: str | None = None, rates: str | Path | None = None, **asked: Unpack[Asked]
    ) -> Table:
        """One row a unit and day on which its total changed; the whole of it is worked out once for all days."""
        if not asked.get("as_of") or asked.get("status") or rates is not None:
            return super().timeline(in_currency, rates, **asked)
        always: Any = {name: value for name, value in asked.items() if name != "as_of"}
        whole = self.table("timeline", in_currency=in_currency, **always)
        layout = layout_of((), in_currency, None)
        return self._ask(lambda connection, question: until(whole.rows, connection, question, layout), asked)

    def _text_of(self, document_hash: str) -> str | None:
        return self.standing.texts.get(document_hash, lambda: super(ServedBook, self)._text_of(document_hash))

    def text_of(self, document_hash: str) -> str | None:
        """The text of a document by its hash; None if it is not held, or no longer."""
        return self._text_of(document_hash)

    def table(self, query: str, *given: Hashable, **asked: Any) -> Table:
        """The answer to the query of this name: `table("report", by=("donor",), as_of="2024-03-14")`."""
        return cast("Table", self.kept(query, lambda: getattr(self, query)(*given, **asked), *given, **asked))

    def kept(self, name: str, make: Callable[[], T], *given: Hashable, **asked: Any) -> T:
        """What `make` gives for these arguments, made once for each state of the log; it must have a length."""
        key = (name, given, tuple(sorted((k, _hashable(value)) for k, value in asked.items())))
        return cast(T, self.standing.tables.get(key, make))

    def rows(self, query: str, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of a query in SQL, with bound parameters."""
        with self.standing.cursor() as cursor:
            found = cursor.execute(query, parameters)
            names = [column[0] for column in found.description or ()]
            return [dict(zip(names, values, strict=True)) for values in found.fetchall()]


def _hashable(value: Any) -> Hashable:
    return tuple(value) if isinstance(value, list) else value


class Served:
    """A book as it is served: always the newest tables that stand, and earlier ones where they are asked for.

    `worker` brings the tables up to date after something was written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.worker = Worker(path)
        self._lock = Lock()
        self._standing: Standing | None = None
        self._past: OrderedDict[int, Standing] = OrderedDict()

    def book(self, asked: Asked | None = None) -> ServedBook:
        """The book as it is now, or as it was at the `recorded_by` or `release` of what is asked."""
        recorded_by = time_from(settled(self.path, asked or {}).get("recorded_by"))
        return ServedBook(self, self._now() if recorded_by is None else self.then(recorded_by))

    def _now(self) -> Standing:
        name = pipeline.standing(self.path)
        standing = self._standing
        if standing is not None and (name is None or standing.name == name):
            return standing
        with self._lock:
            if self._standing is None or self._standing.name != name:
                self._standing = self._opened(pipeline.standing(self.path))
            return self._standing

    def _opened(self, name: str | None) -> Standing:
        """The tables of this generation, or of a newer one that replaced it while it was being opened."""
        if name is None:
            return Standing(pipeline.standing(self.path) or IN_MEMORY, _in_memory(pipeline.connect(self.path)))
        for tried in range(TRIES):
            try:
                standing = Standing(name, _in_memory(pipeline.connect_standing(self.path)))
            except (duckdb.Error, BookDamaged):
                # Its files go when two newer ones stand.
                if tried == TRIES - 1 or pipeline.standing(self.path) == name:
                    raise
            else:
                if pipeline.standing(self.path) == name:
                    return standing
            name = pipeline.standing(self.path) or name
        return standing

    def then(self, moment: datetime) -> Standing:
        """The tables as they were when the log was no longer than at this moment."""
        position = pipeline.position_at(self.path, moment)
        with self._lock:
            if position not in self._past:
                # Held in memory: the files of a past state may be replaced by those of later ones.
                connection = _in_memory(pipeline.connect(self.path, recorded_by=moment), most_claims=None)
                name = make_id("p", position, pipeline.standing(self.path), rules_version())
                self._past[position] = Standing(name, connection)
            self._past.move_to_end(position)
            while len(self._past) > PAST_BOOKS_KEPT:
                self._past.popitem(last=False)
            return self._past[position]

    def waiting(self) -> int:
        """Decisions in the log that the standing tables do not know yet."""
        if pipeline.is_up_to_date(self.path):
            return 0
        [known] = self.book().rows("SELECT count(*) AS decisions FROM decisions")
        return max(0, len(set(pipeline.decisions(self.path))) - int(known["decisions"]))


def _in_memory(connection: DuckDBPyConnection, most_claims: int | None = MOST_CLAIMS_IN_MEMORY) -> DuckDBPyConnection:
    """The connection with its views as tables in memory, unless they are too large for that."""
    views = {
        name for (name,) in connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
    }
    counted = connection.execute("SELECT count(*) FROM claims").fetchone()
    if counted is None or (most_claims is not None and counted[0] > most_claims):
        return connection
    for name in views & TABLES.keys():
        # Names of this package's own tables.
        connection.execute(f"CREATE TABLE held_{name} AS SELECT * FROM {name}")  # noqa: S608
        connection.execute(f"DROP VIEW {name}")
        connection.execute(f"ALTER TABLE held_{name} RENAME TO {name}")
    return connection
