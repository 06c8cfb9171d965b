"""The commands that take documents in: `read` into a book, `extract` to standard output."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pledgebook.cli.extractors import ExtractorChoice, extracting_command
from pledgebook.cli.options import BookOption, Format, FormatOption
from pledgebook.cli.output import show, tell, tell_issue

if TYPE_CHECKING:
    from pledgebook.model import Issue
    from pledgebook.protocols import Watch

PathsArgument = Annotated[list[str], typer.Argument(metavar="PATH…", help="Files, folders and web addresses.")]
PublishedOption = Annotated[
    str | None, typer.Option("--published", metavar="DATE", help="The date of documents that tell none.")
]
MapOption = Annotated[
    Path | None, typer.Option("--map", metavar="FILE.toml", help="What the columns of tables mean; else FILE.map.toml.")
]
PublisherOption = Annotated[
    str, typer.Option("--publisher", metavar="NAME", help="The publisher of documents that tell none.")
]
PrivateOption = Annotated[
    bool, typer.Option("--allow-private", help="Also fetch addresses of this machine and its own network.")
]

ISSUES_IN_SUMMARY = 20
"""Issues told again at the end: a screenful; all of them were told as they came."""

LONGEST_LIST = 300
"""Characters of a list of files: some lines of a terminal."""


COLLECT_AFTER = 50_000
"""Objects after which Python looks for circles of them, of which reading makes none: a tenth of the time is saved."""


def _collect_seldom() -> None:
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER, 20, 20)


def register(app: typer.Typer) -> None:
    """Add these commands to the app."""
    app.command()(extracting_command(read))
    app.command()(extracting_command(extract))


def read(
    by: ExtractorChoice,
    paths: PathsArgument,
    book: BookOption,
    given_claims: Annotated[
        bool, typer.Option("--given-claims", help="Take the claims in article files as they are, by their quotes.")
    ] = False,
    published: PublishedOption = None,
    publisher: PublisherOption = "",
    mapping: MapOption = None,
    allow_private: PrivateOption = False,
) -> None:
    """Take documents and data into a book.

    What the book holds already changes nothing.

    Exit code 1 if something could not be read; the rest is in the book.

    \b
    Examples:
      pledgebook read --book ukraine.book articles/
      pledgebook read --book ukraine.book --published 2024-03-14 --publisher "Own notes" note.txt
      pledgebook read --book ukraine.book https://www.example.org/news/feed.xml
      pledgebook read --book check.book --given-claims annotated/
      pledgebook read --book aid.book --map aid.toml aid-2024.xlsx aid-2025.xlsx
      pledgebook read --book ukraine.book --extractor llm --llm-url http://localhost:8080/v1 --llm-model NAME articles/
    """
    import pledgebook
    from pledgebook.reporting.compact import shortened

    _collect_seldom()
    with _watching() as watch:
        done = pledgebook.open(book).read(
            *paths,
            given_claims=given_claims,
            published=published,
            publisher=publisher,
            mapping=mapping,
            extractor=by.chosen(),
            allow_private=allow_private,
            watch=watch,
        )
    tell(done.in_words())
    if done.passed_over:
        tell(f"Passed over, since they tell about the folder: {shortened(', '.join(done.passed_over), LONGEST_LIST)}.")
    _tell_again(done.issues)
    if done.issues:
        raise typer.Exit(1)


def extract(
    by: ExtractorChoice,
    paths: PathsArgument,
    published: PublishedOption = None,
    compare: Annotated[
        bool, typer.Option("--compare", help="One line for each difference between the rules and the language model.")
    ] = False,
    allow_private: PrivateOption = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """The claims of files and web addresses, without a book.

    Claims that a file brings with it are not looked at.

    Exit code 1 if something could not be read.

    \b
    Examples:
      pledgebook extract article.json --format jsonl
      pledgebook extract --published 2024-03-14 note.txt
      pledgebook extract --compare --llm-url http://localhost:8080/v1 --llm-model NAME articles/
    """
    from pledgebook.asking import day_from
    from pledgebook.compared import compare_files
    from pledgebook.without_book import extract_files

    _collect_seldom()
    if compare:
        table, issues = compare_files(paths, by.language_model(), day_from(published), allow_private)
    else:
        table, issues = extract_files(paths, published, by.chosen(), allow_private)
    show(table, format)
    for issue in issues:
        tell_issue(issue)
    if issues:
        raise typer.Exit(1)


def _tell_again(issues: tuple[Issue, ...]) -> None:
    if not issues:
        return
    tell(f"{len(issues)} could not be used:" if len(issues) > 1 else "1 could not be used:")
    for issue in issues[:ISSUES_IN_SUMMARY]:
        tell(f"  {issue.place}: {issue.reason}")
    if len(issues) > ISSUES_IN_SUMMARY:
        tell(f"  and {len(issues) - ISSUES_IN_SUMMARY} more, told above")


@contextmanager
def _watching() -> Iterator[Watch]:
    """What is told while reading: a bar on a terminal, a line an issue elsewhere."""
    if not sys.stderr.isatty():
        yield _plain_watch
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("reading", total=None)

        def watch(done: int, total: int | None, issue: Issue | None) -> None:
            progress.update(task, completed=done, total=total)
            if issue is not None:
                tell_issue(issue)

        yield watch


def _plain_watch(done: int, total: int | None, issue: Issue | None) -> None:
    if issue is not None:
        tell_issue(issue)
