"""The log of a book in SQLite: one file, several processes at once, nothing ever changed in it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from pledgebook.book.folder import find_book, find_or_make_book, finish_making
from pledgebook.book.log_checks import broken_rows
from pledgebook.book.rows import (
    CLAIM_COLUMNS,
    DECISION_COLUMNS,
    DOCUMENT_COLUMNS,
    RELEASE_COLUMNS,
    claim_cells,
    claim_of,
    decision_cells,
    decision_of,
    document_cells,
    document_of,
    extraction_digest,
    release_cells,
    release_of,
)
from pledgebook.book.sqlite_file import open_file, told_plainly, transaction
from pledgebook.model import Claim, Decision, Document, Issue, Release, make_id
from pledgebook.protocols import Appended, Batch, Extraction, Found, Mode

START = make_id("l")
"""The digest of an empty log."""

EVERYTHING = 2**62
"""A position beyond any that a log can have."""

SNIPPET_WORDS = 24
"""Words of a document shown around what was found: about two lines."""


def open_log(path: str | Path, *, make: bool = False) -> SqliteLog:
    """The log of the book at this path; with `make`, a book is made where none is."""
    folder = find_or_make_book(path) if make else find_book(path)
    log = SqliteLog(folder.log)
    if make:
        finish_making(folder)
    return log


class SqliteLog:
    """A `pledgebook.protocols.Log` in one SQLite file, which is made if it is not there."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = open_file(path)

    def append(self, batch: Batch, recorded: datetime) -> Appended:
        with told_plainly(self.path), transaction(self._connection):
            position = self.position() + 1
            added = [
                *self._add_documents(batch.documents, position),
                *(new := self._add_extractions(batch.extractions, position)),
                *self._add_decisions(batch.decisions, position),
                *self._add_issues(batch.issues, position),
            ]
            if added:
                cells = (position, self._moment(recorded), make_id("l", self.digest(position - 1), *added))
                self._connection.execute("INSERT INTO batches VALUES (?, ?, ?)", cells)
            kinds = [name[0] for name in added]
            claims = sum(len(each.claims) for each in batch.extractions if extraction_digest(each) in new)
            return Appended(kinds.count("t"), claims, kinds.count("j"), kinds.count("i"))

    def position(self) -> int:
        return cast(int, self._one("SELECT coalesce(max(position), 0) FROM batches"))

    def position_at(self, moment: datetime) -> int:
        return cast(int, self._one("SELECT coalesce(max(position), 0) FROM batches WHERE recorded <= ?", _utc(moment)))

    def digest(self, position: int) -> str:
        return cast(str, self._one("SELECT digest FROM batches WHERE position = ?", position) or START)

    def documents(self, since: int = 0, until: int | None = None) -> Iterator[Document]:
        query = "SELECT * FROM documents WHERE text IS NOT NULL AND batch > ? AND batch <= ? ORDER BY number"
        for row in self._rows(query, *_range(since, until)):
            yield document_of(row)

    def extractions(self, since: int = 0, until: int | None = None) -> Iterator[Extraction]:
        query = (
            "SELECT * FROM extractions WHERE number IN (SELECT max(number) FROM extractions "
            "WHERE batch > ? AND batch <= ? GROUP BY document_hash) ORDER BY number"
        )
        for row in self._rows(query, *_range(since, until)):
            claims = tuple(self._claims_of(row["number"]))
            yield Extraction(row["document_hash"], row["mode"], row["extractor"], claims)

    def documents_with(self, hashes: Collection[str]) -> Iterator[Document]:
        wanted = "SELECT value FROM json_each(?)"
        query = f"SELECT * FROM documents WHERE text IS NOT NULL AND hash IN ({wanted}) ORDER BY number"  # noqa: S608
        for row in self._rows(query, json.dumps(sorted(hashes))):
            yield document_of(row)

    def claims_of(
        self, hashes: Collection[str], ids: Collection[str] | None = None, until: int | None = None
    ) -> Iterator[tuple[str, Claim]]:
        latest = (
            "SELECT max(number) FROM extractions WHERE document_hash IN (SELECT value FROM json_each(?)) "
            "AND batch <= ? GROUP BY document_hash"
        )
        query = f"SELECT * FROM claims WHERE extraction IN ({latest})"  # noqa: S608 (bound below)
        values: list[object] = [json.dumps(sorted(hashes)), EVERYTHING if until is None else until]
        if ids is not None:
            query += " AND claim IN (SELECT value FROM json_each(?))"
            values.append(json.dumps(sorted(ids)))
        for row in self._rows(f"{query} ORDER BY extraction, number", *values):
            yield row["claim"], claim_of(row)

    def latest_extraction(self, document_hash: str) -> tuple[Mode, str] | None:
        row = self._latest(document_hash)
        return None if row is None else (row["mode"], row["extractor"])

    def claim(self, claim_id: str) -> Claim | None:
        query = "SELECT * FROM claims WHERE claim = ? ORDER BY extraction DESC LIMIT 1"
        row = next(self._rows(query, claim_id), None)
        return None if row is None else claim_of(row)

    def decisions(self, since: int = 0, until: int | None = None) -> Iterator[Decision]:
        query = "SELECT * FROM decisions WHERE batch > ? AND batch <= ? ORDER BY number"
        for row in self._rows(query, *_range(since, until)):
            yield decision_of(row)

    def release(self, release: Release) -> Release:
        with told_plainly(self.path), transaction(self._connection):
            digest = make_id("l", self._release_digest(), release.id, self.digest(release.position))
            columns, cells = ("release", *RELEASE_COLUMNS, "digest"), (release.id, *release_cells(release), digest)
            self._insert("releases", columns, cells)
        return release

    def releases(self) -> Iterator[Release]:
        for row in self._rows("SELECT * FROM releases ORDER BY number"):
            yield release_of(row)

    def recorded(self, position: int) -> datetime | None:
        told = self._one("SELECT max(recorded) FROM batches WHERE position <= ?", position)
        return None if told is None else datetime.fromisoformat(cast(str, told))

    def issues(self, since: int = 0, until: int | None = None) -> Iterator[Issue]:
        query = "SELECT place, reason FROM issues WHERE batch > ? AND batch <= ? ORDER BY number"
        for row in self._rows(query, *_range(since, until)):
            yield Issue(row["place"], row["reason"])

    def text_of(self, document_hash: str) -> str | None:
        text = self._one("SELECT text FROM documents WHERE hash = ? ORDER BY number LIMIT 1", document_hash)
        return cast("str | None", text)

    def find(self, words: str, most: int) -> Sequence[Found]:
        phrases = [word.replace('"', "") for word in words.replace("\0", " ").split()]
        asked = " ".join(f'"{phrase}"*' for phrase in phrases if any(letter.isalnum() for letter in phrase))
        if not asked:
            return ()
        query = (
            "SELECT d.id, snippet(document_words, -1, '', '', '…', ?) AS snippet FROM document_words "
            "JOIN documents AS d ON d.number = document_words.rowid WHERE document_words MATCH ? "
            "ORDER BY bm25(document_words), d.published DESC, d.id, d.hash"
        )
        found: dict[str, Found] = {}
        for row in self._rows(query, SNIPPET_WORDS, asked):
            found.setdefault(row["id"], Found(row["id"], row["snippet"]))
            if len(found) == most:
                break
        return tuple(found.values())

    def broken(self) -> Iterator[Issue]:
        """What SQLite finds wrong in the file, rows that were changed, quotes that do not stand in their document."""
        for row in self._rows("PRAGMA quick_check"):
            if row["quick_check"] != "ok":
                yield Issue(str(self.path), str(row["quick_check"]))
        yield from broken_rows(self._rows, START)
        query = (
            'SELECT c.claim, c."start", c."end", c.quote, d.text FROM claims AS c LEFT JOIN documents AS d '
            "ON d.hash = c.document_hash AND d.id = c.document ORDER BY c.extraction, c.number"
        )
        for row in self._rows(query):
            if row["text"] is None:
                yield Issue(f"claim {row['claim']}", "its document is not in the log")
            elif row["text"][row["start"] : row["end"]] != row["quote"]:
                yield Issue(f"claim {row['claim']}", "its quote does not stand at its place in the document")

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> SqliteLog:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Asking

    def _rows(self, query: str, *values: object) -> Iterator[sqlite3.Row]:
        with told_plainly(self.path):
            yield from self._connection.execute(query, values)

    def _one(self, query: str, *values: object) -> object:
        """The first cell of the first row; None if there is no row."""
        with told_plainly(self.path):
            row = self._connection.execute(query, values).fetchone()
        return None if row is None else row[0]

    def _latest(self, document_hash: str) -> Any:
        query = "SELECT * FROM extractions WHERE document_hash = ? ORDER BY number DESC LIMIT 1"
        return next(self._rows(query, document_hash), None)

    def _claims_of(self, extraction: int) -> Iterator[Claim]:
        for row in self._rows("SELECT * FROM claims WHERE extraction = ? ORDER BY number", extraction):
            yield claim_of(row)

    def _release_digest(self) -> str:
        return cast(str, self._one("SELECT digest FROM releases ORDER BY number DESC LIMIT 1") or START)

    def _moment(self, recorded: datetime) -> str:
        """The time of record as text: after all that a release froze, whatever the clock says."""
        frozen = self._one("SELECT max(recorded_by) FROM releases")
        moment = _utc(recorded)
        if frozen is None or moment > cast(str, frozen):
            return moment
        return _utc(datetime.fromisoformat(cast(str, frozen)) + timedelta(microseconds=1))

    # Adding; each gives the ids of what is new

    def _insert(self, table: str, columns: Sequence[str], cells: Sequence[object]) -> int | None:
        """The number of the new row; None if it is there already."""
        # Table and column names are this module's own; every value is bound.
        names = ", ".join(f'"{name}"' for name in columns)
        marks = ", ".join("?" * len(columns))
        query = f"INSERT INTO {table} ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING"  # noqa: S608
        cursor = self._connection.execute(query, cells)
        return cursor.lastrowid if cursor.rowcount == 1 else None

    def _add_documents(self, documents: Iterable[Document], position: int) -> list[str]:
        columns = ("batch", *DOCUMENT_COLUMNS)
        return [d.hash for d in documents if self._insert("documents", columns, (position, *document_cells(d)))]

    def _add_extractions(self, extractions: Iterable[Extraction], position: int) -> list[str]:
        added = []
        for extraction in extractions:
            self._require_quotes(extraction)
            digest, latest = extraction_digest(extraction), self._latest(extraction.document_hash)
            if latest is None or latest["digest"] != digest:
                self._add_extraction(extraction, digest, position)
                added.append(digest)
        return added

    def _add_extraction(self, extraction: Extraction, digest: str, position: int) -> None:
        columns = ("batch", "document_hash", "mode", "extractor", "digest")
        cells = (position, extraction.document_hash, extraction.mode, extraction.extractor, digest)
        number = self._insert("extractions", columns, cells)
        for place, claim in enumerate(extraction.claims):
            self._insert(
                "claims",
                ("extraction", "number", "claim", *CLAIM_COLUMNS),
                (number, place, claim.id, *claim_cells(claim)),
            )

    def _require_quotes(self, extraction: Extraction) -> None:
        text = self.text_of(extraction.document_hash)
        if text is None:
            raise ValueError(f"no document {extraction.document_hash} in the log")
        for claim in extraction.claims:
            if claim.document_hash != extraction.document_hash or not claim.span.holds_in(text):
                raise ValueError(f"claim {claim.id} does not stand in document {extraction.document_hash}")

    def _add_decisions(self, decisions: Iterable[Decision], position: int) -> list[str]:
        added = []
        for decision in decisions:
            number = cast(int, self._one("SELECT count(*) FROM decisions")) + 1
            columns = ("decision", "number", "batch", *DECISION_COLUMNS)
            if self._insert("decisions", columns, (decision.id, number, position, *decision_cells(decision))):
                added.append(decision.id)
        return added

    def _add_issues(self, issues: Iterable[Issue], position: int) -> list[str]:
        columns = ("batch", "place", "reason")
        return [
            make_id("i", issue.place, issue.reason)
            for issue in issues
            if self._insert("issues", columns, (position, issue.place, issue.reason))
        ]


def _utc(moment: datetime) -> str:
    """The moment as text whose order is that of time; ValueError for one without a zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} tells no time zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _range(since: int, until: int | None) -> tuple[int, int]:
    return since, EVERYTHING if until is None else until
