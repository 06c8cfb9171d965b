"""Donors by what they gave for each hundred of their gross domestic product: promised, and of that what has arrived."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from pledgebook.reporting.chart_style import (
    DONE,
    FAINT,
    INK,
    TO_COME,
    WIDTH,
    Captioned,
    Spec,
    figures_in_words,
    told,
    whole_chart,
)
from pledgebook.reporting.table import Basis, Row, Table

DONORS_SHOWN = 40
COLOURS: Mapping[str, str] = {"promised": TO_COME, "arrived": DONE}


def shares_chart(table: Table, basis: Basis, base: str | None) -> Spec:
    """A bar a donor, the largest share first.

    Rows hold `donor`, a code, `promised` and `delivered` as ranges in percent of GDP, and the GDP's `year`.
    """
    bars = sorted((_bar(row, basis, base) for row in table.rows), key=lambda bar: (-bar["most"], bar["name"]))
    shown = bars[:DONORS_SHOWN]
    years = sorted({str(row["year"]) for row in table.rows})
    lines = [
        basis.in_words(),
        f"GDP of {', '.join(years)}. A pale bar runs from the least to the most that is told; + marks an open end.",
        *table.notes[1:],
    ]
    if len(bars) > len(shown):
        lines.append(f"The {len(shown)} largest of {len(bars):,} donors are drawn.")
    asked = f" {told(basis.asked, 200)}" if basis.asked else ""
    title = f"Promised and arrived{asked}, as share of the donor's GDP, as of {basis.as_of}"
    return whole_chart([_panel(shown)], Captioned(title, tuple(lines)))


def _bar(row: Row, basis: Basis, base: str | None) -> Row:
    from pledgebook.vocabulary import name_of

    name = told(name_of(row["donor"]))
    (low, high), (arrived, most_arrived) = row["promised"], row["delivered"]
    most = low if high is None else high
    asked = urlencode({"donor": row["donor"], "as_of": basis.as_of})
    words = f"{name}: promised {figures_in_words(low, high)} per cent of GDP, "
    return {
        "name": name, "promised": low, "most": most, "arrived": arrived or 0,
        "label": ("+ " if high is None else "") + f"{low:.2g}" + ("" if most == low else f"–{most:.2g}") + " %",
        "words": words + f"arrived {figures_in_words(arrived, most_arrived)} per cent",
        "href": None if base is None else f"{base.rstrip('/')}/pledges?{asked}",
    }  # fmt: skip


def _panel(bars: list[Row]) -> Spec:
    names = [bar["name"] for bar in bars]
    farthest = max(bar["most"] for bar in bars) or 1
    y = {"field": "name", "type": "nominal", "sort": names, "title": None, "axis": {"domain": False, "ticks": False}}
    x: Spec = {"type": "quantitative", "title": "per cent of GDP", "axis": {"tickCount": 6},
               "scale": {"domain": [0, farthest * 1.15], "zero": True}}  # fmt: skip
    shared: Spec = {"y": y, "description": {"field": "words"}}
    if any(bar["href"] for bar in bars):
        shared["href"] = {"field": "href"}
    scale = {"domain": list(COLOURS), "range": list(COLOURS.values())}
    return {
        "width": WIDTH,
        "height": {"step": 22},
        "data": {"values": bars},
        "layer": [
            {"mark": {"type": "bar", "color": "#BBBBBB", "opacity": 0.55, "height": 8},
             "encoding": {**shared, "x": {**x, "field": "promised"}, "x2": {"field": "most"}}},
            {"mark": {"type": "bar", "height": 15},
             "encoding": {**shared, "x": {**x, "field": "promised"}, "color": {"datum": "promised", "scale": scale}}},
            {"mark": {"type": "bar", "height": 7, "stroke": "white", "strokeWidth": 0.5},
             "encoding": {**shared, "x": {**x, "field": "arrived"}, "color": {"datum": "arrived", "scale": scale}}},
            {"mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 11, "color": INK},
             "encoding": {"y": y, "x": {**x, "field": "most"}, "text": {"field": "label"}}},
            {"mark": {"type": "tick", "color": FAINT, "thickness": 1.5, "size": 12, "opacity": 0.6},
             "encoding": {"y": y, "x": {**x, "field": "most"}}},
        ],
    }  # fmt: skip
