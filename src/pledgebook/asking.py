"""What is asked of a book, from the arguments of a call: days, names, the layout of a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypedDict, cast

from pledgebook.errors import WrongCall
from pledgebook.model import PartialDate

if TYPE_CHECKING:
    from pledgebook.reporting.questions import Question
    from pledgebook.reporting.report import Layout

Names: TypeAlias = str | Sequence[str]

SOURCE_RATES = "source"
"""What `rates` says to take the sources' own conversions."""


class Asked(TypedDict, total=False):
    """What every query takes: days and times as text or values, names one or many."""

    as_of: date | str | None
    recorded_by: datetime | str | None
    release: str
    donor: Names
    recipient: Names
    aid: Names
    item: Names
    status: Names


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
        donors=names_of(asked.get("donor")),
        recipients=names_of(asked.get("recipient")),
        aids=names_of(asked.get("aid")),
        items=names_of(asked.get("item")),
        statuses=names_of(asked.get("status")),
    )


def rules_version() -> str:
    """The version of the rules by which claims become figures."""
    from pledgebook.deriving import RULES

    return RULES


def names_of(given: Names | None) -> tuple[str, ...]:
    """One name or many as a tuple."""
    return (given,) if isinstance(given, str) else tuple(given or ())


def layout_of(by: Names, in_currency: str | None, rates: str | Path | None) -> Layout:
    """How a report is laid out; its rates are read."""
    from pledgebook.reporting.currency import RateTable, read_rates
    from pledgebook.reporting.report import Layout

    as_source = str(rates) == SOURCE_RATES
    table = RateTable() if rates is None or as_source else read_rates(Path(rates))
    return Layout(names_of(by), in_currency, table, as_source, rules_version())


def in_words(asked: Asked) -> Iterator[str]:
    """What is asked for besides the day, each option in words: `donor nato, US`."""
    for name, value in sorted(asked.items()):
        if value and name != "as_of":
            told = [value] if isinstance(value, str | datetime) else value
            yield f"{name.replace('_', ' ')} {', '.join(map(str, cast('Sequence[object]', told)))}"
