"""What is asked of a book: as of which day, about whom, about what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pledgebook.errors import WrongCall
from pledgebook.model import AIDS, STATUSES


@dataclass(frozen=True, slots=True)
class Question:
    """A day and who, what and which states are asked for; an empty field asks for all.

    `donors` and `recipients` are codes or the names of groups (`nato`); `items` are words that a
    pledge's item holds. `as_of` None is the day of the book's latest document.
    """

    as_of: date | None = None
    donors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    aids: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _require(self.aids, AIDS, "kind of aid")
        _require(self.statuses, STATUSES, "status")

    def parameters(self, as_of: date) -> dict[str, Any]:
        """What the queries bind: lists of codes, NULL where all are asked for."""
        return {
            "as_of": as_of,
            "donors": list(codes(self.donors)) or None,
            "recipients": list(codes(self.recipients)) or None,
            "aids": list(self.aids) or None,
            "items": [item.strip().lower() for item in self.items] or None,
            "statuses": list(self.statuses) or None,
            "pledge": None,
        }


def _require(given: Iterable[str], known: tuple[str, ...], kind: str) -> None:
    for value in given:
        if value not in known:
            raise WrongCall(f"{value!r} is no {kind}; use one of {', '.join(known)}")


def codes(names: Iterable[str], groups: Mapping[str, Iterable[str]] | None = None) -> tuple[str, ...]:
    """The codes that names stand for, sorted: a group's members and its own body, else the name itself.

    Groups are written in lower case (`eu` is the Union and its states, `EU` the Union alone); two
    letters that are no group are a state.
    """
    known = _groups() if groups is None else groups
    found: set[str] = set()
    for name in (name.strip() for name in names):
        if name in known:
            found.update(known[name])
            found.add(name.upper())
        else:
            found.add(name.upper() if len(name) == 2 else name)
    return tuple(sorted(found))


def _groups() -> Mapping[str, Iterable[str]]:
    from pledgebook.vocabulary import groups

    known: Mapping[str, Iterable[str]] = groups()
    return known
