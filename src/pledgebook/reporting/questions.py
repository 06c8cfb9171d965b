"""What is asked of a book: as of which day, about whom, about what."""

from __future__ import annotations

from collections.abc import Iterable
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
            "donors": _given(self.donors),
            "recipients": _given(self.recipients),
            "aids": list(self.aids) or None,
            "items": [item.strip().lower() for item in self.items] or None,
            "statuses": list(self.statuses) or None,
            "pledge": None,
        }


def _require(given: Iterable[str], known: tuple[str, ...], kind: str) -> None:
    for value in given:
        if value not in known:
            raise WrongCall(f"{value!r} is no {kind}; use one of {', '.join(known)}")


def unknown_names(question: Question) -> list[str]:
    """Names of parties asked for that are neither codes, names nor groups of the vocabulary."""
    from pledgebook.vocabulary import code_of, groups, kind_of

    told = (name.strip() for name in (*question.donors, *question.recipients))
    return [n for n in told if n.lower() not in groups() and code_of(n) is None and kind_of(n) is None]


def asked_in_words(question: Question) -> str:
    """Whom and what is asked for, as it stands in a chart's title: ` by nato to Ukraine (military)`."""
    by = f" by {_named(question.donors)}" if question.donors else ""
    to = f" to {_named(question.recipients)}" if question.recipients else ""
    about = ", ".join((*question.items, *question.aids, *question.statuses))
    return f"{by}{to}{f' ({about})' if about else ''}"


def _named(names: Iterable[str]) -> str:
    from pledgebook.vocabulary import groups, kind_of, name_of

    told = (name.strip() for name in names)
    return ", ".join(name_of(name) if name not in groups() and kind_of(name) else name for name in told)


def _given(names: tuple[str, ...]) -> list[str] | None:
    return list(codes(names)) if names else None


def codes(names: Iterable[str]) -> tuple[str, ...]:
    """The codes that names stand for, sorted: a group's members and its own body, else the actor's code.

    Groups are written in lower case: `eu` is the Union and its states, `EU` the Union alone.
    """
    from pledgebook.vocabulary import codes_in, groups, kind_of

    found: set[str] = set()
    for name in (name.strip() for name in names):
        is_code = name not in groups() and kind_of(name) is not None
        found |= {name} if is_code else codes_in([name])
    return tuple(sorted(found))
