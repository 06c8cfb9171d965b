"""What a book answers: tables of pledges, claims, what is overdue, held up and asked for.

Every function takes a DuckDB connection that has the derived book's tables as views. The SQL stands
in `sql/`, one file a query, and is run with bound parameters.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from decimal import Decimal
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from pledgebook.errors import NotInBook, WrongCall
from pledgebook.model import PartialDate, plain_number
from pledgebook.reporting.pledges import KnownPledge, bounds_of
from pledgebook.reporting.questions import Question, asked_in_words, unknown_names
from pledgebook.reporting.table import Basis, Row, Table
from pledgebook.reporting.words import as_range

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MACROS = (
    "day_told", "pledges_on", "pledges_asked", "claims_told", "claims_on", "claims_asked", "blocks_on",
    "disagreements_on", "claims_exported",
)  # fmt: skip
"""Queries that the others are built on, in the order in which they need each other."""

PLEDGE_COLUMNS = (
    "pledge", "donors", "recipients", "item", "unit", "part_of", "proposed", "promised", "blocked", "contracted",
    "delivered", "cancelled", "due", "status", "aid", "summary", "last_heard", "arrival", "sources", "voices",
    "reviewed", "days_blocked", "disputed",
)  # fmt: skip

RELATIVE_COLUMNS = PLEDGE_COLUMNS[: PLEDGE_COLUMNS.index("last_heard")]
"""What is told of a pledge's whole and parts."""

CLAIM_COLUMNS = (
    "document", "start", "end", "quote", "event", "donors", "recipients", "low", "high", "unit", "per", "item", "aid",
    "basis", "happened", "due", "speaker", "confidence", "pledge", "held_by", "instrument", "channel", "programme",
    "source_id", "published", "publisher", "claim", "extractor", "copy_of", "voice",
    "review", "origin", "place", "whole_id", "worth_low", "worth_high", "worth_unit", "valuation",
)  # fmt: skip

OVERDUE_COLUMNS = (
    "pledge", "donors", "recipients", "item", "unit", "overdue", "promised", "delivered", "due", "days_overdue",
    "quote", "document", "publisher", "published",
)  # fmt: skip

BLOCKED_COLUMNS = (
    "pledge", "donors", "recipients", "item", "unit", "blocked", "promised", "held_by", "since", "until", "days",
    "quote", "document", "publisher", "published", "lifted_quote", "lifted_document",
)  # fmt: skip

NEEDS_COLUMNS = (
    "published", "recipients", "asked", "speaker", "publishers", "item", "aid", "amount", "unit", "per", "due", "quote",
    "document", "claim", "claims",
)  # fmt: skip


PLAIN_TYPES = frozenset((str, int, float, bool, type(None)))
"""Types that stay as they are; looked at first, since most cells have one of them."""


@functools.cache
def sql(name: str) -> str:
    """The text of a query in `sql/`."""
    return files("pledgebook.reporting").joinpath("sql", f"{name}.sql").read_text("utf-8")


def prepare(connection: DuckDBPyConnection) -> DuckDBPyConnection:
    """The connection with the macros that the queries are built on; it stays otherwise as it is."""
    for name in MACROS:
        connection.execute(sql(name))
    return connection


def run(connection: DuckDBPyConnection, name: str, parameters: Mapping[str, Any]) -> list[Row]:
    """The rows of a query as dictionaries; parameters that it does not name are left out."""
    return list(stream(connection, name, parameters))


ROWS_AT_ONCE = 10_000
"""Rows that are taken from DuckDB at a time: some megabytes of them."""


def stream(connection: DuckDBPyConnection, name: str, parameters: Mapping[str, Any]) -> Iterator[Row]:
    """The rows of a query one by one; until the last is taken, nothing else may be asked of the connection."""
    text = sql(name)
    named = {key: value for key, value in parameters.items() if f"${key}" in text}
    cursor = connection.execute(text, named)
    columns = [column[0] for column in cursor.description or ()]
    while rows := cursor.fetchmany(ROWS_AT_ONCE):
        for values in rows:
            yield dict(zip(columns, values, strict=True))


def latest_day(connection: DuckDBPyConnection) -> date:
    """The publication date of the book's latest document; NotInBook for an empty book."""
    day = run(connection, "latest_publication", {})[0]["day"]
    if day is None:
        raise NotInBook("the book holds no document, or held none by then; add some: pledgebook read --book BOOK PATH")
    found: date = day
    return found


def require_parties(connection: DuckDBPyConnection, question: Question) -> None:
    """WrongCall if a party is asked for that neither the vocabulary nor the book knows."""
    names = unknown_names(question)
    there = {row["party"] for row in run(connection, "parties", {"names": names})} if names else set()
    for name in names:
        if name not in there:
            raise WrongCall(
                f"{name!r} is no code, name or group that is known, and no party in this book; "
                "pledgebook find looks for names"
            )


NAMES_SHOWN = 5


def only_one(kind: str, name: str, ids: list[str]) -> str:
    """The only id that a name may mean; NotInBook for none, WrongCall for several."""
    if not ids:
        raise NotInBook(f"no {kind} is named {name!r}; pledgebook {kind}s lists them all")
    if len(ids) > 1:
        more = f" and {len(ids) - NAMES_SHOWN} more" if len(ids) > NAMES_SHOWN else ""
        raise WrongCall(f"{name!r} may be {', '.join(ids[:NAMES_SHOWN])}{more}; write more of the id")
    return ids[0]


def claim_named(connection: DuckDBPyConnection, name: str) -> str:
    """The id of the claim with this id, or the only one that begins so."""
    if not name:
        raise WrongCall("name a claim by its id or the beginning of it")
    return only_one("claim", name, [row["claim"] for row in run(connection, "claim_named", {"name": name})])


def day_of(connection: DuckDBPyConnection, question: Question) -> date:
    """The day asked for, or that of the book's latest document; never the clock's."""
    return question.as_of or latest_day(connection)


Keeper: TypeAlias = Callable[[date, Callable[[], list[KnownPledge]]], list[KnownPledge]]
"""Gives the pledges of a day: those that it keeps, else those that the function makes, which it keeps."""

_keepers: ContextVar[Mapping[int, Keeper]] = ContextVar("keepers", default=MappingProxyType({}))


@contextmanager
def keeping(connection: DuckDBPyConnection, keeper: Keeper) -> Iterator[None]:
    """As long as the block runs, this connection's pledges of a day are worked out once for all that ask for some."""
    before = _keepers.set({**_keepers.get(), id(connection): keeper})
    try:
        yield
    finally:
        _keepers.reset(before)


def known_pledges(connection: DuckDBPyConnection, question: Question, pledge: str | None = None) -> list[KnownPledge]:
    """The pledges that fit the question (or only the one named), as known on its day, by founding date and id."""
    as_of, keeper = day_of(connection, question), _keepers.get().get(id(connection))
    parameters = {**question.parameters(as_of), "pledge": pledge}

    def run_with(given: Mapping[str, Any]) -> list[KnownPledge]:
        return [KnownPledge.of_row(row) for row in run(connection, "pledges", given)]

    if keeper is None:
        return run_with(parameters)
    everything = {**Question(as_of).parameters(as_of), "pledge": None}
    return [each for each in keeper(as_of, lambda: run_with(everything)) if _fits(each, parameters)]


def _fits(known: KnownPledge, asked: Mapping[str, Any]) -> bool:
    """Whether the pledge is one that `pledges_asked` would give."""
    item = (known.item or "").lower()
    return (
        asked["pledge"] in (None, known.id)
        and (asked["donors"] is None or not set(asked["donors"]).isdisjoint(known.donors))
        and (asked["recipients"] is None or not set(asked["recipients"]).isdisjoint(known.recipients))
        and (asked["aids"] is None or known.aid in asked["aids"])
        and (asked["items"] is None or any(word in item for word in asked["items"]))
        and (asked["statuses"] is None or known.status in asked["statuses"])
    )


def pledges(connection: DuckDBPyConnection, question: Question) -> Table:
    """One row a pledge."""
    rows = [pledge.as_row() for pledge in known_pledges(connection, question)]
    return Table("Pledges", PLEDGE_COLUMNS, rows, as_of_note(connection, question))


def claims(connection: DuckDBPyConnection, question: Question) -> Table:
    """One row a claim, in the order of publication and of the text."""
    parameters = question.parameters(day_of(connection, question))
    rows = [_plain(row, CLAIM_COLUMNS) for row in run(connection, "claims", parameters)]
    return Table("Claims", CLAIM_COLUMNS, rows, as_of_note(connection, question))


def overdue(connection: DuckDBPyConnection, question: Question) -> Table:
    """One row a pledge whose date is past while something has not arrived, the longest overdue first."""
    as_of = day_of(connection, question)
    sentences = {row["pledge"]: row for row in run(connection, "due_sentences", {"as_of": as_of})}
    late = [pledge for pledge in known_pledges(connection, question) if pledge.status == "overdue"]
    late.sort(key=lambda pledge: (_last_day(pledge), pledge.id))
    rows = [_overdue_row(pledge, as_of, sentences.get(pledge.id, {})) for pledge in late]
    return Table("Overdue", OVERDUE_COLUMNS, rows, as_of_note(connection, question))


def _last_day(pledge: KnownPledge) -> date:
    assert pledge.due is not None, "only what has a date is overdue"
    return PartialDate.parse(pledge.due).last_day


def _overdue_row(pledge: KnownPledge, as_of: date, sentence: Row) -> Row:
    days = (as_of - _last_day(pledge)).days
    told = {**pledge.as_row(), "overdue": as_range(pledge.figures.overdue), "days_overdue": days}
    return _plain({**told, **_source(sentence)}, OVERDUE_COLUMNS)


def _source(sentence: Row) -> Row:
    return {name: sentence.get(name) for name in ("quote", "document", "publisher", "published")}


def blocked(connection: DuckDBPyConnection, question: Question, lifted: bool = False) -> Table:
    """One row a pledge of which something is held up: by whom, since when, for how many days, in whose words.

    With `lifted` also what was held up before: until when, and in whose words it was let go.
    """
    parameters = {**question.parameters(day_of(connection, question)), "lifted": lifted}
    rows = [_blocked_row(row) for row in run(connection, "blocks", parameters)]
    return Table("Held up", BLOCKED_COLUMNS, rows, as_of_note(connection, question))


def _blocked_row(row: Row) -> Row:
    told = {stage: as_range(bounds_of(row[f"{stage}_low"], row[f"{stage}_high"])) for stage in ("blocked", "promised")}
    return _plain({**row, **told}, BLOCKED_COLUMNS)


def needs(connection: DuckDBPyConnection, question: Question) -> Table:
    """One row an appeal: who asked whom for what, and who published it."""
    parameters = question.parameters(day_of(connection, question))
    rows = [_needs_row(row) for row in run(connection, "needs", parameters)]
    return Table("Asked for", NEEDS_COLUMNS, rows, as_of_note(connection, question))


def _needs_row(row: Row) -> Row:
    told = None if row["unit"] is None else [plain_number(row["low"]), plain_number(row["high"])]
    return _plain({**row, "amount": told}, NEEDS_COLUMNS)


def as_of_note(connection: DuckDBPyConnection, question: Question) -> tuple[str, ...]:
    return (f"As of {day_of(connection, question)}.",)


def basis_of(connection: DuckDBPyConnection, question: Question, rules: str) -> Basis:
    """What a drawing of the pledges that fit the question rests on."""
    as_of = day_of(connection, question)
    [counts] = run(connection, "basis", question.parameters(as_of))
    return Basis(str(as_of), rules, **counts, asked=asked_in_words(question))


def _plain(row: Row, columns: tuple[str, ...]) -> Row:
    return {name: plain(row.get(name)) for name in columns}


def plain(value: Any) -> Any:
    """A cell as JSON writes it: dates as text, figures as numbers."""
    if type(value) in PLAIN_TYPES:
        return value
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value
