"""The commands by name. Importing this imports no part of the library but the names of its errors."""

from __future__ import annotations

import typer

from pledgebook.cli import demo, exporting, queries, reading, releasing, reviewing, serving, tables, tokens

app = typer.Typer(
    name="pledgebook",
    help="Keeps the book of aid: what was promised, held up, ordered, what has arrived, what is overdue.",
    epilog="Start with: pledgebook demo",
    add_completion=False,
    # Without Rich markup, help needs no Rich, whose import takes longer than all the rest.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

reading.register(app)
queries.register(app)
reviewing.register(app)
releasing.register(app)
tables.register(app)
exporting.register(app)
tokens.register(app)
serving.register(app)
demo.register(app)


@app.callback(invoke_without_command=True)
def _about(
    context: typer.Context,
    version: bool = typer.Option(False, "--version", help="Print the version and stop."),
) -> None:
    if version:
        import pledgebook

        typer.echo(pledgebook.__version__)
        raise typer.Exit


def usage_errors() -> type[Exception]:
    """The class of all errors in how a command is called; each has `format_message`."""
    # Typer exports only one of the family. Its head, which all the others come from, tells them best.
    family = [kind for kind in typer.BadParameter.__mro__ if hasattr(kind, "format_message")]
    return family[-1]
