"""Decisions from the web: kept at once, with what others had said that the writer had not seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from pledgebook import pipeline
from pledgebook.deciding import decision_on
from pledgebook.errors import NotInBook
from pledgebook.model import Claim, ClaimReference, Decision, DecisionKind, make_id
from pledgebook.reviewing import reference_to

_WRITING = Lock()
"""One decision at a time in this process, so that what was said before is known."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a reviewer says: as the arguments of `pledgebook decide`.

    `seen` is the version of the claim that the reviewer had before the eyes; None for one who does not say.
    """

    kind: DecisionKind
    claim: str
    who: str
    other: str | None = None
    field: str | None = None
    value: str | None = None
    why: str = ""
    seen: str | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """The decision, None where it was refused, and the decisions of others that its writer had not seen."""

    decision: Decision | None
    unseen: tuple[Decision, ...] = ()


def version_of(book: Path, claim: str, other: str | None = None) -> str:
    """The version of a claim, or of a pair: another one after every decision about it."""
    return _version(_decisions_on(pipeline.decisions(book), _references(book, claim, other)))


def versions(book: Path, pairs: Iterable[tuple[str | None, str | None]]) -> dict[tuple[str | None, str | None], str]:
    """The version of each claim or pair, from one look at the log; claims that are not there have none."""
    decisions = pipeline.decisions(book)
    found: dict[tuple[str | None, str | None], str] = {}
    for claim, other in pairs:
        if claim and pipeline.found_claim(book, claim) and (not other or pipeline.found_claim(book, other)):
            found[claim, other] = _version(_decisions_on(decisions, _references(book, claim, other)))
    return found


def note(book: Path, said: Said, *, only_if_seen: bool = False) -> Noted:
    """Put the decision into the log. With `only_if_seen` it is refused if others decided meanwhile, else it is kept.

    WrongCall and NotInBook as `pledgebook.open(…).decide` raises them.
    """
    with _WRITING:
        claim = _found(book, said.claim)
        other = _found(book, said.other) if said.other else None
        now = datetime.now(UTC)
        decision = decision_on(said.kind, claim, other, said.field, said.value, who=said.who, why=said.why, when=now)
        unseen = _unseen(book, said)
        if unseen and only_if_seen:
            return Noted(None, unseen)
        pipeline.note(book, decision, now)
        return Noted(decision, unseen)


def _unseen(book: Path, said: Said) -> tuple[Decision, ...]:
    """What was decided about the same claims after the version that the reviewer saw."""
    if said.seen is None:
        return ()
    told = _decisions_on(pipeline.decisions(book), _references(book, said.claim, said.other))
    for number in range(len(told) + 1):
        if _version(told[:number]) == said.seen:
            return tuple(told[number:])
    return tuple(told)


def _found(book: Path, name: str) -> Claim:
    claim = pipeline.found_claim(book, name)
    if claim is None:
        raise NotInBook(f"no claim is named {name!r}")
    return claim


def _references(book: Path, *claims: str | None) -> list[ClaimReference]:
    return [reference_to(_found(book, claim)) for claim in claims if claim]


def _decisions_on(decisions: Iterable[Decision], references: Sequence[ClaimReference]) -> list[Decision]:
    """The decisions about any of these claims, in the order in which the log learned them."""
    wanted = set(references)
    return [each for each in decisions if each.claim in wanted or (each.other is not None and each.other in wanted)]


def _version(decisions: Sequence[Decision]) -> str:
    return make_id("v", *(each.id for each in decisions))
