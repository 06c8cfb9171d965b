"""What the derived folder tells of its generations: which stands, and what each is made of."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from pledgebook.book.layers import TextPlace
from pledgebook.book.tables import TABLES_VERSION
from pledgebook.model import make_id


@dataclass(frozen=True, slots=True)
class Manifest:
    """Which generation stands and which stood before it."""

    standing: str | None = None
    previous: str | None = None


@dataclass(frozen=True, slots=True)
class Generation:
    """How much of the log a generation is derived from; the generation that it lies upon, and since which text it
    tells all that was placed. Both are None for one that is whole."""

    position: int
    below: str | None = None
    since: TextPlace | None = None

    def as_json(self) -> str:
        since = self.since and [self.since[0].isoformat(), *self.since[1:]]
        return json.dumps({"position": self.position, "below": self.below, "since": since}, indent=1) + "\n"

    @classmethod
    def of_json(cls, text: str) -> Generation:
        """ValueError, KeyError or TypeError if the text is none."""
        told = json.loads(text)
        since = told["since"] and (date.fromisoformat(told["since"][0]), *map(str, told["since"][1:]))
        return cls(int(told["position"]), told["below"], since)


def generation_name(log_digest: str, rules: str) -> str:
    """The name of what these rules derive from a log with this digest."""
    return make_id("g", log_digest, rules, TABLES_VERSION)
