"""The commands that freeze a state of the book under a name, and list what was frozen."""

from __future__ import annotations

import getpass
from typing import Annotated

import typer

from pledgebook.cli.options import BookOption, Format, FormatOption
from pledgebook.cli.output import show, tell
from pledgebook.cli.reviewing import WhoOption


def register(app: typer.Typer) -> None:
    """Add these commands to the app, in the order in which help lists them."""
    for command in (release, releases):
        app.command()(command)


def release(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name of your own, such as 2024-q1.")],
    book: BookOption,
    status: Annotated[str, typer.Option("--status", metavar="STATUS", help="draft, signed-off or public.")] = "draft",
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Why; it is shown with the release.")] = "",
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="Its day; else that of the latest document.")
    ] = None,
    who: WhoOption = None,
) -> None:
    """Freeze the book under a name.

    What the book holds now can be asked for by this name from then on, whatever is read later. A release of that
    name gets another status: a draft is signed off, what is signed off is made public.

    \b
    Examples:
      pledgebook release 2024-q1 --book ukraine.book --as-of 2024-03-31
      pledgebook release 2024-q1 --book ukraine.book --status public --why "sent to the ministry"
      pledgebook report --book ukraine.book --by donor --release 2024-q1
    """
    import pledgebook

    told: object = status
    done = pledgebook.open(book).release(
        name,
        told,  # type: ignore[arg-type]
        who=who or getpass.getuser(),
        why=why,
        as_of=as_of,
    )
    tell(f"{done.name} is {done.status}, as of {done.as_of}, by {done.who}; ask for it with --release '{done.name}'")


def releases(book: BookOption, format: FormatOption = Format.TABLE) -> None:
    """What was released, by whom and why.

    \b
    Examples:
      pledgebook releases --book ukraine.book
      pledgebook releases --book ukraine.book --format jsonl
    """
    import pledgebook

    show(pledgebook.open(book).releases(), format)
