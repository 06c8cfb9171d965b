"""What every query of the command line takes, declared once."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from pledgebook.api import Book
    from pledgebook.asking import Asked


class Format(StrEnum):
    """How a table is printed."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"


BookOption = Annotated[str, typer.Option("--book", metavar="BOOK", help="The book: a folder.")]
FormatOption = Annotated[Format, typer.Option("--format", help="A table to read, or lines for programs.")]

QUERY_OPTIONS: dict[str, tuple[Any, Any]] = {
    "book": (BookOption, inspect.Parameter.empty),
    "as_of": (
        Annotated[
            str | None,
            typer.Option("--as-of", metavar="DATE", help="Only what was published by then; else the latest document."),
        ],
        None,
    ),
    "recorded_by": (
        Annotated[
            str | None, typer.Option("--recorded-by", metavar="TIME", help="Only what the book had learned by then.")
        ],
        None,
    ),
    "release": (
        Annotated[
            str | None, typer.Option("--release", metavar="NAME", help="The book as it was released under this name.")
        ],
        None,
    ),
    "donor": (
        Annotated[
            list[str] | None,
            typer.Option("--donor", metavar="CODE", help="Who gives: US, EU, or a group (europe, eu, nato, g7)."),
        ],
        None,
    ),
    "recipient": (
        Annotated[
            list[str] | None, typer.Option("--recipient", metavar="CODE", help="Who receives: a code or a group.")
        ],
        None,
    ),
    "aid": (
        Annotated[
            list[str] | None,
            typer.Option("--aid", metavar="KIND", help="military, financial, humanitarian or other."),
        ],
        None,
    ),
    "item": (
        Annotated[list[str] | None, typer.Option("--item", metavar="WORDS", help="Words that the item holds: shell.")],
        None,
    ),
    "status": (
        Annotated[
            list[str] | None,
            typer.Option(
                "--status",
                metavar="STATUS",
                help="proposed, open, blocked, partly delivered, delivered, overdue or cancelled.",
            ),
        ],
        None,
    ),
    "format": (FormatOption, Format.TABLE),
}
"""Name, type with its option, and default of each; options that take several values may be repeated."""


@dataclass(frozen=True, slots=True)
class Query:
    """The common part of a call: which book, what is asked, how it is printed."""

    book_path: str
    asked: Asked
    format: Format

    def open(self) -> Book:
        import pledgebook

        return pledgebook.open(self.book_path)


def query_command(command: Callable[..., None]) -> Callable[..., None]:
    """The command with the options of every query, which it gets as one `query`."""
    return sharing(command, QUERY_OPTIONS, _query)


def _query(common: dict[str, Any]) -> Query:
    book, format = common.pop("book"), common.pop("format")
    asked: Any = {name: value for name, value in common.items() if value}
    return Query(book, asked, format)


def sharing(
    command: Callable[..., None],
    options: Mapping[str, tuple[Any, Any]],
    gathered: Callable[[dict[str, Any]], object],
) -> Callable[..., None]:
    """The command with these options after its own; what `gathered` makes of them is its first argument.

    Typer reads a command's options from its signature, so the signature is put together here.
    """
    own = list(inspect.signature(command, eval_str=True).parameters.values())[1:]

    def called(**given: Any) -> None:
        command(gathered({name: given.pop(name) for name in options}), **given)

    shared = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=type_)
        for name, (type_, default) in options.items()
    ]
    parameters = [*(p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own), *shared]
    called.__name__ = command.__name__
    called.__doc__ = command.__doc__
    called.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    called.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return called
