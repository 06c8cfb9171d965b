"""How charts look: colours that the colour-blind can tell apart, axes with their unit, a line of sources below.

Charts are Vega-Lite specifications. Words of sources go into them as data or as plain text after `told`, never as an
expression or markup.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from pledgebook.model import ITEM
from pledgebook.reporting.words import one_line

Spec: TypeAlias = dict[str, Any]

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"

STAGE_COLOURS: Mapping[str, str] = {
    "arrived": "#009E73", "ordered": "#56B4E9", "held up": "#D55E00", "withdrawn": "#999999",
    "open": "#0072B2", "proposed": "#F0E442", "in one of these": "#DDDDDD",
}  # fmt: skip
"""Okabe and Ito's palette (2008): told apart with every kind of colour blindness. Grey is what is gone or unsure."""

LATE, DONE, TO_COME, INK, FAINT = "#D55E00", "#009E73", "#0072B2", "#222222", "#666666"

WIDTH = 560
LINE_LETTERS = 112
"""Letters of a line of the caption that fit under a chart."""

LONGEST_NAME = 48
"""Letters of a name on an axis; more would leave no room for the bars."""

NUMBER_LABELS = (
    "replace(replace(replace(replace(format(datum.value, '~s'), 'k', ',000'), 'M', 'm'), 'G', 'bn'), 'T', 'tn')"
)
"""An expression of Vega that writes the numbers of an axis as tables do: 5bn, 200m."""

CONFIG: Spec = {
    "font": "Liberation Sans, Arial, Helvetica, sans-serif",
    "background": "white",
    "view": {"stroke": None},
    "axis": {"labelColor": INK, "titleColor": INK, "gridColor": "#E5E5E5", "domainColor": FAINT, "tickColor": FAINT,
             "labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": "normal", "labelLimit": 260},
    "legend": {"labelFontSize": 11, "title": None, "orient": "top", "labelColor": INK, "symbolType": "square"},
    "title": {"anchor": "start", "fontSize": 15, "color": INK, "subtitleFontSize": 11, "subtitleColor": FAINT},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Captioned:
    """A chart's title and the lines below it, in plain text."""

    title: str
    lines: tuple[str, ...]


def told(text: str, most: int = LONGEST_NAME) -> str:
    """Words of a source as a chart shows them: on one line, without controls, not too long."""
    line = one_line(text)
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def number(value: Decimal | int | float | None) -> float | None:
    """A figure as Vega reckons with it."""
    return None if value is None else float(value)


def unit_in_words(unit: str | None, item: str | None) -> str:
    """The unit as an axis tells it: `USD`, or the kind of thing that is counted."""
    if unit == ITEM:
        return f"number: {told(item or 'things')}"
    return told(unit or "no unit")


def figures_in_words(low: float | int | Decimal, high: float | int | Decimal | None) -> str:
    """A range to the last digit, as marks tell it to those who cannot see them: `75,000 to 76,600`."""
    if high is None:
        return f"at least {low:,}" if low else "some"
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def whole_chart(panels: Sequence[Spec], caption: Captioned) -> Spec:
    """The panels one below the other, with the title above and the caption below."""
    lines = [part for line in caption.lines for part in textwrap.wrap(one_line(line), LINE_LETTERS)]
    foot: Spec = {
        "data": {"values": [{}]},
        "width": WIDTH,
        "height": 14 * len(lines),
        "mark": {"type": "text", "align": "left", "baseline": "top", "fontSize": 10, "color": FAINT, "text": lines,
                 "lineHeight": 14, "aria": True, "description": " ".join(lines)},
        "encoding": {"x": {"value": 0}, "y": {"value": 0}},
    }  # fmt: skip
    return {
        "$schema": SCHEMA,
        "description": caption.title,
        "title": {"text": textwrap.wrap(caption.title, 78)},
        "vconcat": [*panels, foot],
        "spacing": 22,
        "config": CONFIG,
    }
