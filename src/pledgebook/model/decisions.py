"""What a reviewer said, and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from pledgebook.model.basics import AmountRange, make_id

DecisionKind: TypeAlias = Literal["accept", "reject", "correct", "same", "different", "split", "part_of", "merge"]
DECISION_KINDS: tuple[DecisionKind, ...] = get_args(DecisionKind)

RulingKind: TypeAlias = Literal["same", "different", "split", "part_of", "merge"]
RULING_KINDS: tuple[RulingKind, ...] = get_args(RulingKind)

Review: TypeAlias = Literal["accepted", "corrected", "rejected"]

DecisionState: TypeAlias = Literal["stands", "overruled", "replaced", "lost"]
"""`stands`; `overruled` by a later one; `replaced`: its document has a later text; `lost`: its claim is not there."""


@dataclass(frozen=True, slots=True)
class ClaimReference:
    """A claim as a decision names it, so that it is found again after a new extraction."""

    document_hash: str
    start: int
    end: int
    amount: AmountRange | None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer said of a claim (`correct`: of one field), or of two. Never deleted.

    `when` is a moment in ISO format and UTC: later decisions overrule earlier ones. What the kinds mean stands in
    docs/review.md; `part_of` without `other` says that the claim's pledge is part of nothing.
    """

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
class Ruling:
    """A decision about which claims belong together, with the claims' ids; `words` are the reviewer's."""

    kind: RulingKind
    claim: str
    other: str | None
    words: str


@dataclass(frozen=True, slots=True)
class FoundDecision:
    """A decision with the ids of the claims that it was found to be about, and whether it still counts."""

    decision: Decision
    state: DecisionState
    claim: str | None = None
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """Bad data with its place (`folder/file.json`, with line or field where known) and the reason."""

    place: str
    reason: str
