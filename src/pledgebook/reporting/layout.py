"""How cells share the width of a terminal: no heading and no figure is ever broken."""

from __future__ import annotations

from collections.abc import Sequence

BETWEEN = 2
"""Spaces between two columns."""


def widths_for(columns: Sequence[Sequence[str]], unbroken: Sequence[bool], room: int) -> list[int] | None:
    """The width of each column of cells, its heading among them; None if there is no room for the longest words.

    An unbroken column keeps each cell on one line. What room is left goes where cells would wrap most.
    """
    fullest = [max(len(line) for cell in cells for line in cell.split("\n")) for cells in columns]
    widths = [
        full if whole else max(len(word) for cell in cells for word in cell.split() or [""])
        for cells, whole, full in zip(columns, unbroken, fullest, strict=True)
    ]
    left = room - sum(widths) - BETWEEN * (len(widths) - 1)
    if left < 0:
        return None
    for _ in range(left):
        neediest = max(range(len(widths)), key=lambda at: fullest[at] / max(widths[at], 1))
        if widths[neediest] >= fullest[neediest]:
            break
        widths[neediest] += 1
    return widths


def with_breaks(cell: str, longest: int) -> str:
    """The cell with line ends in words that are too long for a column: `green-climate-` `fund`, `CA+DE+` `DK`.

    What begins with a figure stays whole.
    """
    words = cell.split(" ")
    return " ".join(w if len(w) <= longest or w[0].isdigit() else "\n".join(_broken(w, longest)) for w in words)


def _broken(word: str, longest: int) -> list[str]:
    """The word in lines: after its hyphens and pluses, where that is enough."""
    lines = [""]
    for part in word.replace("-", "-\n").replace("+", "+\n").split("\n"):
        if lines[-1] and len(lines[-1]) + len(part.rstrip("-+")) > longest:
            lines.append("")
        lines[-1] += part
    return [piece for line in lines for piece in _cut(line, longest)]


def _cut(line: str, longest: int) -> list[str]:
    if len(line.rstrip("-+")) <= longest:
        return [line]
    return [line[at : at + longest] for at in range(0, len(line), longest)]
