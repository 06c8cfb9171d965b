"""Results in Python: Arrow, pandas, polars, and what a notebook shows of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbclient
import nbformat
import pytest

import pledgebook
from pledgebook.api import Book
from pledgebook.reporting.table import Table

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "examples").glob("*.ipynb"))
HOSTILE = "<img src=x onerror=alert(1)>\u202e"


@pytest.fixture(scope="session")
def march(tmp_path_factory: pytest.TempPathFactory) -> Book:
    book = pledgebook.open(tmp_path_factory.mktemp("frames") / "march.book")
    book.read(ROOT / "examples" / "march-2024")
    return book


def all_tables(book: Book) -> dict[str, Table]:
    plain = ("pledges", "claims", "report", "overdue", "blocked", "needs", "review", "timeline", "calendar", "releases")
    return {
        **{name: getattr(book, name)() for name in plain},
        "report in EUR": book.report(by=["donor", "aid"], in_currency="EUR"),
        "changes": book.changes("2024-03-13"),
        "find": book.find("shell"),
        "why": book.why(book.pledges().rows[0]["pledge"]).table(),
    }


def test_every_table_is_arrow_pandas_and_polars(march: Book):
    for name, table in all_tables(march).items():
        arrow, pandas, polars = table.arrow(), table.pandas(), table.polars()
        assert arrow.num_rows == len(pandas) == len(polars) == len(table), name
        assert tuple(arrow.column_names) == tuple(pandas.columns) == tuple(polars.columns) == table.columns, name


def test_amounts_are_lists_of_two_numbers(march: Book):
    table = march.report(by="donor", as_of="2024-03-15")
    told = {row["donor"]: row["promised"] for row in table.arrow().to_pylist() if row["unit"] in ("NOK", None)}
    assert told == {"NO": [75e9, 76.6e9], "NATO": [0, None]}
    assert table.polars()["promised"].list.len().unique().to_list() == [2]


def test_a_notebook_shows_what_a_terminal_shows_with_the_line_of_trust(march: Book):
    table = march.report(by="donor", as_of="2024-03-15")
    page = table._repr_html_()
    assert '<td style="text-align: right; white-space: nowrap">75–76.6bn</td>' in page
    assert '<td style="text-align: left">NO</td>' in page
    assert table.notes[0] in page
    assert "open_ended" not in page


def test_a_notebook_shows_no_markup_of_sources():
    table = Table("Strange", ("donor", "promised"), [{"donor": HOSTILE, "promised": [1, None]}], (HOSTILE,))
    page = table._repr_html_()
    assert "<img" not in page
    assert "\u202e" not in page


def test_a_long_table_is_cut_and_says_so():
    page = Table("Long", ("a",), [{"a": number} for number in range(1, 1235)])._repr_html_()
    assert page.count("<tr>") == 201
    assert "1,034 more rows" in page


def test_a_notebook_shows_why(march: Book):
    page = march.why(march.pledges(donor="US").rows[0]["pledge"])._repr_html_()
    assert page.startswith("<pre>")
    assert "Postings" in page


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_the_notebooks_run(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    notebook: Any = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    work = tmp_path / "work"
    work.mkdir()
    (work / "march-2024").symlink_to(ROOT / "examples" / "march-2024")
    nbclient.NotebookClient(notebook, timeout=240, resources={"metadata": {"path": str(work)}}).execute()
    shown = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert sum("text/html" in output.get("data", {}) for output in shown) >= 4
    assert not [output for output in shown if output.output_type == "error"]


def test_there_is_a_notebook():
    assert [path.name for path in NOTEBOOKS] == ["first-look.ipynb"]
