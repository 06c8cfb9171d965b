"""The worked example, end to end: a week of March 2024 and what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pledgebook.api import Book

EXAMPLE = "march-2024"
THE_WEEK, WEEKS_AFTER, THE_YEAR = "2024-03-15", "2024-04-30", "2024-12-31"
"""The days asked about: the end of the week that is told, some weeks on, and what had become of it."""


def register(app: typer.Typer) -> None:
    """Add this command to the app."""
    app.command()(demo)


def demo(
    keep: Annotated[
        Path | None, typer.Option("--keep", metavar="BOOK", help="Keep the book here; else it is thrown away.")
    ] = None,
) -> None:
    """The worked example, end to end.

    Reads twelve short articles into a fresh book and asks it everything.

    \b
    Examples:
      pledgebook demo
      pledgebook demo --keep march.book
    """
    import tempfile

    import pledgebook

    if keep is not None:
        _tell_all(pledgebook.open(keep))
        return
    with tempfile.TemporaryDirectory() as folder:
        _tell_all(pledgebook.open(Path(folder) / "march.book"))


def examples_folder() -> Path:
    """The example articles: packaged, or beside the source in a checkout."""
    from pledgebook.errors import NotInBook

    package = Path(__file__).parents[1]
    for folder in (package / "_examples" / EXAMPLE, package.parents[1] / "examples" / EXAMPLE):
        if folder.is_dir():
            return folder
    raise NotInBook("the example articles are not installed; they stand in the source under examples/march-2024")


def _tell_all(book: Book) -> None:
    typer.echo("Twelve articles about one week of March 2024, and what came of it.")
    book.read(*sorted(examples_folder().glob("*.json")))
    _tell("What was promised, as the week ended", book, "report", by="donor", as_of=THE_WEEK)
    _tell("What was asked for that week", book, "needs", as_of=THE_WEEK)
    _tell("What was held up that week, and by whom", book, "blocked", as_of=THE_WEEK)
    _tell("The same at the end of the year", book, "report", by="donor", as_of=THE_YEAR)
    _tell("In one currency, each pledge at the rate of its own day", book, "report", in_currency="EUR", as_of=THE_YEAR)
    _tell("What changed in the weeks that followed", book, "changes", start=THE_WEEK, end=WEEKS_AFTER)
    _tell("What was overdue by then", book, "overdue", as_of=THE_YEAR)
    _tell("What was held up by then, and by whom", book, "blocked", as_of=THE_YEAR)
    _tell_why(book)
    _tell("What most deserves a look", book, "review", most=5)
    typer.echo("\nNext: pledgebook read --book my.book FOLDER, then ask it the same way.")


def _tell(heading: str, book: Book, query: str, **asked: object) -> None:
    from pledgebook.cli.options import Format
    from pledgebook.cli.output import show

    words = " ".join(f"--{_option(name)} {value}" for name, value in asked.items())
    typer.echo(f"\n{heading}\n$ pledgebook {query} --book march.book {words}")
    show(getattr(book, query)(**asked), Format.TABLE)


def _option(name: str) -> str:
    """The option's name on the command line, where it is another than in Python."""
    return {"in_currency": "in", "start": "from", "end": "to"}.get(name, name.replace("_", "-"))


def _tell_why(book: Book) -> None:
    """The history of the pledge that has moved most often."""
    from pledgebook.cli.output import show_explanation

    told = max(book.pledges(as_of=THE_YEAR), key=lambda pledge: (_moves(book, pledge["pledge"]), pledge["pledge"]))
    typer.echo(f"\nWhy one pledge stands as it does\n$ pledgebook why --book march.book {told['pledge']}")
    show_explanation(book.why(told["pledge"], as_of=THE_YEAR))


def _moves(book: Book, pledge: str) -> int:
    return len(book.why(pledge, as_of=THE_YEAR).postings)
