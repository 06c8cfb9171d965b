"""Charts of what a book answers, as SVG, PNG and self-contained pages.

A chart is a Vega-Lite specification. It is drawn here, by vl-convert, so that the picture needs no browser, no script
and no address: a page holds it as SVG.
"""

from __future__ import annotations

import html
import importlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from pledgebook.errors import WrongCall
from pledgebook.reporting.chart_bars import bars_chart
from pledgebook.reporting.chart_dates import dates_chart
from pledgebook.reporting.chart_shares import shares_chart
from pledgebook.reporting.chart_style import Spec
from pledgebook.reporting.chart_time import time_chart
from pledgebook.reporting.table import Table

VEGA_LITE = "6.4"
PIXELS = 2.0
"""Pixels of a PNG for each one of the drawing: sharp in print and on fine screens."""

PAGE_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #222 }
figure { margin: 0 } svg { max-width: 100%; height: auto } table { border-collapse: collapse; font-size: 13px }
th, td { padding: 2px 8px; border-bottom: 1px solid #ddd }
"""

Draw: TypeAlias = Callable[[Table, "str | None"], Spec]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of a table: `spec` is Vega-Lite with all its figures in it."""

    spec: Spec
    table: Table

    @property
    def title(self) -> str:
        return str(self.spec["description"])

    def svg(self) -> str:
        """The picture, with each mark's figures as its label; it refers to nothing outside it."""
        drawn: str = _vl_convert().vegalite_to_svg(self.spec, vl_version=VEGA_LITE, allowed_base_urls=[])
        return drawn

    def png(self, scale: float = PIXELS) -> bytes:
        drawn: bytes = _vl_convert().vegalite_to_png(self.spec, vl_version=VEGA_LITE, scale=scale, allowed_base_urls=[])
        return drawn

    def html(self) -> str:
        """A page that needs nothing else: the picture as SVG, its figures as a table below it."""
        title = html.escape(self.title)
        return (
            f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
            f'<meta name="viewport" content="width=device-width"><style>{PAGE_STYLE}</style></head>\n'
            f'<body><figure role="img" aria-label="{title}">{self.svg()}</figure>\n'
            f"<details><summary>The figures</summary>{self.table._repr_html_()}</details></body></html>\n"
        )

    def altair(self) -> Any:
        """The chart as an Altair chart, to go on with in a notebook; ImportError without Altair."""
        altair = importlib.import_module("altair")
        return altair.Chart.from_json(json.dumps(self.spec))

    def save(self, path: str | Path) -> Path:
        """Write it as the ending of the name says: `.svg`, `.png` or `.html`. WrongCall for any other."""
        place = Path(path)
        kind = place.suffix.lower()
        if kind not in SUFFIXES:
            raise WrongCall(f"a chart is written as {', '.join(SUFFIXES)}; {place.name} ends otherwise")
        content = self.png() if kind == ".png" else (self.svg() if kind == ".svg" else self.html()).encode()
        try:
            place.write_bytes(content)
        except OSError as error:
            raise WrongCall(f"cannot write {place}: {error.strerror}") from error
        return place

    def _repr_html_(self) -> str:
        return f'<figure role="img" aria-label="{html.escape(self.title)}">{self.svg()}</figure>'


SUFFIXES = (".svg", ".png", ".html")


def _vl_convert() -> Any:
    try:
        return importlib.import_module("vl_convert")
    except ImportError as error:
        raise WrongCall("charts need the package's part web: pip install 'pledgebook[web]'") from error


def chart_of(table: Table, base: str | None = None) -> Chart:
    """The table drawn; with a whole address as `base` each mark leads to what it shows. WrongCall without a chart."""
    if base is not None and not base.startswith(("http://", "https://")):
        raise WrongCall(f"{base!r} is no whole address; links in a chart begin with https:// or http://")
    draw = DRAWN.get(table.title.split(" ")[0])
    if draw is None or table.basis is None:
        raise WrongCall(f"{table.title!r} has no chart; {', '.join(sorted(DRAWN)).lower()} have one")
    if not table.rows:
        raise WrongCall(f"there is nothing to draw: {table.title} is empty; ask for a later day or for more")
    return Chart(draw(table, base), table)


def _report(table: Table, base: str | None) -> Spec:
    assert table.basis is not None
    by = table.columns[: table.columns.index("unit")]
    return bars_chart(table, by, table.basis, base)


def _timeline(table: Table, base: str | None) -> Spec:
    assert table.basis is not None
    return time_chart(table, table.basis)


def _calendar(table: Table, base: str | None) -> Spec:
    assert table.basis is not None
    return dates_chart(table, table.basis, base)


def _shares(table: Table, base: str | None) -> Spec:
    assert table.basis is not None
    return shares_chart(table, table.basis, base)


DRAWN: Mapping[str, Draw] = {"Report": _report, "Timeline": _timeline, "Calendar": _calendar, "Shares": _shares}
"""How each table is drawn, by the first word of its title."""
