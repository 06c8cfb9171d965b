"""Tables on terminals of any width: no heading and no figure is broken, whatever stands in the cells."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgebook.reporting.layout import BETWEEN, widths_for, with_breaks
from pledgebook.reporting.queries import OVERDUE_COLUMNS, PLEDGE_COLUMNS
from pledgebook.reporting.render import console_for, draw
from pledgebook.reporting.table import Table

WIDTHS = (40, 60, 80, 110, 200)

PLEDGE = {
    "pledge": "c-7xng3habcdefghij", "donors": ["CA", "DE", "DK", "NL", "PT"], "recipients": ["green-climate-fund"],
    "item": "infantry fighting vehicle", "unit": "USD", "part_of": None, "proposed": [0, 0],
    "promised": [1_180_000_000, 1_680_000_000], "blocked": [0, 12_500_000], "contracted": [0, 0],
    "delivered": [0, 5_000_000_000], "cancelled": [977_000_000, None], "due": "2021-12-31",
    "status": "partly delivered", "aid": "military", "summary": False,
}  # fmt: skip
LATE = {**PLEDGE, "overdue": [125_000_000, 1_500_000_000], "days_overdue": 1337, "quote": "It is late"}


def drawn(table: Table, width: int) -> str:
    file = io.StringIO()
    draw(table, console_for(file, width))
    return file.getvalue()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    ("title", "columns", "row", "whole"),
    [
        ("Pledges", PLEDGE_COLUMNS, PLEDGE, ["1.18–1.68bn", "2021-12-31", "delivered", "c-7xng3h", "size", "status"]),
        ("Overdue", OVERDUE_COLUMNS, LATE, ["1337", "1.18–1.68bn", "2021-12-31", "arrived", "promised", "days"]),
    ],
)
def test_figures_days_and_headings_are_whole_at_every_width(
    title: str, columns: tuple[str, ...], row: dict[str, Any], whole: list[str], width: int
):
    told = drawn(Table(title, columns, [row]), width)
    assert [word for word in whole if word not in told] == []
    assert max(len(line.rstrip()) for line in told.splitlines()) <= width


def test_where_columns_have_no_room_a_row_is_told_in_lines():
    assert drawn(Table("Pledges", PLEDGE_COLUMNS, [PLEDGE]), 40).splitlines() == [
        "Pledges",
        "",
        "c-7xng3h · CA+DE+DK+NL+PT → ",
        "green-climate-fund · infantry fighting ",
        "vehicle",
        "size 1.18–1.68bn USD; of which up to ",
        "12.5m blocked, up to 5.0bn arrived, ≥ ",
        "977m cancelled; due 2021-12-31; status ",
        "partly delivered",
        "",
    ]


def test_long_names_break_after_hyphens_and_pluses():
    assert with_breaks("green-climate-fund", 14) == "green-climate-\nfund"
    assert with_breaks("CA+DE+DK+NL+PT", 10) == "CA+DE+DK+\nNL+PT"
    assert with_breaks("of infrastructures", 10) == "of infrastruc\ntures"
    assert with_breaks("1,000,000,000,000tn", 10) == "1,000,000,000,000tn"


@given(
    st.lists(st.lists(st.text("ab -", max_size=20), min_size=1, max_size=4), min_size=1, max_size=6), st.integers(1, 90)
)
def test_columns_share_the_room_and_hold_their_longest_words(columns: list[list[str]], room: int):
    widths = widths_for(columns, [False] * len(columns), room)
    least = [max(len(word) for cell in cells for word in cell.split() or [""]) for cells in columns]
    if widths is None:
        assert sum(least) + BETWEEN * (len(least) - 1) > room
        return
    assert sum(widths) + BETWEEN * (len(widths) - 1) <= room
    assert all(width >= word for width, word in zip(widths, least, strict=True))
