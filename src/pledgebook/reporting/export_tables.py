"""The tables of an export: each column with its kind and what it means, the rows sorted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from pledgebook.model import STAGES
from pledgebook.reporting.pledges import KnownPledge
from pledgebook.reporting.queries import day_of, run, stream
from pledgebook.reporting.questions import Question
from pledgebook.reporting.report import FIGURE_COLUMNS, Layout, report
from pledgebook.reporting.table import AMOUNT_COLUMNS, Row

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Kind: TypeAlias = Literal["text", "texts", "day", "date", "int", "number", "amount", "truth", "reasons"]
"""`day` is a date, `date` one as precise as told (`2024-03`); `amount` a decimal in single units."""

Texts: TypeAlias = Callable[[str], str | None]
"""The text of the document with this hash; None once it was forgotten."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its name, with what its cells hold, in a few words."""

    name: str
    kind: Kind
    meaning: str


@dataclass(frozen=True, slots=True)
class ExportTable:
    """A table of an export; `rows` gives them anew at each call, in their order, with a value for each column."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    rows: Callable[[], Iterator[Row]]


@dataclass(frozen=True, slots=True)
class Source:
    """Where an export comes from: the derived book, what is asked of it, and its documents' texts where wanted."""

    connection: DuckDBPyConnection
    question: Question
    layout: Layout
    texts: Texts | None = None

    @property
    def day(self) -> date:
        return day_of(self.connection, self.question)

    @property
    def parameters(self) -> Mapping[str, Any]:
        """What the queries bind; `everything` where the question names nobody and nothing."""
        asked = self.question
        named = (asked.donors, asked.recipients, asked.aids, asked.items, asked.statuses)
        return {**asked.parameters(self.day), "everything": not any(named)}


def _columns(text: str) -> tuple[Column, ...]:
    """Columns from lines `name kind meaning`."""
    cells = (line.split(None, 2) for line in text.strip().splitlines())
    return tuple(Column(name, kind, meaning) for name, kind, meaning in cells)  # type: ignore[arg-type]


def _figures(names: Sequence[str]) -> tuple[Column, ...]:
    """Two columns a figure."""
    return tuple(
        Column(f"{name}_{end}", "amount", f"{words}, {FIGURE_MEANINGS[name]}")
        for name in names
        for end, words in (("low", "at least so much"), ("high", "at most so much (empty: no upper end)"))
    )


FIGURE_MEANINGS = {
    "proposed": "on the table and not promised",
    "promised": "promised, whatever has become of it",
    "blocked": "held up",
    "contracted": "ordered or bought",
    "delivered": "arrived or paid",
    "cancelled": "withdrawn",
    "overdue": "due and not arrived",
    "open": "promised and in no other place",
}

PLEDGE_COLUMNS = (
    *_columns("""
        pledge text the pledge's id: that of its founding claim
        donors texts codes of who gives
        recipients texts codes of who receives
        item text what is given
        unit text ISO 4217 code of the money, or item for things counted
        part_of text the pledge that this one is a part of
        split text to which way of splitting its whole it belongs
    """),
    *_figures(FIGURE_COLUMNS),
    *_columns("""
        due date by when all of it is promised
        status text how far it is on the day
        aid text military, financial, humanitarian or other
        summary truth a sum over pledges told elsewhere; in no total
        founded day when it was first published
        last_heard day when anything was last published about it
        arrival text told, none as told, or no news
        sources int number of independent publishers
        voices texts whose word it is: giver, receiver, third party
        reviewed truth whether a person has looked at all that moves something
        days_blocked int for how long it was held up
        disputed texts figures on which sources disagree
        origin text text, or the data that it was read from
        aliases texts other names that lead to it
    """),
)

CLAIM_COLUMNS = _columns("""
    claim text the claim's id
    pledge text the pledge that it is about
    document text the document that says so
    document_hash text the hash of that document
    start int its place: first character of the quote in the document's text, from 0
    end int its place: the character after the quote
    quote text the words that carry it, letter for letter
    event text what happens to the aid
    donors texts codes of who gives
    recipients texts codes of who receives
    low amount at least so much, in single units
    high amount at most so much (empty: no upper end)
    unit text ISO 4217 code of the money, or item
    per text day, week, month or year where the amount is a rate
    item text what is given, in the words of the text
    aid text military, financial, humanitarian or other
    basis text how the amount stands to the whole promise
    happened date when it took place, as told
    due date by when it is to arrive, as told
    happened_phrase text the words that happened comes from
    due_phrase text the words that due comes from
    speaker text who says so
    confidence number how sure the extractor is, 0 to 1
    held_by text who holds it up
    instrument text grant, loan, guarantee or in kind
    channel text the body that carries it on
    programme text the programme
    source_id text the source's own identifier
    whole_id text the source's own identifier of the whole
    place text its place in a data file: a cell, an XPath, a JSON pointer
    worth_low amount what the source says that it is worth, at least
    worth_high amount what the source says that it is worth, at most
    worth_unit text the currency of that
    valuation text how the source came to that
    extractor text who found it: reader, rules or model, with version
    origin text text, or the data that it was read from
    published day when its document was published
    publisher text who published it
    copy_of text the document of which its own is a near-copy
    source text the publisher whose word it is
    voice text giver, receiver, third party or unknown
    review text accepted, corrected or rejected by a person
    withdrawn day from when on it no longer counts
""")

POSTING_COLUMNS = _columns("""
    pledge text whose units move
    number int 1, 2, 3 … for each pledge
    claim text because of which claim
    unit text ISO 4217 code of the money, or item
    from_account text where they were
    to_account text where they are
    low amount how many at least; below zero takes back
    high amount how many at most; below zero takes back
    high_open truth whether there is no upper end
    known_from day the publication day from which on it is known
    rule text by which rule
""")

DOCUMENT_COLUMNS = _columns("""
    document text its id
    published day when
    publisher text by whom
    title text its title
    url text its web address
    language text its language
    hash text a digest of all that it tells
    address text where it was published: its URL, else its id
    superseded_from day from when on a later text at its address counts
    copy_of text the document of which it is a near-copy
""")

TEXT_COLUMN = Column("text", "text", "its whole text; empty where it was forgotten")

MATCH_COLUMNS = _columns("""
    kind text same: two claims about one pledge; part_of: one pledge is part of another
    left text a claim
    right text the claim that it belongs to
    weight number what speaks for it, in all
    reasons reasons each piece of evidence with its weight and words
    pledge text the pledge of the left claim
""")

REPORT_COUNTS = _columns("""
    pledges int number of pledges that count
    claims int number of claims about them
    open_ended int pledges with no upper end
    disputed int pledges on which sources disagree
    days_blocked int the longest that one was held up
    rates texts the rates taken
""")


def export_tables(source: Source) -> tuple[ExportTable, ...]:
    """All tables, in the order in which a reader meets them."""
    documents = (*DOCUMENT_COLUMNS, TEXT_COLUMN) if source.texts else DOCUMENT_COLUMNS
    return (
        ExportTable("pledges", "One row a pledge, on the day", PLEDGE_COLUMNS, lambda: _pledge_rows(source)),
        ExportTable("claims", "One row a claim", CLAIM_COLUMNS, lambda: claim_rows(source)),
        ExportTable("postings", "What moved, because of which claim", POSTING_COLUMNS, lambda: _postings(source)),
        ExportTable("documents", "One row a document", documents, lambda: document_rows(source)),
        ExportTable("matches", "Why claims belong together", MATCH_COLUMNS, lambda: _matches(source)),
        _report_table(source),
    )


def _pledge_rows(source: Source) -> Iterator[Row]:
    for row in run(source.connection, "pledges", source.parameters):
        known = KnownPledge.of_row(row)
        told = {**known.as_row(), "founded": known.founded, "last_heard": known.last_heard, "origin": known.origin}
        yield {
            **told, "split": known.split, "aliases": sorted(name for name in row["aliases"] or () if name),
            **{f"{name}_low": getattr(known.figures, name).low for name in FIGURE_COLUMNS},
            **{f"{name}_high": getattr(known.figures, name).high for name in FIGURE_COLUMNS},
        }  # fmt: skip


def claim_rows(source: Source) -> Iterator[Row]:
    return stream(source.connection, "export_claims", source.parameters)


def document_rows(source: Source) -> Iterator[Row]:
    for row in stream(source.connection, "export_documents", source.parameters):
        yield {**row, "text": source.texts(row["hash"])} if source.texts else row


def _postings(source: Source) -> Iterator[Row]:
    return stream(source.connection, "export_postings", source.parameters)


def _matches(source: Source) -> Iterator[Row]:
    return stream(source.connection, "export_matches", source.parameters)


def _report_table(source: Source) -> ExportTable:
    table = report(source.connection, source.question, source.layout)
    counts = {column.name: column for column in REPORT_COUNTS}
    columns: list[Column] = []
    for name in table.columns:
        if name in AMOUNT_COLUMNS:
            columns += _figures([name])
        else:
            columns.append(counts.get(name) or Column(name, "text", f"the {name} of the group"))
    return ExportTable(
        "report", "What pledges add up to, each unit once", tuple(columns), lambda: _report_rows(table.rows)
    )


def _report_rows(rows: Sequence[Row]) -> Iterator[Row]:
    for row in rows:
        ranges = {name: row[name] for name in (*STAGES, "overdue", "open")}
        yield {
            **row, "rates": [_rate_in_words(rate) for rate in row.get("rates", ())],
            **{f"{name}_low": _decimal(low) for name, (low, _) in ranges.items()},
            **{f"{name}_high": _decimal(high) for name, (_, high) in ranges.items()},
        }  # fmt: skip


def _rate_in_words(rate: Row) -> str:
    return f"{rate['currency']} {rate['date']}: {rate['per_euro']} for one euro"


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
