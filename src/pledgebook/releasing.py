"""States of a book frozen under a name: making them, naming them, asking for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pledgebook.errors import NotInBook, WrongCall
from pledgebook.model import RELEASE_STATUSES, Release, ReleaseStatus
from pledgebook.pipeline import add_release, log_releases

if TYPE_CHECKING:
    from pledgebook.asking import Asked

LONGEST_NAME = 80
"""Letters of a release's name: it stands in addresses and lines to cite."""


def release(
    book: str | Path, name: str, status: ReleaseStatus, *, as_of: date | None, who: str, why: str, when: datetime
) -> Release:
    """Freeze the book as it is under a new name, or give a release of this name another status.

    WrongCall if the name or status cannot be used, or the name stands for a state of another day.
    """
    name = _usable(name)
    if status not in RELEASE_STATUSES:
        raise WrongCall(f"{status!r} is no status of a release; use one of {', '.join(RELEASE_STATUSES)}")
    if not who.strip():
        raise WrongCall("say who releases it: --who NAME")
    standing = latest(log_releases(book)).get(name)
    if standing is not None:
        _require_change(standing, status, as_of)
    moment = when.astimezone(UTC).isoformat(timespec="microseconds")
    return add_release(
        book, standing, Release(name, status, as_of or date.min, 0, "", who.strip(), moment, why.strip())
    )


def _usable(name: str) -> str:
    told = " ".join(name.split())
    if not told or len(told) > LONGEST_NAME or not told.isprintable():
        raise WrongCall(f"a release needs a name of 1 to {LONGEST_NAME} letters, such as 2024-q1")
    return told


def _require_change(standing: Release, status: ReleaseStatus, as_of: date | None) -> None:
    if as_of is not None and as_of != standing.as_of:
        raise WrongCall(f"{standing.name} is frozen as of {standing.as_of}; choose another name for another day")
    if status == standing.status:
        raise WrongCall(f"{standing.name} is {status} already; choose another name to freeze the book anew")
    if standing.status == "public":
        raise WrongCall(f"{standing.name} is public and stays so; choose another name")


def latest(releases: Iterable[Release]) -> dict[str, Release]:
    """The releases by name, each with its latest status, in the order in which they were first made."""
    return {each.name: each for each in releases}


def named(book: str | Path, name: str) -> Release:
    """The release of this name; NotInBook if there is none."""
    known = latest(log_releases(book))
    found = known.get(" ".join(name.split()))
    if found is None:
        told = f"there are {', '.join(known)}" if known else "there is none yet: pledgebook release --book BOOK NAME"
        raise NotInBook(f"no release is named {name!r}; {told}")
    return found


def settled(book: str | Path, asked: Asked) -> Asked:
    """What is asked with a release's name put into its moment and day; a day that is told goes before the release's.

    WrongCall for a moment beside a release.
    """
    if not asked.get("release"):
        return asked
    if asked.get("recorded_by"):
        raise WrongCall("a release says itself what the book had learned; leave out --recorded-by or --release")
    told = named(book, asked["release"])
    plain: Asked = {**asked, "recorded_by": told.recorded_by, "as_of": asked.get("as_of") or told.as_of}
    del plain["release"]
    return plain
