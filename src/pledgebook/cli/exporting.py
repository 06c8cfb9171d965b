"""The command that writes the book for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from pledgebook.cli.options import QUERY_OPTIONS, Format, Query, sharing
from pledgebook.cli.output import tell
from pledgebook.cli.queries import ByOption, CurrencyOption, RatesOption

FORMATS_TOLD = "csv, xlsx, parquet, json (JSON lines) or iati (2.03)."
DEFAULT_REF = "XI-PLEDGEBOOK"
"""Who publishes an IATI file where nobody is named; no registered identifier."""


def register(app: typer.Typer) -> None:
    """Add this command to the app."""
    options = {name: option for name, option in QUERY_OPTIONS.items() if name != "format"}
    app.command()(sharing(export, options, _query))


def _query(common: dict[str, Any]) -> Query:
    book = common.pop("book")
    asked: Any = {name: value for name, value in common.items() if value}
    return Query(book, asked, Format.TABLE)


def export(
    query: Query,
    format: Annotated[str, typer.Argument(metavar="FORMAT", help=FORMATS_TOLD)],
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A folder for csv, parquet, json; else a file.")],
    with_texts: Annotated[
        bool, typer.Option("--with-texts", help="Also the documents' texts: it can be read into another book.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Also over what no export wrote.")] = False,
    by: ByOption = None,
    currency: CurrencyOption = None,
    rates: RatesOption = None,
    org_ref: Annotated[
        str, typer.Option("--reporting-org-ref", metavar="ID", help="iati: the publisher's identifier.")
    ] = DEFAULT_REF,
    org_name: Annotated[
        str, typer.Option("--reporting-org-name", metavar="NAME", help="iati: the publisher's name; else the book's.")
    ] = "",
) -> None:
    """Write the book for other programs.

    Pledges, claims, postings, documents, matches and the report, with how to cite them. The same book gives the same
    bytes. Nothing but a former export is replaced.

    \b
    Examples:
      pledgebook export --book ukraine.book csv ukraine-csv
      pledgebook export --book ukraine.book xlsx ukraine.xlsx --as-of 2024-03-14 --by donor --in EUR
      pledgebook export --book ukraine.book json shared --with-texts
      pledgebook export --book ukraine.book iati ukraine.xml --reporting-org-ref GB-COH-1234567
    """
    done = query.open().export(
        format,
        path,
        by=by or (),
        in_currency=currency,
        rates=rates,
        with_texts=with_texts,
        force=force,
        reporting_org=(org_ref, org_name),
        **query.asked,
    )
    for note in done.notes:
        tell(note)
    tell(f"written to {done.path}; cite it as: {done.citation}")
