"""Lines over time: what was promised and had arrived, as steps, with a band from the least to the most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from pledgebook.model import ITEM
from pledgebook.reporting.chart_style import (
    DONE,
    INK,
    NUMBER_LABELS,
    TO_COME,
    WIDTH,
    Captioned,
    Spec,
    figures_in_words,
    number,
    told,
    unit_in_words,
    whole_chart,
)
from pledgebook.reporting.table import Basis, Row, Table
from pledgebook.reporting.words import amount_in_words

PANELS_SHOWN = 6
"""Units one below the other that still can be read on one page."""

HEIGHT = 170
LINES = {"promised": "promised", "delivered": "arrived"}
COLOURS = {"promised": TO_COME, "arrived": DONE}

Panel: TypeAlias = tuple[str, str | None]


def time_chart(table: Table, basis: Basis) -> Spec:
    """The rows of a time line, each unit in a panel of its own."""
    panels: dict[Panel, list[Row]] = {}
    for row in table.rows:
        panels.setdefault((row["unit"], row["item"]), []).append(row)
    ordered = sorted(panels.items(), key=lambda told: (told[0][0] == ITEM, -told[1][-1]["pledges"], told[0][0]))
    shown = ordered[:PANELS_SHOWN]
    lines = [basis.in_words(), "By day of publication. A band runs from the least to the most that is told; + marks an "
             "end that is open."]  # fmt: skip
    if len(ordered) > len(shown):
        lines.append(f"Of {len(ordered):,} units the {len(shown)} with most pledges are drawn, money first.")
    asked = f" {told(basis.asked, 200)}" if basis.asked else ""
    title = f"Promised and arrived{asked}, over time, as of {basis.as_of}"
    first = min(row["day"] for row in table.rows)
    panel_specs = [_panel(panel, rows, first, basis.as_of) for panel, rows in shown]
    return whole_chart(panel_specs, Captioned(title, tuple(lines)))


def _panel(panel: Panel, rows: Sequence[Row], first: str, last: str) -> Spec:
    values = [value for name in LINES for value in _steps(panel, rows, name, last)]
    ends = [value for value in values if value["end"]]
    x = {"field": "day", "type": "temporal", "title": None, "axis": {"tickCount": 8, "grid": False},
         "scale": {"domain": [_noon(first), _noon(last)]}}  # fmt: skip
    y = {"field": "low", "type": "quantitative", "title": unit_in_words(*panel), "scale": {"zero": True},
         "axis": {"labelExpr": NUMBER_LABELS, "tickCount": 5}}  # fmt: skip
    colour = {"field": "line", "type": "nominal",
              "scale": {"domain": list(COLOURS), "range": list(COLOURS.values())}}  # fmt: skip
    words = {"field": "words"}
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "data": {"values": values},
        "layer": [
            {"mark": {"type": "area", "interpolate": "step-after", "opacity": 0.25},
             "encoding": {"x": x, "y": y, "y2": {"field": "high"}, "color": colour}},
            {"mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2},
             "encoding": {"x": x, "y": y, "color": colour}},
            {"mark": {"type": "point", "filled": True, "size": 18},
             "encoding": {"x": x, "y": y, "color": colour, "description": words}},
            {"data": {"values": ends},
             "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 11, "color": INK},
             "encoding": {"x": x, "y": {"field": "low", "type": "quantitative"}, "text": {"field": "label"}}},
        ],
    }  # fmt: skip


def _steps(panel: Panel, rows: Sequence[Row], name: str, last: str) -> list[Row]:
    """The figures of one line at each day of change, and once more at the last day."""
    at_end = [] if rows[-1]["day"] == last else [{**rows[-1], "day": last}]
    told_rows = [*rows, *at_end]
    if all(row[name] == [0, 0] for row in told_rows):
        return []
    steps = []
    for place, row in enumerate(told_rows):
        low, high = row[name]
        words = f"{row['day']}: {figures_in_words(low, high)} {unit_in_words(*panel)} {LINES[name]}"
        most = low if high is None else high
        steps.append({
            "day": _noon(row["day"]), "line": LINES[name], "low": number(low), "high": number(most), "words": words,
            "end": place == len(told_rows) - 1,
            "label": ("+ " if high is None else "") + amount_in_words(low, high),
        })  # fmt: skip
    return steps


def _noon(day: str) -> str:
    """The day as Vega takes it wherever it is drawn: at noon it is the same day in nearly all zones."""
    return f"{day}T12:00:00"
