"""The book as other programs use it: open it, read into it, ask it.

    book = pledgebook.open("ukraine.book")
    book.read("articles/")
    book.pledges(as_of="2024-03-14", donor=["nato"]).pandas()
    book.report(by="donor", in_currency="EUR")
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

from pledgebook.errors import NotInBook, WrongCall
from pledgebook.model import Claim, Document, Issue, PartialDate

if TYPE_CHECKING:
    from typing import Unpack

    from duckdb import DuckDBPyConnection

    from pledgebook.reporting.questions import Question
    from pledgebook.reporting.table import Table
    from pledgebook.reporting.why import Explanation

Names = str | Sequence[str]


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
    """The book at this path or database address; one that is not there yet is made by `read`."""
    return Book(path)


def extract(
    text: str, *, published: date | str, publisher: str = "", title: str = "", language: str = "en"
) -> list[Claim]:
    """The claims that a text makes, each at its place: `text[claim.span.start:claim.span.end]` is its quote."""
    from pledgebook.extraction import extract_claims

    day = day_from(published)
    assert day is not None
    document = Document.make(text, published=day, publisher=publisher, title=title, language=language)
    return list(extract_claims(document))


def amounts(text: str) -> list[Any]:
    """The amounts of a text with their places: `start`, `end`, `low`, `high`, `unit`."""
    from pledgebook.extraction.amounts import find_amounts

    return list(find_amounts(text))


def day_from(given: date | str | None) -> date | None:
    """A day from a value or from text; a month or year stands for its last day. WrongCall if it is neither."""
    if given is None or (isinstance(given, date) and not isinstance(given, datetime)):
        return given
    try:
        return given.date() if isinstance(given, datetime) else PartialDate.parse(given.strip()).last_day
    except ValueError as error:
        raise WrongCall(f"{given!r} is no date; write it as 2024-03-14, or 2024-03 for the end of that month") from error


def time_from(given: datetime | str | None) -> datetime | None:
    """A moment from a value or from ISO text, in UTC where no zone is told; WrongCall if it is none."""
    from datetime import UTC

    try:
        moment = datetime.fromisoformat(given.strip()) if isinstance(given, str) else given
    except ValueError as error:
        raise WrongCall(f"{given!r} is no time; write it as 2024-03-14T18:30 (UTC)") from error
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


def question_from(asked: Asked) -> Question:
    """The question that the arguments of a query ask."""
    from pledgebook.reporting.questions import Question

    return Question(
        as_of=day_from(asked.get("as_of")), donors=_names(asked.get("donor")), recipients=_names(asked.get("recipient")),
        aids=_names(asked.get("aid")), items=_names(asked.get("item")), statuses=_names(asked.get("status")),
    )  # fmt: skip


def _names(given: Names | None) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given or ())
