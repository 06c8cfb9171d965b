"""States of a book that were frozen under a name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias, get_args

from pledgebook.model.basics import make_id

ReleaseStatus: TypeAlias = Literal["draft", "signed-off", "public"]
RELEASE_STATUSES: tuple[ReleaseStatus, ...] = get_args(ReleaseStatus)


@dataclass(frozen=True, slots=True)
class Release:
    """A state of the book under a name: all that the log held up to `position`, as of a day. Never deleted.

    `recorded_by` is the moment up to which the log is taken, `when` the one at which it was said, both in ISO format
    and UTC. A later release of the same name has the same state and another status.
    """

    name: str
    status: ReleaseStatus
    as_of: date
    position: int
    recorded_by: str
    who: str
    when: str
    why: str = ""

    @property
    def id(self) -> str:
        return make_id(
            "r", self.name, self.status, self.as_of, self.position, self.recorded_by, self.who, self.when, self.why
        )
