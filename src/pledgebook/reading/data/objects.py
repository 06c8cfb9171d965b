"""A table kept as a list of flat objects: JSON, or a script that gives one to a variable (`var data = [ … ];`)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pledgebook.model import Issue
from pledgebook.reading.data.sheets import MOST_COLUMNS, Grid
from pledgebook.reading.options import Unreadable

BETWEEN = " \t\r\n,"


def read_objects(text: str, name: str, file: str) -> tuple[Grid, list[Issue]]:
    """The objects as a table, headings first, and an Issue with its line for each that is broken.

    Unreadable if the text holds no list of objects.
    """
    start = text.find("[")
    if start < 0 or "{" not in text:
        raise Unreadable("no list of objects in it")
    issues: list[Issue] = []
    found: list[dict[str, Any]] = []
    for told in _objects(text, start + 1):
        if isinstance(told, int):
            line = text.count("\n", 0, told) + 1
            issues.append(Issue(f"{file}:{line}", "an object that is no JSON; its row is left out"))
        else:
            found.append(told)
    if not found:
        raise Unreadable("no object in it that can be read")
    headings = list(dict.fromkeys(str(key) for each in found for key in each))[:MOST_COLUMNS]
    rows = [headings, *([_cell(each.get(key)) for key in headings] for each in found)]
    return Grid(name, rows), issues


def _objects(text: str, at: int) -> Iterator[dict[str, Any] | int]:
    """Each object after a place, or the place of one that is broken."""
    decoder = json.JSONDecoder()
    while True:
        while at < len(text) and text[at] in BETWEEN:
            at += 1
        if at >= len(text) or text[at] != "{":
            return
        try:
            told, end = decoder.raw_decode(text, at)
            if isinstance(told, dict):
                yield told
            at = end
        except (ValueError, RecursionError):
            yield at
            at = _past(text, at)


def _past(text: str, at: int) -> int:
    """Where the next object begins: after the brace that closes this one, which holds no other."""
    close = text.find("}", at)
    return len(text) if close < 0 else close + 1


def _cell(value: Any) -> Any:
    """A plain value as a cell; what is none is told as JSON."""
    return value if isinstance(value, str | int | float) else "" if value is None else json.dumps(value)
