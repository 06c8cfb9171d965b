"""The commands that ask the book."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pledgebook.cli.options import BookOption, Format, FormatOption, Query, query_command
from pledgebook.cli.output import show, show_explanation, tell, tell_issue

ByOption = Annotated[
    list[str] | None,
    typer.Option(
        "--by",
        metavar="FIELD",
        help="donor, recipient, aid, item, month, pledge, instrument or origin; may be repeated.",
    ),
]
CurrencyOption = Annotated[
    str | None, typer.Option("--in", metavar="CURRENCY", help="All money in this currency, at each pledge's own day.")
]
RatesOption = Annotated[
    Path | None,
    typer.Option("--rates", metavar="FILE.csv", help="Your own rates (date,currency,eur_rate), or source: as told."),
]
ChartOption = Annotated[
    Path | None,
    typer.Option("--chart", metavar="FILE", help="Draw it into FILE.svg, FILE.png or FILE.html, and print nothing."),
]


def register(app: typer.Typer) -> None:
    """Add these commands to the app, in the order in which help lists them."""
    for command in (report, pledges, claims, why, overdue, blocked, needs, find):
        app.command()(query_command(command))
    app.command()(check)


def report(
    query: Query,
    by: ByOption = None,
    currency: CurrencyOption = None,
    rates: RatesOption = None,
    chart: ChartOption = None,
) -> None:
    """What pledges add up to.

    Each unit counts once: a part is in its whole.

    \b
    Examples:
      pledgebook report --book ukraine.book --by donor --in EUR
      pledgebook report --book ukraine.book --by aid --by month --as-of 2024-03-14
      pledgebook report --book ukraine.book --donor nato --item shell --format csv
      pledgebook report --book ukraine.book --by donor --in EUR --chart donors.svg
    """
    table = query.open().report(by=by or (), in_currency=currency, rates=rates, **query.asked)
    if chart is None:
        show(table, query.format)
        return
    drawn = table.chart()
    tell(f"written to {drawn.save(chart)}: {drawn.title}")


def pledges(query: Query) -> None:
    """One line a pledge, with its status.

    Who gives, for whom, what, where its units are now, and by when it is due.

    \b
    Examples:
      pledgebook pledges --book ukraine.book --as-of 2024-03-14
      pledgebook pledges --book ukraine.book --donor europe --status overdue --format jsonl
    """
    show(query.open().pledges(**query.asked), query.format)


def claims(query: Query) -> None:
    """One line a claim, as published.

    \b
    Examples:
      pledgebook claims --book ukraine.book --format jsonl
      pledgebook claims --book ukraine.book --donor CZ --item shell
    """
    show(query.open().claims(**query.asked), query.format)


def why(
    query: Query,
    pledge: Annotated[str, typer.Argument(metavar="PLEDGE", help="An id, an alias, or the beginning of one.")],
) -> None:
    """The sentences behind a pledge.

    Each posting with the sentence that made it, why its claims belong together, its whole and its parts.

    \b
    Examples:
      pledgebook why --book ukraine.book c-x3k7
      pledgebook why --book ukraine.book DKM3 --as-of 2024-03-14
    """
    explanation = query.open().why(pledge, **query.asked)
    if query.format is Format.TABLE:
        show_explanation(explanation)
    else:
        show(explanation.table(), query.format)


def overdue(query: Query) -> None:
    """What is late, the latest first.

    Pledges whose date is past while something has not arrived.

    \b
    Examples:
      pledgebook overdue --book ukraine.book --donor europe
      pledgebook overdue --book ukraine.book --as-of 2024-06-30 --format jsonl
    """
    show(query.open().overdue(**query.asked), query.format)


def blocked(
    query: Query,
    lifted: Annotated[bool, typer.Option("--lifted", help="Also what was held up before, and until when.")] = False,
) -> None:
    """What is held up, and by whom.

    Since when, for how many days, and in whose words.

    \b
    Examples:
      pledgebook blocked --book ukraine.book
      pledgebook blocked --book ukraine.book --donor US --as-of 2024-03-14 --lifted
    """
    show(query.open().blocked(lifted=lifted, **query.asked), query.format)


def needs(query: Query) -> None:
    """What was asked for, and by whom.

    An appeal that many published is one need, with all its publishers.

    \b
    Examples:
      pledgebook needs --book ukraine.book --recipient UA
      pledgebook needs --book ukraine.book --item ammunition --format csv
    """
    show(query.open().needs(**query.asked), query.format)


def find(
    query: Query, words: Annotated[list[str], typer.Argument(metavar="WORDS", help="All of them must be there.")]
) -> None:
    """Search documents, pledges, actors.

    \b
    Examples:
      pledgebook find --book ukraine.book artillery shells
      pledgebook find --book ukraine.book Rheinmetall --format jsonl
    """
    show(query.open().find(" ".join(words), **query.asked), query.format)


def check(book: BookOption, format: FormatOption = Format.TABLE) -> None:
    """Look whether the book holds together.

    Every law: units in one stage each, quotes in their texts, links without circles.

    Exit code 1 if one is broken; each is told with its place.

    \b
    Examples:
      pledgebook check --book ukraine.book
    """
    import pledgebook

    broken = pledgebook.open(book).check()
    if format is Format.TABLE:
        for issue in broken:
            tell_issue(issue)
        typer.echo("1 law is broken." if len(broken) == 1 else f"{len(broken) or 'No'} laws are broken.")
    else:
        from pledgebook.reporting.table import Table

        rows = [{"place": issue.place, "reason": issue.reason} for issue in broken]
        show(Table("Broken laws", ("place", "reason"), rows), format)
    if broken:
        raise typer.Exit(1)
