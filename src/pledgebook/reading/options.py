"""What reading takes and gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from pledgebook.model import Claim, Document, Issue
from pledgebook.protocols import Extractor

if TYPE_CHECKING:
    from urllib.robotparser import RobotFileParser

TIME_ZONES = timedelta(days=1)
"""It is tomorrow already somewhere: a document of that day is not from the future."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How files are read.

    `published` and `publisher` are those of documents that tell none. `given_claims` takes the claims
    that article files bring; `extractor` finds those of all other documents (None: the rules). A document
    published after `today` is refused (None: any day will do). `mapping` is the file that says what the columns of
    tables mean (None: the one beside a table, if there is one). `allow_private` fetches addresses of this machine and
    its network too; `robots` keeps what sites allow, by origin, so that each is asked once.
    """

    published: date | None = None
    publisher: str = ""
    given_claims: bool = False
    today: date | None = None
    extractor: Extractor | None = None
    mapping: Path | None = None
    allow_private: bool = False
    robots: dict[str, RobotFileParser] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document, and the claims that its file brings: None where they were not asked for or are not there.

    `reader` is who took them: `given`, or the reader of a data file with its version ("kiel 1").
    """

    document: Document
    claims: tuple[Claim, ...] | None = None
    reader: str = "given"

    @property
    def is_data(self) -> bool:
        """Whether it is a record of a data file, whose claims are all that it says."""
        return self.reader != "given"


Read: TypeAlias = ReadDocument | Issue


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A file in a folder that tells about the folder and is no article: its README, its licence."""

    place: str


class Unreadable(Exception):
    """A file or a record that gives no document; its text is the reason, in one line."""


def checked_day(published: date | None, options: ReadOptions) -> date:
    """The day a document was published, its own or the one given; Unreadable if it has none or an impossible one."""
    day = published or options.published
    if day is None:
        raise Unreadable("no date of publication; give one with --published DATE")
    if options.today is not None and day > options.today + TIME_ZONES:
        raise Unreadable(f"published on {day}, which is still to come; correct the date")
    return day


MOST_TOLD = 100
"""Issues of one file that are told one by one: whoever sees so many mends the file's cause, not its rows."""


def told_briefly(reads: Iterable[Read], place: str) -> Iterator[Read]:
    """The same, but of the issues only the first hundred, and how many more there are."""
    count = 0
    for read in reads:
        count += isinstance(read, Issue)
        if count <= MOST_TOLD or not isinstance(read, Issue):
            yield read
    if count > MOST_TOLD:
        yield Issue(place, f"{count - MOST_TOLD:,} more of its parts could not be used")
