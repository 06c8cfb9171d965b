"""The book as other programs use it: open it, read into it, ask it.

book = pledgebook.open("ukraine.book")
book.read("articles/")
book.pledges(as_of="2024-03-14", donor=["nato"]).pandas()
book.report(by="donor", in_currency="EUR")
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict, cast

from pledgebook.errors import WrongCall
from pledgebook.model import Claim, Decision, DecisionKind, Issue, PartialDate, with_pages

if TYPE_CHECKING:
    from typing import Unpack

    from duckdb import DuckDBPyConnection

    from pledgebook.pipeline import ReadSummary
    from pledgebook.protocols import Extractor, Watch
    from pledgebook.reporting.export import Exported
    from pledgebook.reporting.questions import Question
    from pledgebook.reporting.reconcile import CellPlan
    from pledgebook.reporting.report import Layout
    from pledgebook.reporting.table import Table
    from pledgebook.reporting.why import Explanation

Names: TypeAlias = str | Sequence[str]

SOURCE_RATES = "source"
"""What `rates` says to take the sources' own conversions."""

EXTRACTED_COLUMNS = (
    "document", "start", "end", "quote", "event", "donors", "recipients", "low", "high", "unit", "per", "item", "aid",
    "basis", "happened", "due", "speaker", "confidence", "held_by", "happened_phrase", "due_phrase", "extractor",
    "place",
)  # fmt: skip


class Asked(TypedDict, total=False):
    """What every query takes: days and times as text or values, names one or many."""

    as_of: date | str | None
    recorded_by: datetime | str | None
    donor: Names
    recipient: Names
    aid: Names
    item: Names
    status: Names


def open(path: str | Path) -> Book:
    """The book at this path; one that is not there yet is made by `read`."""
    return Book(path)


def extract(
    text: str, *, published: date | str, publisher: str = "", title: str = "", language: str = "en"
) -> list[Claim]:
    """The claims that a text makes, each at its place: `text[claim.span.start:claim.span.end]` is its quote."""
    from pledgebook import extraction

    day = day_from(published)
    if day is None:
        raise WrongCall("a text needs the day of its publication, to work out 'next week': published='2024-03-14'")
    return extraction.extract(text, published=day, publisher=publisher, title=title, language=language)


@dataclass(frozen=True, slots=True)
class AmountSpan:
    """An amount at its place in a text; `low` and `high` in single units, None for an open end."""

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    unit: str


def amounts(text: str) -> list[AmountSpan]:
    """The amounts of money and things in a text, in the order of their places."""
    from pledgebook.extraction.amounts import find_amounts

    return [AmountSpan(found.start, found.end, found.low, found.high, found.unit) for found in find_amounts(text)]


def language_model(
    url: str | None = None,
    model: str | None = None,
    cache: str | Path | None = None,
    seconds: float | None = None,
) -> Extractor:
    """A language model behind an OpenAI-compatible server, for `Book.read(…, extractor=…)`.

    What is not given comes from PLEDGEBOOK_LLM_URL and PLEDGEBOOK_LLM_MODEL, the key always from PLEDGEBOOK_LLM_KEY.
    WrongCall without address or model.
    """
    from pledgebook.extraction.llm import LanguageModel, settings_from

    return LanguageModel(settings_from(os.environ, url, model, cache, seconds))


def extract_files(
    paths: Sequence[str | Path],
    published: date | str | None = None,
    extractor: Extractor | None = None,
    allow_private: bool = False,
) -> tuple[Table, list[Issue]]:
    """The claims of files as a table, found in their texts alone, and what could not be read.

    `published` is the day of documents that tell none; without an `extractor` the rules find the claims;
    `allow_private` also fetches addresses of this machine's own network.
    """
    from pledgebook.extraction import claim_row
    from pledgebook.extraction.rules import Rules
    from pledgebook.reading import read_documents
    from pledgebook.reporting.table import Table

    issues: list[Issue] = []
    rows = []
    for read in read_documents(paths, published=day_from(published), allow_private=allow_private):
        if isinstance(read, Issue):
            issues.append(read)
        elif read.claims is not None:
            rows += [claim_row(claim) for claim in read.claims]
        else:
            found = (extractor or Rules()).extract(read.document)
            issues += found.issues
            rows += [claim_row(claim) for claim in with_pages(found.claims or (), read.document.text)]
    return Table("Claims", EXTRACTED_COLUMNS, rows), issues


def proposed_mapping(path: str | Path, sheet: str | None = None, rows: int = 5) -> tuple[str, Table, list[Issue]]:
    """A mapping file for a table, its first rows as they would be read with it, and what could not be read.

    WrongCall if the file is no table, or nothing in it looks like an amount or a thing.
    """
    import tomllib
    from itertools import islice

    from pledgebook.extraction import claim_row
    from pledgebook.reading.data.mapped import read_mapped
    from pledgebook.reading.data.mapping import mapping_of
    from pledgebook.reading.data.proposal import first_grid, propose
    from pledgebook.reading.options import ReadDocument, ReadOptions, Unreadable
    from pledgebook.reporting.table import Table

    file = Path(path)
    try:
        grid = first_grid(file, sheet)
        text = propose(grid, file.stem)
        mapping = mapping_of(tomllib.loads(text), file.stem)
        read = list(read_mapped(grid, mapping, ReadOptions(published=date.max), file.name))
    except (Unreadable, OSError) as error:
        raise WrongCall(f"{file}: {error}") from error
    claims = (claim for each in read if isinstance(each, ReadDocument) for claim in each.claims or ())
    shown = [claim_row(claim) for claim in islice(claims, rows)]
    return text, Table("Claims", EXTRACTED_COLUMNS, shown), [each for each in read if isinstance(each, Issue)]


def day_from(given: date | str | None) -> date | None:
    """A day from a value or from text; a month or year stands for its last day. WrongCall if it is neither."""
    if given is None or (isinstance(given, date) and not isinstance(given, datetime)):
        return given
    try:
        return given.date() if isinstance(given, datetime) else PartialDate.parse(given.strip()).last_day
    except ValueError as error:
        raise WrongCall(f"{given!r} is no date; write it as 2024-03-14, or 2024-03 for the month's end") from error


def time_from(given: datetime | str | None) -> datetime | None:
    """A moment from a value or from ISO text, in UTC where no zone is told; WrongCall if it is none."""
    try:
        moment = datetime.fromisoformat(given.strip()) if isinstance(given, str) else given
    except ValueError as error:
        raise WrongCall(f"{given!r} is no time; write it as 2024-03-14T18:30 (UTC)") from error
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


def question_from(asked: Asked) -> Question:
    """The question that the arguments of a query ask."""
    from pledgebook.reporting.questions import Question

    return Question(
        as_of=day_from(asked.get("as_of")),
        donors=_names(asked.get("donor")),
        recipients=_names(asked.get("recipient")),
        aids=_names(asked.get("aid")),
        items=_names(asked.get("item")),
        statuses=_names(asked.get("status")),
    )


def _rules_version() -> str:
    """The version of the rules by which claims become figures."""
    from pledgebook.pipeline import RULES

    return RULES


def _names(given: Names | None) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given or ())


def _plan_and_cells(table: Path, mapping: Path) -> tuple[CellPlan, list[list[Decimal | str | None]]]:
    """What a reconciliation compares: the plan, and the cells of the table as numbers and text."""
    import tomllib

    from pledgebook.reading.data.cells import number, told
    from pledgebook.reading.data.proposal import first_grid
    from pledgebook.reading.options import Unreadable
    from pledgebook.reporting.reconcile import plan_of

    try:
        plan = plan_of(tomllib.loads(mapping.read_text("utf-8")))
        grid = first_grid(table, plan.sheet)
    except (Unreadable, OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WrongCall(f"cannot hold {table} beside the book with {mapping}: {error}") from error
    return plan, [[told(cell) if (value := number(cell)) is None else value for cell in row] for row in grid.rows]


def _layout(by: Names, in_currency: str | None, rates: str | Path | None) -> Layout:
    """How a report is laid out; its rates are read."""
    from pledgebook.reporting.currency import RateTable, read_rates
    from pledgebook.reporting.report import Layout

    as_source = str(rates) == SOURCE_RATES
    table = RateTable() if rates is None or as_source else read_rates(Path(rates))
    return Layout(_names(by), in_currency, table, as_source, _rules_version())


def _in_words(asked: Asked) -> Iterator[str]:
    """What is asked for besides the day, each option in words: `donor nato, US`."""
    for name, value in sorted(asked.items()):
        if value and name != "as_of":
            told = [value] if isinstance(value, str | datetime) else value
            yield f"{name.replace('_', ' ')} {', '.join(map(str, cast('Sequence[object]', told)))}"


class Book:
    """The book at a path; every query answers a `Table`.

    All queries take `as_of`, `recorded_by`, `donor`, `recipient`, `aid`, `item` and `status`.
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

        layout = _layout(by, in_currency, rates)
        return self._ask(lambda connection, question: report(connection, question, layout), asked)

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
        layout, name = _layout(by, in_currency, rates), Path(self.path).resolve().name
        method = Method(name, date.min, __version__, _rules_version(), tuple(_in_words(asked)))
        with self._asked(asked) as (connection, question), pipeline.texts(self.path) as texts:
            return export(Source(connection, question, layout, texts if with_texts else None), order, method)

    def changes(self, start: date | str, end: date | str | None = None, **asked: Unpack[Asked]) -> Table:
        """One row a figure that changed from the first day to the second (else `as_of`, else the latest document)."""
        from pledgebook import pipeline
        from pledgebook.reporting.changes import changes
        from pledgebook.reporting.queries import day_of

        first = day_from(start)
        if first is None:
            raise WrongCall("name the first day: start='2024-03-01'")
        if end is not None:
            asked = {**asked, "as_of": end}

        def between(connection: DuckDBPyConnection, question: Question) -> Table:
            last = day_of(connection, question)
            merged = pipeline.mergers(self.path, first, last, time_from(asked.get("recorded_by")))
            return changes(connection, question, first, merged)

        return self._ask(between, asked)

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

        plan, cells = _plan_and_cells(Path(table), Path(mapping))
        return self._ask(lambda connection, question: reconcile(connection, question, cells, plan, all_cells), asked)

    def why(self, pledge: str, **asked: Unpack[Asked]) -> Explanation:
        """What a pledge's figures rest on; the pledge by its id, an alias or the beginning of one."""
        from pledgebook.reporting.why import why

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

        question = question_from(asked)
        with self._connection(asked) as connection:
            require_parties(connection, question)
            yield connection, question

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
