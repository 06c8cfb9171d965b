"""Exports as folders with one file a table: CSV, JSON lines or Parquet."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from pledgebook.protocols import EXPORT_MARKER, EXPORTED_ARTICLES
from pledgebook.reporting.export_articles import ARTICLE_COLUMNS, GIVEN_COLUMNS, articles
from pledgebook.reporting.export_method import Method, datapackage, readme
from pledgebook.reporting.export_tables import Column, ExportTable, Source
from pledgebook.reporting.exports import csv_record, harmless, json_line
from pledgebook.reporting.table import Row

SUFFIXES = {"csv": "csv", "json": "jsonl", "parquet": "parquet"}
README = "README.md"

ROWS_IN_A_GROUP = 20_000
"""Rows of a group of a Parquet file: some tens of megabytes while it is written. The bytes follow from it."""


def write_folder(folder: Path, format: str, source: Source, tables: Sequence[ExportTable], method: Method) -> None:
    """All tables in a folder that is there and empty, and what describes them; with texts also the articles."""
    suffix = SUFFIXES[format]
    with_articles = source.texts is not None and format in ("json", "parquet")
    for table in tables:
        _WRITERS[format](folder / f"{table.name}.{suffix}", table)
    if with_articles:
        _ARTICLE_WRITERS[format](folder / f"{EXPORTED_ARTICLES}.{suffix}", articles(source))
    _write_text(folder / README, [readme(method, tables, suffix, with_articles)])
    _write_text(folder / EXPORT_MARKER, [datapackage(method, tables, suffix)])


def folder_names(format: str) -> frozenset[str]:
    """The names of all files that an export in this format may hold."""
    tables = ("pledges", "claims", "postings", "documents", "matches", "report", EXPORTED_ARTICLES)
    return frozenset({README, EXPORT_MARKER, *(f"{table}.{SUFFIXES[format]}" for table in tables)})


def _write_text(path: Path, parts: Iterator[str] | list[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(parts)


def _write_csv(path: Path, table: ExportTable) -> None:
    _write_text(path, _csv_lines(table))


def _csv_lines(table: ExportTable) -> Iterator[str]:
    yield csv_record(column.name for column in table.columns) + "\n"
    for row in table.rows():
        yield csv_record(csv_cell(column, row.get(column.name)) for column in table.columns) + "\n"


def csv_cell(column: Column, value: Any) -> str:
    """The cell as CSV holds it: numbers plain, nothing empty, text so that no spreadsheet runs it."""
    if value is None:
        return ""
    if column.kind == "texts":
        return harmless(";".join(value))
    if column.kind == "reasons":
        return harmless(reasons_in_words(value))
    if column.kind == "truth":
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return exact_number(value)
    return harmless(value) if isinstance(value, str) else str(value)


def reasons_in_words(reasons: Sequence[Row]) -> str:
    return "; ".join(f"{reason['words']} ({reason['weight']:+.2f})" for reason in reasons)


def exact_number(value: Decimal) -> str:
    """All digits of the number without zeros at the end: `1500000000`, `12.5`."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _write_jsonl(path: Path, table: ExportTable) -> None:
    names = [column.name for column in table.columns]
    _write_text(path, (json_line({name: row.get(name) for name in names}) + "\n" for row in table.rows()))


def _write_articles_jsonl(path: Path, rows: Iterator[Row]) -> None:
    _write_text(path, (json_line(row) + "\n" for row in rows))


def _write_parquet(path: Path, table: ExportTable) -> None:
    import pyarrow as pa

    _write_groups(path, pa.schema([(column.name, _arrow_type(column)) for column in table.columns]), table.rows())


def _write_articles_parquet(path: Path, rows: Iterator[Row]) -> None:
    import pyarrow as pa

    claim = pa.struct([(column.name, _arrow_type(column)) for column in GIVEN_COLUMNS])
    fields = [(name, pa.string()) for name in ARTICLE_COLUMNS]
    _write_groups(path, pa.schema([*fields, ("claims", pa.list_(claim))]), rows)


def _write_groups(path: Path, schema: Any, rows: Iterator[Row]) -> None:
    """The rows in groups of one size, so that the same rows give the same bytes."""
    import pyarrow as pa
    import pyarrow.parquet

    with pyarrow.parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        while group := list(itertools.islice(rows, ROWS_IN_A_GROUP)):
            writer.write_table(pa.Table.from_pylist(group, schema=schema))


def _arrow_type(column: Column) -> Any:
    import pyarrow as pa

    reason = pa.struct([("feature", pa.string()), ("weight", pa.float64()), ("words", pa.string())])
    return {
        "text": pa.string(), "date": pa.string(), "texts": pa.list_(pa.string()), "day": pa.date32(),
        "int": pa.int64(), "number": pa.float64(), "truth": pa.bool_(), "amount": pa.decimal128(38, 6),
        "reasons": pa.list_(reason),
    }[column.kind]  # fmt: skip


_WRITERS: Mapping[str, Callable[[Path, ExportTable], None]] = {
    "csv": _write_csv, "json": _write_jsonl, "parquet": _write_parquet,
}  # fmt: skip
_ARTICLE_WRITERS: Mapping[str, Callable[[Path, Iterator[Row]], None]] = {
    "json": _write_articles_jsonl, "parquet": _write_articles_parquet,
}  # fmt: skip
