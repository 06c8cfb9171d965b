"""Reads the vocabulary's data files: CSV tables with lists parted by `|`, and TOML."""

from __future__ import annotations

import csv
import tomllib
from importlib.resources import files
from typing import Any

LIST_MARK = "|"
"""Parts the entries of a list inside one CSV field; commas stand in names."""


def read_table(name: str) -> list[dict[str, str]]:
    """The rows of `<name>.csv`, each by the header's column names."""
    text = (files(__package__) / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), strict=True))


def read_toml(name: str) -> dict[str, Any]:
    """What `<name>.toml` holds."""
    return tomllib.loads((files(__package__) / f"{name}.toml").read_text(encoding="utf-8"))


def listed(field: str) -> tuple[str, ...]:
    """The entries of a list field, without empty ones and without repeats, in order."""
    return tuple(dict.fromkeys(entry.strip() for entry in field.split(LIST_MARK) if entry.strip()))
