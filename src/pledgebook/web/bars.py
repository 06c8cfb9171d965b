"""Bars in SVG, all on one scale that begins at nothing; what is only possible is drawn lighter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from pledgebook.reporting.words import number_in_words

WIDTH = 1000
"""Units of a bar's drawing; it is stretched to the room that there is."""

TICKS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Scale:
    """From nothing to `end`, with a tick at each of `ticks`."""

    end: float
    ticks: tuple[float, ...]

    def place(self, value: Any) -> float:
        return round(float(value or 0) / self.end * WIDTH, 1)


def scale_for(bounds: Sequence[Sequence[Any] | None]) -> Scale:
    """A scale that holds all ranges, with three to six round ticks."""
    most = max((float(each[0] if each[1] is None else each[1]) for each in bounds if each), default=0.0) or 1.0
    power = Decimal(10) ** (Decimal(str(most)).adjusted())
    step = next(float(power) * tick / 5 for tick in TICKS if float(power) * tick >= most)
    number = next(n for n in range(1, 7) if step * n >= most * 0.999999)
    return Scale(step * number, tuple(step * n for n in range(number + 1)))


def bar(scale: Scale, bounds: Sequence[Any] | None, inner: Sequence[Any] | None = None) -> Markup:
    """What is promised as a bar, and in it what arrived; an open end is a gap at the bar's end."""
    parts = [
        _rect("bar-most", 0, scale.place(_high(bounds)), 2, 16),
        _rect("bar-least", 0, scale.place(_low(bounds)), 2, 16),
    ]
    if inner:
        parts += [
            _rect("bar-in-most", 0, scale.place(_high(inner)), 6, 8),
            _rect("bar-in", 0, scale.place(_low(inner)), 6, 8),
        ]
    if bounds and bounds[1] is None:
        parts.append(_rect("bar-open", min(scale.place(_low(bounds)), WIDTH - 24), 24, 2, 16))
    lines = [
        Markup('<line class="tick" x1="{0}" x2="{0}" y1="0" y2="20"/>').format(min(scale.place(tick), WIDTH - 1))
        for tick in scale.ticks
    ]
    return Markup(
        '<svg class="bar" viewBox="0 0 {} 20" preserveAspectRatio="none" aria-hidden="true" focusable="false">{}</svg>'
    ).format(WIDTH, Markup("").join([*lines, *parts]))


def axis(scale: Scale) -> Markup:
    """The figures at the ticks, above bars in a table."""
    told = [(scale.place(tick), number_in_words(Decimal(str(tick))) if tick else "0") for tick in scale.ticks]
    shown = told if len(told) <= 3 else [told[0], told[len(told) // 2], told[-1]]
    labels = [
        Markup('<text x="{}%" y="11" text-anchor="{}">{}</text>').format(
            round(place / 10, 1), "start" if place == 0 else "end" if place > WIDTH - 30 else "middle", label
        )
        for place, label in shown
    ]
    return Markup('<svg class="axis" width="100%" height="14" aria-hidden="true" focusable="false">{}</svg>').format(
        Markup("").join(labels)
    )


def _low(bounds: Sequence[Any] | None) -> Any:
    return bounds[0] or 0 if bounds else 0


def _high(bounds: Sequence[Any] | None) -> Any:
    if not bounds:
        return 0
    return bounds[0] or 0 if bounds[1] is None else bounds[1]


def _rect(kind: str, x: float, width: float, y: float, height: float) -> Markup:
    return Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>').format(kind, x, y, width, height)
