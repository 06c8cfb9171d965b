"""What a reviewer said, and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from pledgebook.model.basics import AmountRange, make_id

DecisionKind: TypeAlias = Literal["accept", "reject", "correct", "same", "different", "split", "part_of", "merge"]


@dataclass(frozen=True, slots=True)
class ClaimReference:
    """A claim as a decision names it, so that it is found again after a new extraction."""

    document_hash: str
    start: int
    end: int
    amount: AmountRange | None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer said of a claim (`correct`: of one field), or of two. Never deleted."""

    kind: DecisionKind
    claim: ClaimReference
    who: str
    when: str
    why: str
    other: ClaimReference | None = None
    field: str | None = None
    value: str | None = None

    @property
    def id(self) -> str:
        return make_id("j", self.kind, self.claim, self.other, self.field, self.value, self.who, self.when, self.why)


@dataclass(frozen=True, slots=True)
class Issue:
    """Bad data with its place (`folder/file.json`, with line or field where known) and the reason."""

    place: str
    reason: str
