"""The commands that say who may write through the web app and the API."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from pledgebook.cli.options import BookOption, Format, FormatOption
from pledgebook.cli.output import show, show_lines, tell


def register(app: typer.Typer) -> None:
    """Add this command to the app."""
    app.command()(token)


def token(
    book: BookOption,
    what: Annotated[str, typer.Argument(metavar="add|list|revoke", help="What to do.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="The reviewer's name.")] = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """Who may write through the web app and the API.

    A token is shown once, when it is made; the book keeps only its digest.

    \b
    Examples:
      pledgebook token --book ukraine.book add "Ada Moe"
      pledgebook token --book ukraine.book list
      pledgebook token --book ukraine.book revoke "Ada Moe"
    """
    from pledgebook.errors import WrongCall
    from pledgebook.reporting.table import Table
    from pledgebook.web import tokens

    if what == "add":
        show_lines([tokens.add(book, name, datetime.now(UTC))])
        tell(f"the token of {name}; it is not shown again")
    elif what == "revoke":
        number = tokens.revoke(book, name)
        tell(f"{number} token{'' if number == 1 else 's'} of {name} taken back")
    elif what == "list":
        rows = [{"name": each.name, "created": each.created} for each in tokens.tokens(book)]
        show(Table("Tokens", ("name", "created"), rows), format)
    else:
        raise WrongCall(f"{what!r} is nothing to do with a token; use add, list or revoke")
