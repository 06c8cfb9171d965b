"""Pages from templates: what every one of them has, and what it is kept by."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from starlette.requests import Request
from starlette.responses import Response

from pledgebook import asking
from pledgebook.model import AIDS, STATUSES
from pledgebook.releasing import settled
from pledgebook.reporting.queries import day_of
from pledgebook.reporting.questions import Question
from pledgebook.reporting.table import Table
from pledgebook.version import VERSION
from pledgebook.web import words
from pledgebook.web.answers import Answer, answered, sent
from pledgebook.web.asked import LISTS, MOMENTS, Wanted, wanted
from pledgebook.web.serving import Served, ServedBook
from pledgebook.web.visitors import Visitor, visitor_of

TEMPLATES = Path(__file__).with_name("templates")

NAVIGATION = (
    ("/", "Overview"), ("/pledges", "Pledges"), ("/donors", "Donors"), ("/needs", "Needs"), ("/overdue", "Overdue"),
    ("/blocked", "Held up"), ("/compare", "Compare"), ("/documents", "Documents"), ("/review", "Review"),
    ("/releases", "Releases"),
)  # fmt: skip

CURRENCIES = ("EUR", "USD", "GBP", "CHF", "JPY", "CAD", "AUD", "NOK", "SEK", "DKK", "PLN", "CZK", "KRW")
"""Currencies that the control offers; any other that has rates can be written into the address."""


@dataclass(frozen=True, slots=True)
class View:
    """What a page is drawn from: the book in one state, what its address asks for, who looks."""

    book: ServedBook
    wanted: Wanted
    request: Request
    visitor: Visitor
    waiting: int = 0

    @property
    def served(self) -> Served:
        served: Served = self.request.app.state.served
        return served

    def table(self, query: str, *given: Hashable, **more: Any) -> Table:
        """The book's answer to a query with the filters of the address."""
        return self.book.table(query, *given, **{**self.wanted.asked, **more})

    @property
    def question(self) -> Question:
        return asking.question_from(settled(self.book.path, self.wanted.asked))

    @property
    def day(self) -> date:
        """The day as of which the page tells."""
        with self.book.standing.cursor() as cursor:
            return day_of(cursor, self.question)

    def parameter(self, name: str, default: str = "") -> str:
        """A parameter of the address that is no filter."""
        return self.request.query_params.get(name, default).strip()[:200]

    def link(self, path: str, **more: Any) -> str:
        """An address with the filters of this one."""
        return path + self.wanted.query(**more)


@dataclass(frozen=True, slots=True)
class Data:
    """What can be taken away from a page: the name of its table, and what else its address says."""

    table: str | None = None
    more: dict[str, str] = field(default_factory=dict)


Contents = Callable[[View], dict[str, Any]]


def page(
    request: Request, template: str, contents: Contents, *, data: Data | None = None, kept: bool = True
) -> Response:
    """The page; kept with the state of the book, if that and the address say all that it depends on."""
    served: Served = request.app.state.served
    visitor, asked = visitor_of(request), wanted(request)
    view = View(served.book(asked.asked), asked, request, visitor, served.waiting())

    def make() -> Answer:
        return Answer(drawn(template, view, contents(view), data or Data()).encode("utf-8", "replace"))

    return answered(request, view.book, make, visitor, view.waiting) if kept else sent(request, make())


def drawn(template: str, view: View, told: dict[str, Any], data: Data) -> str:
    """The page as text."""
    common = {
        "view": view, "wanted": view.wanted, "visitor": view.visitor, "waiting": view.waiting, "day": view.day,
        "path": view.request.url.path, "book_name": words.plain(Path(view.book.path).resolve().name),
        "known": choices(view.book), "data": data, "rules": asking.rules_version(),
        "other_parameters": other_parameters(view.request),
    }  # fmt: skip
    return environment().get_template(template).render({**common, **told})


def other_parameters(request: Request) -> list[tuple[str, str]]:
    """What the address says besides filters, but for the number of the page: a form of filters keeps it."""
    own = {*MOMENTS, "in", "page", *LISTS}
    return [(name, value) for name, value in request.query_params.multi_items() if name not in own and value]


def choices(book: ServedBook) -> dict[str, Any]:
    """The parties of the book, for the controls to propose."""

    def parties() -> dict[str, Any]:
        rows = book.rows(
            "SELECT part, party FROM (SELECT 'donor' AS part, unnest(donors) AS party FROM pledges "
            "UNION ALL SELECT 'recipient', unnest(recipients) FROM pledges) GROUP BY ALL ORDER BY count(*) DESC, party"
        )
        told: dict[str, Any] = {"donor": [], "recipient": []}
        for row in rows:
            if len(told[row["part"]]) < 300:
                told[row["part"]].append(row["party"])
        return {**told, "aids": AIDS, "statuses": STATUSES, "currencies": CURRENCIES}

    return book.kept("choices", parties)


@cache
def environment() -> jinja2.Environment:
    """The templates, with every value escaped."""
    from pledgebook.vocabulary import groups
    from pledgebook.web import bars

    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for filter in (
        "amount",
        "exact",
        "digits",
        "name",
        "names",
        "listed",
        "plain",
        "lead",
        "tail",
        "text",
        "web_address",
        "path_part",
    ):
        made.filters[filter] = getattr(words, filter)
    made.globals.update(
        navigation=NAVIGATION, version=VERSION, event_words=words.EVENT_WORDS, status_words=words.STATUS_WORDS,
        stage_words=words.STAGE_WORDS, movement=words.movement, decision_words=words.DECISION_WORDS,
        count=words.count, bars=bars, groups=tuple(groups()),
    )  # fmt: skip
    return made
