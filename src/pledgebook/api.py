"""The book as other programs use it: open it, read into it, ask it.

book = pledgebook.open("ukraine.book")
book.read("articles/")
book.pledges(as_of="2024-03-14", donor=["nato"]).pandas()
book.report(by="donor", in_currency="EUR")
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pledgebook.asking import Asked, Names, day_from, in_words, layout_of, question_from, rules_version, time_from
from pledgebook.errors import WrongCall
from pledgebook.model import Claim, Decision, DecisionKind, Issue, Release, ReleaseStatus
from pledgebook.without_book import plan_and_cells

if TYPE_CHECKING:
    from typing import Unpack

    from duckdb import DuckDBPyConnection

    from pledgebook.pipeline import ReadSummary
    from pledgebook.protocols import Extractor, Watch
    from pledgebook.reporting.export import Exported
    from pledgebook.reporting.questions import Question
    from pledgebook.reporting.table import Table
    from pledgebook.reporting.why import Explanation


def open(path: str | Path) -> Book:
    """The book at this path; one that is not there yet is made by `read`."""
    return Book(path)


class Book:
    """The book at a path; every query answers a `Table`.

    All queries take `as_of`, `recorded_by`, `release`, `donor`, `recipient`, `aid`, `item` and `status`.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = str(path)

    def __repr__(self) -> str:
        return f"pledgebook.open({self.path!r})"

    def read(
        self,
        *paths: str | Path,
        given_claims: bool = False,
        published: date | str | None = None,
        publisher: str = "",
        mapping: str | Path | None = None,
        extractor: Extractor | None = None,
        allow_private: bool = False,
        watch: Watch | None = None,
    ) -> ReadSummary:
        """Take documents and data files, or what stands at web addresses, into the book, made if it is not there yet.

        `given_claims` takes the claims that article files bring; `published` and `publisher` are those of documents
        that tell none; `mapping` is the file that says what the columns of tables mean; `extractor` finds claims in
        the place of the rules; `allow_private` also fetches addresses of this machine's own network.
        """
        from pledgebook import pipeline
        from pledgebook.reading import ReadOptions

        place = None if mapping is None else Path(mapping)
        options = ReadOptions(
            day_from(published),
            publisher,
            given_claims,
            extractor=extractor,
            mapping=place,
            allow_private=allow_private,
        )
        return pipeline.read(self.path, paths, datetime.now(UTC), options, watch)

    def check(self) -> list[Issue]:
        """Every law of the book that is broken, with its place; none if all hold."""
        from pledgebook import pipeline

        return pipeline.check(self.path)

    def pledges(self, **asked: Unpack[Asked]) -> Table:
        """One row a pledge."""
        from pledgebook.reporting import queries

        return self._ask(queries.pledges, asked)

    def claims(self, **asked: Unpack[Asked]) -> Table:
        """One row a claim."""
        from pledgebook.reporting import queries

        return self._ask(queries.claims, asked)

    def overdue(self, **asked: Unpack[Asked]) -> Table:
        """One row a pledge whose date is past while something has not arrived."""
        from pledgebook.reporting import queries

        return self._ask(queries.overdue, asked)

    def blocked(self, lifted: bool = False, **asked: Unpack[Asked]) -> Table:
        """One row a pledge of which something is held up; `lifted`: also what was held up before."""
        from pledgebook.reporting import queries

        return self._ask(lambda connection, question: queries.blocked(connection, question, lifted), asked)

    def needs(self, **asked: Unpack[Asked]) -> Table:
        """One row an appeal."""
        from pledgebook.reporting import queries

        return self._ask(queries.needs, asked)

    def report(
        self,
        by: Names = (),
        in_currency: str | None = None,
        rates: str | Path | None = None,
        **asked: Unpack[Asked],
    ) -> Table:
        """Totals by group and unit.

        `rates` is a CSV file of your own, `date,currency,eur_rate`, or `"source"`: what the sources themselves say
        that their amounts are worth, where they do.
        """
        from pledgebook.reporting.report import report

        layout = layout_of(by, in_currency, rates)
        return self._ask(lambda connection, question: report(connection, question, layout), asked)

    def timeline(
        self, in_currency: str | None = None, rates: str | Path | None = None, **asked: Unpack[Asked]
    ) -> Table:
        """One row a unit and day on which what was promised or had arrived changed; `.chart()` draws it."""
        from pledgebook.reporting.timeline import timeline

        layout = layout_of((), in_currency, rates)
        return self._ask(lambda connection, question: timeline(connection, question, layout), asked)

    def calendar(self, **asked: Unpack[Asked]) -> Table:
        """One row a pledge with a date by which it is due, the earliest first; `.chart()` draws it."""
        from pledgebook.reporting.calendar import calendar

        return self._ask(lambda connection, question: calendar(connection, question, rules_version()), asked)

    def export(
        self,
        format: str,
        path: str | Path,
        *,
        by: Names = (),
        in_currency: str | None = None,
        rates: str | Path | None = None,
        with_texts: bool = False,
        force: bool = False,
        reporting_org: tuple[str, str] | None = None,
        **asked: Unpack[Asked],
    ) -> Exported:
        """Write the book to a folder (`csv`, `json`, `parquet`) or a file (`xlsx`, `iati`), with how to cite it.

        `by`, `in_currency` and `rates` are those of its report. `with_texts` adds the documents' texts, so that the
        export can be read into another book. Nothing but a former export is replaced, unless `force` says so.
        `reporting_org` is who publishes IATI: identifier and name.
        """
        from pledgebook import __version__, pipeline
        from pledgebook.reporting.export import Order, export
        from pledgebook.reporting.export_method import Method
        from pledgebook.reporting.export_tables import Source
        from pledgebook.reporting.iati_activity import Reporter

        order = Order(format, Path(path), force, Reporter(*reporting_org) if reporting_org else Reporter())
        layout, name = layout_of(by, in_currency, rates), Path(self.path).resolve().name
        method = Method(name, date.min, __version__, rules_version(), tuple(in_words(asked)))
        with self._asked(asked) as (connection, question), pipeline.texts(self.path) as texts:
            return export(Source(connection, question, layout, texts if with_texts else None), order, method)

    def changes(
        self,
        start: date | str | None = None,
        end: date | str | None = None,
        *,
        from_release: str | None = None,
        to_release: str | None = None,
        **asked: Unpack[Asked],
    ) -> Table:
        """One row a figure that changed from the first day to the second (else `as_of`, else the latest document).

        With `from_release`: from that release to another one, else to the book as it is.
        """
        from pledgebook.reporting.changes import changes
        from pledgebook.reporting.queries import day_of

        if from_release is not None or to_release is not None:
            return self._changes_since(from_release, to_release, start or end, asked)
        first = day_from(start)
        if first is None:
            raise WrongCall("name the first day: start='2024-03-01'")
        asked = self._settled({**asked, "as_of": end} if end is not None else asked)

        def between(connection: DuckDBPyConnection, question: Question) -> Table:
            from pledgebook import pipeline

            last = day_of(connection, question)
            merged = pipeline.mergers(self.path, first, last, time_from(asked.get("recorded_by")))
            return changes(connection, question, first, merged)

        return self._ask(between, asked)

    def _changes_since(self, first: str | None, second: str | None, day: object, asked: Asked) -> Table:
        from pledgebook.reporting.changes import changes_of_states

        if first is None or day is not None or asked.get("release"):
            raise WrongCall("name two releases, or two days: from_release='2024-q1', to_release='2024-q2'")
        later: Asked = {**asked, "release": second} if second is not None else asked
        with self._asked({**asked, "release": first}) as before, self._asked(later) as after:
            return changes_of_states(before, after, (first, second))

    def release(
        self,
        name: str,
        status: ReleaseStatus = "draft",
        *,
        who: str,
        why: str = "",
        as_of: date | str | None = None,
    ) -> Release:
        """Freeze the book as it is under a name, or give the release of that name another status.

        Every query takes `release=name` and answers as it did then. `as_of` is the release's day, else that of the
        latest document. WrongCall if name, status or day cannot be used.
        """
        from pledgebook.releasing import release

        when = datetime.now(UTC)
        return release(self.path, name, status, as_of=day_from(as_of), who=who, why=why, when=when)

    def releases(self) -> Table:
        """One row a release, the first made first, with its latest status."""
        from pledgebook.pipeline import log_releases
        from pledgebook.reporting.releases import releases

        return releases(log_releases(self.path))

    def review(self, most: int = 20, **asked: Unpack[Asked]) -> Table:
        """What most deserves a look: doubt times weight in the totals, the heaviest first."""
        from pledgebook.reporting.review import review

        return self._ask(lambda connection, question: review(connection, question, most), asked)

    def decide(
        self,
        kind: DecisionKind,
        claim: str,
        *,
        who: str,
        why: str = "",
        other: str | None = None,
        field: str | None = None,
        value: str | None = None,
    ) -> Decision:
        """Note what a reviewer says of a claim, or of two; claims by their ids or the beginning of one.

        `correct` sets one `field` to a `value` as `pledgebook decide --help` writes it. WrongCall if kind, field or
        value cannot be used; NotInBook if a claim is not there.
        """
        from pledgebook import pipeline
        from pledgebook.deciding import decision_on

        now = datetime.now(UTC)
        found = [self._found_claim(name) if name else None for name in (claim, other)]
        assert found[0] is not None
        decision = decision_on(kind, found[0], found[1], field, value, who=who, why=why, when=now)
        pipeline.decide(self.path, decision, now)
        return decision

    def _found_claim(self, name: str) -> Claim:
        """The claim with this id, or the only one that begins so, as it was found."""
        from pledgebook import pipeline
        from pledgebook.reporting.queries import claim_named

        with self._connection({}) as connection:
            id = claim_named(connection, name)
        claim = pipeline.found_claim(self.path, id)
        assert claim is not None, "the tables hold only what the log holds"
        return claim

    def reconcile(
        self, table: str | Path, mapping: str | Path, all_cells: bool = False, **asked: Unpack[Asked]
    ) -> Table:
        """The book's totals beside a published table: one row a cell that differs, with the pledges that make it so.

        `mapping` is a TOML file that says which cell holds which total. WrongCall if either cannot be read.
        """
        from pledgebook.reporting.reconcile import reconcile

        plan, cells = plan_and_cells(Path(table), Path(mapping))
        return self._ask(lambda connection, question: reconcile(connection, question, cells, plan, all_cells), asked)

    def why(self, pledge: str, **asked: Unpack[Asked]) -> Explanation:
        """What a pledge's figures rest on; the pledge by its id, an alias or the beginning of one."""
        from pledgebook.reporting.why import why

        asked = self._settled(asked)
        with self._connection(asked) as connection:
            return why(connection, pledge, question_from(asked), self._text_of)

    def find(self, words: str, **asked: Unpack[Asked]) -> Table:
        """Documents, pledges and actors that hold the words."""
        from pledgebook.reporting.find import find

        return self._ask(lambda connection, question: find(connection, words, question, self._full_text), asked)

    def _ask(self, query: Callable[[DuckDBPyConnection, Question], Table], asked: Asked) -> Table:
        with self._asked(asked) as (connection, question):
            return query(connection, question)

    @contextmanager
    def _asked(self, asked: Asked) -> Iterator[tuple[DuckDBPyConnection, Question]]:
        """A connection to ask, and what is asked; WrongCall for parties that nobody knows."""
        from pledgebook.reporting.queries import require_parties

        asked = self._settled(asked)
        question = question_from(asked)
        with self._connection(asked) as connection:
            require_parties(connection, question)
            yield connection, question

    def _settled(self, asked: Asked) -> Asked:
        """What is asked, with a release in place of its name."""
        if not asked.get("release"):
            return asked
        from pledgebook.releasing import settled

        return settled(self.path, asked)

    @contextmanager
    def _connection(self, asked: Asked) -> Iterator[DuckDBPyConnection]:
        """A connection to the derived book with the queries' macros; NotInBook if there is no book."""
        from pledgebook import pipeline
        from pledgebook.reporting.queries import prepare

        with pipeline.connected(self.path, time_from(asked.get("recorded_by"))) as connection:
            yield prepare(connection)

    def _text_of(self, document_hash: str) -> str | None:
        from pledgebook import pipeline

        return pipeline.text_of(self.path, document_hash)

    def _full_text(self, words: str, most: int) -> list[dict[str, Any]]:
        from pledgebook import pipeline

        return pipeline.search(self.path, words, most)
