"""Bars of a report: one a group, where its units are as segments, how far the range goes as a lighter bar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urlencode

from pledgebook.model import ITEM
from pledgebook.reporting.chart_style import (
    FAINT,
    INK,
    NUMBER_LABELS,
    STAGE_COLOURS,
    WIDTH,
    Captioned,
    Spec,
    figures_in_words,
    number,
    told,
    unit_in_words,
    whole_chart,
)
from pledgebook.reporting.pledges import SPLIT_WORDS
from pledgebook.reporting.table import Basis, Row, Table
from pledgebook.reporting.words import amount_in_words

SEGMENTS: Mapping[str, str] = {
    "delivered": "arrived", "contracted": "ordered", "blocked": "held up", "cancelled": "withdrawn", "open": "open",
}  # fmt: skip
"""Columns whose units are apart from each other, in the order of a bar, with the words of the legend."""

PANELS_SHOWN = 12
BARS_SHOWN = 30
"""Units one below the other, and bars in one, that a page still shows so that they can be read."""

BAR_HEIGHT = 22
ROOM_FOR_LABELS = 1.25
"""How far the axis goes on behind the longest bar, for the figure that stands there."""

NOBODY = "not told"
CHRONOLOGICAL = ("month",)

Panel: TypeAlias = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a report as a bar."""

    name: str
    row: Row
    href: str | None

    @property
    def low(self) -> float:
        """How much is told at least: promised and proposed, or what has come of it where that is more."""
        return max(self.told_low, sum(self._low(column) for column in SEGMENTS))

    @property
    def told_low(self) -> float:
        return self._low("promised") + self._low("proposed")

    @property
    def high(self) -> float | None:
        """How much at most; None for an open end."""
        ends = (self.row["promised"][1], self.row["proposed"][1])
        return None if None in ends else max(self.low, float(sum(ends)))

    def segments(self) -> list[tuple[str, float]]:
        """What is surely in each place; then what is only proposed, and what is in one of them."""
        sure = [(words, self._low(column)) for column, words in SEGMENTS.items()]
        rest = max(0.0, self.told_low - sum(size for _, size in sure))
        proposed = max(0.0, min(rest, self._low("proposed")) - self._unsure)
        return [*sure, ("proposed", proposed), ("in one of these", rest - proposed)]

    @property
    def _unsure(self) -> float:
        """How many units may be in another place than they surely are."""
        spreads = [
            float("inf") if self.row[column][1] is None else self.row[column][1] - self._low(column)
            for column in SEGMENTS
        ]
        return sum(spreads)

    def _low(self, column: str) -> float:
        return float(self.row[column][0] or 0)


def bars_chart(table: Table, by: Sequence[str], basis: Basis, base: str | None) -> Spec:
    """The rows of a report as bars, each unit in a panel of its own.

    With a `base` address each bar leads to the pledges in it.
    """
    panels = _panels(table.rows, by, basis, base)
    shown = dict(list(panels.items())[:PANELS_SHOWN])
    lines = [basis.in_words(), *_left_out(table.rows, panels, shown), *_notes(table)]
    title = _title(table.rows, by, basis, table)
    stages = _stages(bar for bars in shown.values() for bar in bars[:BARS_SHOWN])
    return whole_chart([_panel(panel, bars, stages) for panel, bars in shown.items()], Captioned(title, tuple(lines)))


def _stages(bars: Iterable[Bar]) -> list[str]:
    """The stages that any bar has, in the order of the legend, so that all panels share their colours."""
    found = {stage for bar in bars for stage, size in bar.segments() if size > 0}
    return [stage for stage in STAGE_COLOURS if stage in found]


def _title(rows: Sequence[Row], by: Sequence[str], basis: Basis, table: Table) -> str:
    what = "Promised and proposed" if any(row["proposed"] != [0, 0] for row in rows) else "Promised"
    grouped = f", by {' and '.join(by)}" if by else ""
    units = {row["unit"] for row in rows if row["unit"] not in (None, ITEM)}
    money = f", in {units.pop()}" if len(units) == 1 and "rates" in table.columns else ""
    return f"{what}{told(basis.asked, 200) and ' ' + told(basis.asked, 200)}{grouped}{money}, as of {basis.as_of}"


def _panels(rows: Sequence[Row], by: Sequence[str], basis: Basis, base: str | None) -> dict[Panel, list[Bar]]:
    """The bars by unit: money before things, the units with most bars first; in each the largest first."""
    panels: dict[Panel, list[Bar]] = {}
    for row in rows:
        if row["unit"] is not None:
            panel = (row["unit"], row["item"] if row["unit"] == ITEM else None)
            panels.setdefault(panel, []).append(Bar(_name(row, by), row, _href(row, by, basis, base)))
    for bars in panels.values():
        if not any(name in CHRONOLOGICAL for name in by):
            bars.sort(key=lambda bar: (-(bar.high or bar.low), bar.name))
    return dict(
        sorted(panels.items(), key=lambda told: (told[0][0] == ITEM, -len(told[1]), told[0][0], told[0][1] or ""))
    )


def _name(row: Row, by: Sequence[str]) -> str:
    names = [_party(row[name]) if name in ("donor", "recipient") else told(row[name] or NOBODY) for name in by]
    return told(" · ".join(names) or "all")


def _party(name: str | None) -> str:
    """Names for codes: `DK+NL` is Denmark + Netherlands."""
    from pledgebook.vocabulary import name_of

    codes, comma, rest = (name or NOBODY).partition(f", {SPLIT_WORDS}")
    named = " + ".join(name_of(code) for code in codes.split("+"))
    return told(f"{named}{comma}{rest}")


def _href(row: Row, by: Sequence[str], basis: Basis, base: str | None) -> str | None:
    """Where a bar leads: to the pledge, or to the pledges of its group."""
    if base is None:
        return None
    address = base.rstrip("/")
    if "pledge" in by and row["pledge"]:
        return f"{address}/pledges/{row['pledge'].split(',')[0]}?{urlencode({'as_of': basis.as_of})}"
    asked = [
        (name, code)
        for name in by
        if name in ("donor", "recipient", "aid", "item") and row[name]
        for code in str(row[name]).partition(f", {SPLIT_WORDS}")[0].split("+")
    ]
    return f"{address}/pledges?{urlencode([*asked, ('as_of', basis.as_of)])}"


def _left_out(rows: Sequence[Row], panels: Mapping[Panel, list[Bar]], shown: Mapping[Panel, list[Bar]]) -> list[str]:
    """What is told of the rows that are not drawn."""
    lines = []
    without = sum(row["unit"] is None for row in rows)
    if without:
        lines.append(f"Not drawn, since no figure is told: {without:,} {'row' if without == 1 else 'rows'}.")
    if len(panels) > len(shown):
        lines.append(f"Of {len(panels):,} units {len(shown)} are drawn; a currency or an item narrows what is asked.")
    for panel, bars in shown.items():
        if len(bars) > BARS_SHOWN:
            lines.append(f"{unit_in_words(*panel)}: the {BARS_SHOWN} largest of {len(bars):,} are drawn.")
    return lines


def _notes(table: Table) -> list[str]:
    """How ranges are drawn, where there are any, and the table's further notes."""
    ends = [row[name] for row in table.rows if row["unit"] for name in ("promised", "proposed")]
    ranges = any(low != high for low, high in ends)
    how = ["A pale bar runs from the least to the most that is told; + marks an end that is open."] if ranges else []
    return [*how, *table.notes[1:]]


def _panel(panel: Panel, bars: Sequence[Bar], stages: Sequence[str]) -> Spec:
    bars = bars[:BARS_SHOWN]
    order = [bar.name for bar in bars]
    y: Spec = {
        "field": "name",
        "type": "nominal",
        "sort": order,
        "title": None,
        "axis": {"domain": False, "ticks": False},
    }
    values = [segment for bar in bars for segment in _segments(bar, panel)]
    ends = [_end(bar, panel) for bar in bars]
    farthest = max((end["to"] for end in ends), default=0) or 1
    axis = {"labelExpr": NUMBER_LABELS, "tickCount": 6}
    x: Spec = {
        "field": "from", "type": "quantitative", "title": unit_in_words(*panel), "axis": axis,
        "scale": {"domain": [0, farthest * ROOM_FOR_LABELS], "zero": True, "nice": False},
    }  # fmt: skip
    colour = {"field": "stage", "type": "nominal", "sort": stages,
              "scale": {"domain": stages, "range": [STAGE_COLOURS[stage] for stage in stages]}}  # fmt: skip
    shared = {"y": y, "description": {"field": "words"}, "href": {"field": "href"}}
    if not any(bar.href for bar in bars):
        del shared["href"]
    return {
        "width": WIDTH,
        "height": {"step": BAR_HEIGHT},
        "layer": [
            {"data": {"values": ends}, "mark": {"type": "bar", "color": "#BBBBBB", "opacity": 0.55, "height": 8},
             "encoding": {**shared, "x": x, "x2": {"field": "to"}}},
            {"data": {"values": values}, "mark": {"type": "bar", "height": 15, "stroke": "white", "strokeWidth": 0.5},
             "encoding": {**shared, "x": x, "x2": {"field": "to"}, "color": colour}},
            {"data": {"values": ends}, "mark": {"type": "tick", "color": FAINT, "thickness": 1.5, "size": 12},
             "encoding": {**shared, "x": {"field": "tick", "type": "quantitative"}}},
            {"data": {"values": ends},
             "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 11, "color": INK},
             "encoding": {**shared, "x": {"field": "to", "type": "quantitative"}, "text": {"field": "label"}}},
        ],
    }  # fmt: skip


def _segments(bar: Bar, panel: Panel) -> list[Row]:
    """The segments of a bar that are not empty, one after the other."""
    found, start = [], 0.0
    for stage, size in bar.segments():
        if size > 0:
            words = f"{bar.name}: {size:,.12g} {unit_in_words(*panel)}, {stage}"
            told_by = next((column for column, name in SEGMENTS.items() if name == stage), None)
            if told_by is not None:
                words = f"{bar.name}: {figures_in_words(*bar.row[told_by])} {unit_in_words(*panel)}, {stage}"
            found.append({"name": bar.name, "stage": stage, "from": start, "to": start + size, "words": words,
                          "href": bar.href})  # fmt: skip
            start += size
    return found


def _end(bar: Bar, panel: Panel) -> Row:
    """How far the bar goes at least and at most, and what stands behind it."""
    unit = unit_in_words(*panel)
    sizes = [(column, bar.row[column]) for column in ("promised", "proposed") if bar.row[column] != [0, 0]]
    label = ", ".join(
        amount_in_words(low, high) + (" proposed" if name == "proposed" else "") for name, (low, high) in sizes
    )
    words = "; ".join(f"{name} {figures_in_words(low, high)} {unit}" for name, (low, high) in sizes)
    open_end = bar.high is None
    reach = bar.low if bar.high is None else bar.high
    return {
        "name": bar.name, "from": number(bar.low), "to": number(reach), "low": bar.low, "high": bar.high,
        "tick": reach if reach > bar.low else None, "label": f"+ {label}" if open_end else label,
        "words": f"{bar.name}: {words or 'nothing'}", "href": bar.href,
    }  # fmt: skip
