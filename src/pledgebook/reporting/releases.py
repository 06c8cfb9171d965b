"""The releases of a book as a table."""

from __future__ import annotations

from collections.abc import Iterable

from pledgebook.model import Release
from pledgebook.reporting.table import Row, Table

RELEASES_COLUMNS = ("name", "status", "as_of", "recorded_by", "position", "who", "when", "why", "history")


def releases(told: Iterable[Release]) -> Table:
    """One row a release, the first made first: its latest status, and in `history` all of them."""
    entries: dict[str, list[Release]] = {}
    for each in told:
        entries.setdefault(each.name, []).append(each)
    return Table("Releases", RELEASES_COLUMNS, [release_row(each[-1], each) for each in entries.values()])


def release_row(latest: Release, entries: Iterable[Release]) -> Row:
    """A release as commands print it."""
    return {
        "name": latest.name, "status": latest.status, "as_of": latest.as_of.isoformat(),
        "recorded_by": latest.recorded_by, "position": latest.position, "who": latest.who, "when": latest.when,
        "why": latest.why, "history": [_entry(each) for each in entries],
    }  # fmt: skip


def _entry(release: Release) -> Row:
    return {name: getattr(release, name) for name in ("status", "who", "when", "why")}
