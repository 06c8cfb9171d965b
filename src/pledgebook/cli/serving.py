"""The command that serves the web app."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pledgebook.cli.options import BookOption

PORT = 8321


def register(app: typer.Typer) -> None:
    """Add this command to the app."""
    app.command()(serve)


def serve(
    book: BookOption,
    host: Annotated[
        str, typer.Option("--host", metavar="HOST", help="Where it listens; 0.0.0.0 for every network.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="PORT", min=0, max=65535, help="0 takes a free one.")] = PORT,
    name: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="NAME", help="A name under which it is asked as well; may be repeated."),
    ] = None,
) -> None:
    """The web app and the JSON API.

    Pages to look at the book and to review it. They work without internet; only who has a token may write.

    \b
    Examples:
      pledgebook serve --book ukraine.book
      pledgebook serve --book ukraine.book --host 0.0.0.0 --name book.example.org
    """
    from pledgebook.web.running import run

    run(Path(book), host, port, tuple(name or ()), typer.echo)
