"""The way of the data, in one line: documents → claims → pledges → postings → tables.

read      documents and their claims into the log, batch by batch
derive    the whole book from the log: a pure function of it
connect   the derived book, brought up to date, as tables to ask
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pledgebook.book.derived import DerivedFolder, connect_in_memory
from pledgebook.book.folder import find_book
from pledgebook.book.generations import generation_name
from pledgebook.book.log import open_log
from pledgebook.book.standing import standing_ledgers
from pledgebook.deriving import RULES, derive, ever_valid, told_by
from pledgebook.errors import BookBusy, BookDamaged, NotInBook
from pledgebook.extraction.rules import Rules
from pledgebook.model import RULING_KINDS, Claim, Decision, Document, Issue, Release, with_pages
from pledgebook.protocols import LARGEST_AMOUNT, Batch, Extraction, Extractor, Log, Watch
from pledgebook.reading import Found, PassedOver, ReadDocument, ReadOptions, find_files, read_file

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from pledgebook.reporting.changes import Merger

BATCH_DOCUMENTS = 64
"""Documents that go into the log at once: enough that waiting for the disk costs little, few enough that
hardly anything is lost when a read is broken off."""


@dataclass(frozen=True, slots=True)
class ReadSummary:
    """What a read came to: documents read, those that the book did not hold, new claims, and what could not be used.

    `passed_over` are files that tell about their folder: its README, its licence.
    """

    documents: int = 0
    new: int = 0
    claims: int = 0
    issues: tuple[Issue, ...] = ()
    passed_over: tuple[str, ...] = ()

    def in_words(self) -> str:
        documents = "1 document" if self.documents == 1 else f"{self.documents:,} documents"
        claims = "1 new claim" if self.claims == 1 else f"{self.claims:,} new claims"
        return f"{documents} read, {self.new:,} of them new, with {claims}."


def read(
    book_path: str | Path,
    paths: Sequence[str | Path],
    recorded: datetime,
    options: ReadOptions | None = None,
    watch: Watch | None = None,
) -> ReadSummary:
    """Take files and folders into a book, which is made if it is not there, and bring its tables up to date.

    `recorded` is the time at which the book learns all this, and no document may be published after it. Broken
    off, it leaves whole batches, and reading again completes them.
    """
    dated = replace(options or ReadOptions(), today=recorded.date())
    with open_log(book_path, make=True) as log:
        files = find_files(paths)
        summary = ReadSummary(passed_over=tuple(each.place for each in files if isinstance(each, PassedOver)))
        for batch in _batches(log, files, dated, watch or _unwatched):
            added = log.append(batch, recorded)
            summary = replace(
                summary,
                documents=summary.documents + len(batch.documents),
                new=summary.new + added.documents,
                claims=summary.claims + added.claims,
                issues=summary.issues + batch.issues,
            )
        _bring_up_to_date(log, _derived_folder(book_path))
        return summary


def _unwatched(done: int, total: int | None, issue: Issue | None) -> None:
    """Nobody watches."""


def _batches(log: Log, files: Sequence[Found], options: ReadOptions, watch: Watch) -> Iterator[Batch]:
    """What the files give, in batches for the log."""
    documents: list[Document] = []
    extractions: list[Extraction] = []
    issues: list[Issue] = []
    for done, file in enumerate(files, 1):
        for told in read_file(file, options):
            unusable: Sequence[Issue] = (told,) if isinstance(told, Issue) else ()
            if isinstance(told, ReadDocument):
                documents.append(told.document)
                extraction, unusable = _extraction(log, told, options.extractor or Rules())
                extractions += [extraction] if extraction else []
            issues += unusable
            for issue in unusable:
                watch(done, len(files), issue)
            if len(documents) == BATCH_DOCUMENTS:
                yield Batch(tuple(documents), tuple(extractions), issues=tuple(issues))
                documents, extractions, issues = [], [], []
        watch(done, len(files), None)
    if documents or issues:
        yield Batch(tuple(documents), tuple(extractions), issues=tuple(issues))


def _extraction(log: Log, told: ReadDocument, extractor: Extractor) -> tuple[Extraction | None, Sequence[Issue]]:
    """The claims of a document: those it brings, else those found in its text; none if it has been read that way."""
    document = told.document
    if told.claims is not None:
        claims = tuple(with_pages(told.claims, document.text))
        return Extraction(document.hash, "given", told.reader, claims), ()
    if log.latest_extraction(document.hash) == ("rules", extractor.name):
        return None, ()
    found = extractor.extract(document)
    if found.claims is None:
        return None, found.issues
    issues = list(found.issues)
    claims = tuple(with_pages(_bearable(found.claims, issues), document.text))
    return Extraction(document.hash, "rules", extractor.name, claims), issues


def _bearable(claims: Iterable[Claim], issues: list[Issue]) -> Iterator[Claim]:
    """Each claim once, without those whose amount is none of this world."""
    for claim in {claim.id: claim for claim in claims}.values():
        if claim.amount and max(claim.amount.low or 0, claim.amount.high or 0) >= LARGEST_AMOUNT:
            issues.append(Issue(f"document {claim.document}", f"no such amount: {claim.span.quote}"))
        else:
            yield claim


def decide(book_path: str | Path, decision: Decision, recorded: datetime) -> None:
    """Note in the log what a reviewer decided, and bring the tables up to date."""
    with open_log(book_path) as log:
        log.append(Batch(decisions=(decision,)), recorded)
        _bring_up_to_date(log, _derived_folder(book_path))


def found_claim(book_path: str | Path, claim_id: str) -> Claim | None:
    """The claim with this id as it was found, before any correction; None if the book does not hold it."""
    with open_log(book_path) as log:
        return log.claim(claim_id)


def mergers(book_path: str | Path, start: date, end: date, recorded_by: datetime | None = None) -> list[Merger]:
    """Pledges that were told apart by what was published up to `start`, and are one by what was up to `end`.

    A text never moves what was placed before it; a later one joins two pledges only where reviewers ruled about it.
    """
    from pledgebook.linking import find_copies, link
    from pledgebook.reporting.changes import Merger

    with open_log(book_path) as log:
        until = None if recorded_by is None else log.position_at(recorded_by)
        if not any(decision.kind in RULING_KINDS for decision in log.decisions(until=until)):
            return []
        told = told_by(log, until)
    claims = tuple(ever_valid(told.settled.standing, told.superseded))
    if not any(start < each.published <= end for each in claims):
        return []
    copies = find_copies(told.documents.values())
    before, after = (
        link(tuple(each for each in claims if each.published <= day), copies, told.settled.rulings)
        for day in (start, end)
    )
    pledge_of = {claim: pledge.id for pledge in after.pledges for claim in pledge.claims}
    return [Merger(pledge.id, pledge_of[pledge.id]) for pledge in before.pledges if pledge_of[pledge.id] != pledge.id]


def connect(book_path: str | Path, *, recorded_by: datetime | None = None) -> DuckDBPyConnection:
    """The tables of a book, up to date with its log, or as the book was at an earlier time."""
    folder = _derived_folder(book_path)
    with open_log(book_path) as log:
        now = log.position()
        position = now if recorded_by is None else log.position_at(recorded_by)
        if position < now or not (folder.can_be_written() or _is_up_to_date(log, folder)):
            return connect_in_memory(derive(log, position).tables())
        try:
            _bring_up_to_date(log, folder)
        except BookBusy:
            # Whoever writes has not finished yet: what stood before is whole.
            if folder.standing() is None:
                raise
        return folder.connect()


@contextmanager
def connected(book_path: str | Path, recorded_by: datetime | None = None) -> Iterator[DuckDBPyConnection]:
    """The tables as `connect` gives them, as long as the block runs; BookDamaged if one cannot be read."""
    with _derived_folder(book_path).told_plainly():
        connection = connect(book_path, recorded_by=recorded_by)
        try:
            yield connection
        finally:
            connection.close()


def _derived_folder(book_path: str | Path) -> DerivedFolder:
    return DerivedFolder(find_book(book_path).derived)


def _is_up_to_date(log: Log, folder: DerivedFolder) -> bool:
    return folder.standing() == generation_name(log.digest(log.position()), RULES)


def _bring_up_to_date(log: Log, folder: DerivedFolder) -> None:
    """Add what came since to what stands, or derive the book anew, unless what stands is derived from all of the log.

    Both give the same tables.
    """
    if _is_up_to_date(log, folder):
        return
    with folder.writing():
        # The log may have grown while this process waited.
        position = log.position()
        name = generation_name(log.digest(position), RULES)
        if folder.standing() != name and not _laid(log, folder, name, position):
            folder.bring_to(name, lambda: derive(log, position).tables(), position)


def _laid(log: Log, folder: DerivedFolder, name: str, position: int) -> bool:
    """Lay what came since the standing generation upon it; False where the book must be derived anew."""
    from pledgebook.updating import layer_for

    standing = folder.position()
    if standing is None or folder.standing() != generation_name(log.digest(standing), RULES):
        return False
    try:
        with folder.told_plainly(), closing(folder.connect()) as connection:
            layer = layer_for(log, connection, standing, position)
            if layer is not None:
                folder.lay_upon_standing(connection, name, layer, position)
    except BookDamaged:
        return False
    return layer is not None


def check(book_path: str | Path) -> list[Issue]:
    """Every law of the book that is broken, with its place; none if all hold.

    The log is held against its own digests, the tables against theirs, and the ledger in them against its laws.
    """
    with open_log(book_path) as log:
        if issues := list(log.broken()):
            return issues
    folder = _derived_folder(book_path)
    try:
        with connected(book_path) as connection:
            issues = list(folder.broken()) if _stands(book_path) else []
            return [*issues, *_broken_laws(connection)]
    except (BookDamaged, ValueError):
        # Tables that cannot be read, or hold what no ledger can.
        if not (issues := list(folder.broken())):
            raise
        return issues


def _stands(book_path: str | Path) -> bool:
    """Whether the tables on disk are those of the whole log; where nothing can be written they may be older."""
    with open_log(book_path) as log:
        return _is_up_to_date(log, _derived_folder(book_path))


def _broken_laws(connection: DuckDBPyConnection) -> list[Issue]:
    from pledgebook.ledger.checks import check as check_ledger

    return [
        issue
        for ledger in standing_ledgers(connection)
        for issue in check_ledger(ledger.pledges, ledger.claims, ledger.states, ledger.postings, ledger.withdrawn)
    ]


def text_of(book_path: str | Path, document_hash: str) -> str | None:
    """The text of a document; None if the book does not hold it, or no longer."""
    with open_log(book_path) as log:
        return log.text_of(document_hash)


@contextmanager
def texts(book_path: str | Path) -> Iterator[Callable[[str], str | None]]:
    """What gives the text of a document by its hash, as long as the block runs; None where it is not held."""
    with open_log(book_path) as log:
        yield log.text_of


def search(book_path: str | Path, words: str, most: int) -> list[dict[str, Any]]:
    """Documents that hold every word or its beginning, best first, as `document` and `snippet`."""
    with open_log(book_path) as log:
        return [{"document": found.document, "snippet": found.snippet} for found in log.find(words, most)]


def note(book_path: str | Path, decision: Decision, recorded: datetime) -> None:
    """Note in the log what a reviewer decided; the tables follow with `bring_up_to_date`."""
    with open_log(book_path) as log:
        log.append(Batch(decisions=(decision,)), recorded)


def bring_up_to_date(book_path: str | Path) -> None:
    """Derive the tables anew unless they stand for all of the log; BookBusy while another process does."""
    with open_log(book_path) as log:
        _bring_up_to_date(log, _derived_folder(book_path))


def standing(book_path: str | Path) -> str | None:
    """The name of the tables that stand, which tells them from all others; None if there are none."""
    return _derived_folder(book_path).standing()


def is_up_to_date(book_path: str | Path) -> bool:
    """Whether the tables that stand are those of the whole log."""
    return _stands(book_path)


def position_at(book_path: str | Path, moment: datetime) -> int:
    """How far the log went at a moment."""
    with open_log(book_path) as log:
        return log.position_at(moment)


def decisions(book_path: str | Path) -> list[Decision]:
    """All that reviewers decided, in the order in which the log learned it."""
    with open_log(book_path) as log:
        return list(log.decisions())


def connect_standing(book_path: str | Path) -> DuckDBPyConnection:
    """The tables that stand, whether or not they stand for all of the log."""
    return _derived_folder(book_path).connect()


def log_releases(book_path: str | Path) -> list[Release]:
    """All that was released, in the order of arrival."""
    with open_log(book_path) as log:
        return list(log.releases())


def add_release(book_path: str | Path, standing: Release | None, told: Release) -> Release:
    """Keep what is told of a release: with the state of the `standing` one of its name, else with the book's as it is.

    A day that is not told (`date.min`) is that of the latest document; NotInBook for an empty book.
    """
    with open_log(book_path) as log:
        if standing is not None:
            return log.release(replace(standing, status=told.status, who=told.who, when=told.when, why=told.why))
        position = log.position()
        recorded = log.recorded(position)
        latest = max((document.published for document in log.documents()), default=None)
        if recorded is None or latest is None:
            raise NotInBook("the book holds no document to release; add some: pledgebook read --book BOOK PATH")
        as_of = latest if told.as_of == date.min else told.as_of
        moment = recorded.isoformat(timespec="microseconds")
        return log.release(replace(told, as_of=as_of, position=position, recorded_by=moment))
