"""One export: in which format, where to, and what is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from pledgebook.errors import WrongCall
from pledgebook.reporting.export_files import write_folder
from pledgebook.reporting.export_iati import write_iati
from pledgebook.reporting.export_method import Method
from pledgebook.reporting.export_place import standing_at
from pledgebook.reporting.export_tables import Source, export_tables
from pledgebook.reporting.export_xlsx import write_workbook
from pledgebook.reporting.iati_activity import Reporter
from pledgebook.reporting.report import report

ExportFormat: TypeAlias = Literal["csv", "xlsx", "parquet", "json", "iati"]
FORMATS: tuple[ExportFormat, ...] = get_args(ExportFormat)
FOLDERS = frozenset(("csv", "parquet", "json"))
"""Formats that are a folder with a file for each table."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be written where; `force` also over what no export wrote. WrongCall for an unknown format."""

    format: str
    path: Path
    force: bool = False
    reporter: Reporter = field(default_factory=Reporter)

    def __post_init__(self) -> None:
        if self.format not in FORMATS:
            raise WrongCall(f"{self.format!r} is no format of an export; use one of {', '.join(FORMATS)}")


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written, and what is to be told about it."""

    path: Path
    citation: str
    notes: Sequence[str] = ()


def export(source: Source, order: Order, method: Method) -> Exported:
    """Write the export; it stands at its path when it is whole. The same book gives the same bytes."""
    method = _resting(source, method)
    notes: Sequence[str] = ()
    with standing_at(order.path, is_folder=order.format in FOLDERS, force=order.force) as place:
        if order.format == "iati":
            notes = write_iati(place, source, method, order.reporter)
        elif order.format == "xlsx":
            notes = write_workbook(place, export_tables(source), method)
        else:
            write_folder(place, order.format, source, export_tables(source), method)
    if source.texts is not None and order.format not in FOLDERS:
        notes = (*notes, f"the documents' texts do not go into {order.format}; json and parquet hold them")
    return Exported(order.path, method.citation, notes)


def _resting(source: Source, method: Method) -> Method:
    return replace(method, as_of=source.day, rests_on=report(source.connection, source.question, source.layout).notes)
