"""Dots of a calendar: what is due when, by whom, and what is late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from urllib.parse import urlencode

from pledgebook.reporting.chart_style import (
    DONE,
    FAINT,
    INK,
    LATE,
    TO_COME,
    WIDTH,
    Captioned,
    Spec,
    told,
    whole_chart,
)
from pledgebook.reporting.table import Basis, Row, Table
from pledgebook.reporting.words import amount_in_words

ROWS_SHOWN = 40
"""Donors that a page still shows so that they can be read."""

COLOURS: Mapping[str, str] = {
    "overdue": LATE, "to come": TO_COME, "held up": "#E69F00", "arrived": DONE,
    "only proposed": "#CC79A7", "withdrawn": "#999999",
}  # fmt: skip
SHAPES: Mapping[str, str] = {
    "overdue": "diamond", "to come": "circle", "held up": "square", "arrived": "triangle-up",
    "only proposed": "triangle-down", "withdrawn": "cross",
}  # fmt: skip
STATES: Mapping[str, str] = {
    "overdue": "overdue", "blocked": "held up", "delivered": "arrived", "cancelled": "withdrawn",
    "proposed": "only proposed",
}  # fmt: skip
"""What a status is called among dates; what is open is to come, or has come if its day is past and it is not late."""


def dates_chart(table: Table, basis: Basis, base: str | None) -> Spec:
    """The rows of a calendar: a dot a pledge at the end of the period told, a line for the period itself."""
    values = [_dot(row, basis, base) for row in table.rows]
    count = Counter(value["who"] for value in values)
    names = [name for name, _ in sorted(count.items(), key=lambda told: (-told[1], told[0]))][:ROWS_SHOWN]
    values = [value for value in values if value["who"] in names]
    how = f"A line is the month or year that is told; its mark stands at its end. The upright line is {basis.as_of}."
    lines = [basis.in_words(), how]
    if len(count) > len(names):
        lines.append(f"{len(count) - len(names):,} more donors are not drawn.")
    asked = f" {told(basis.asked, 200)}" if basis.asked else ""
    title = f"What is due when{asked}, and what is overdue, as of {basis.as_of}"
    return whole_chart([_panel(values, names, basis, base)], Captioned(title, tuple(lines)))


def _dot(row: Row, basis: Basis, base: str | None) -> Row:
    from pledgebook.vocabulary import name_of

    who = told(" + ".join(name_of(code) for code in row["donors"]) or "not told")
    size = row["proposed"] if row["promised"] == [0, 0] else row["promised"]
    state = STATES.get(row["status"], "to come" if row["days"] >= 0 else "arrived")
    amount = amount_in_words(size[0], size[1], row["unit"])
    words = f"{who}: {amount} {told(row['item'] or 'aid')}, due {row['due']}, {row['status']}"
    href = (
        f"{base.rstrip('/')}/pledges/{row['pledge']}?{urlencode({'as_of': basis.as_of})}" if base is not None else None
    )
    return {"who": who, "from": f"{row['first_day']}T12:00:00", "to": f"{row['last_day']}T12:00:00", "state": state,
            "words": words, "href": href}  # fmt: skip


def _panel(values: list[Row], names: list[str], basis: Basis, base: str | None) -> Spec:
    states = [state for state in COLOURS if any(value["state"] == state for value in values)]
    y = {"field": "who", "type": "nominal", "sort": names, "title": None, "axis": {"grid": True, "domain": False}}
    colour = {"field": "state", "type": "nominal", "scale": {"domain": states, "range": [COLOURS[s] for s in states]}}
    shape = {"field": "state", "type": "nominal", "scale": {"domain": states, "range": [SHAPES[s] for s in states]}}
    shared: Spec = {"y": y, "color": colour, "description": {"field": "words"}}
    if base is not None:
        shared["href"] = {"field": "href"}
    end = {"field": "to", "type": "temporal", "title": "due by", "axis": {"tickCount": 8, "grid": False}}
    return {
        "width": WIDTH,
        "height": {"step": 20},
        "layer": [
            {"data": {"values": values}, "mark": {"type": "rule", "opacity": 0.5, "strokeWidth": 3},
             "encoding": {**shared, "x": {**end, "field": "from"}, "x2": {"field": "to"}}},
            {"data": {"values": values}, "mark": {"type": "point", "filled": True, "size": 60, "opacity": 0.85},
             "encoding": {**shared, "x": end, "shape": shape}},
            {"data": {"values": [{"to": f"{basis.as_of}T12:00:00", "label": f"as of {basis.as_of}"}]},
             "layer": [
                 {"mark": {"type": "rule", "color": INK, "strokeDash": [4, 3]}, "encoding": {"x": end}},
                 {"mark": {"type": "text", "align": "left", "dx": 4, "dy": -6, "fontSize": 10, "color": FAINT},
                  "encoding": {"x": end, "y": {"value": 0}, "text": {"field": "label"}}},
             ]},
        ],
    }  # fmt: skip
