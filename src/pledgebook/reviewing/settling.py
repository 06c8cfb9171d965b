"""From decisions to what they do: each is found again among the claims, and the later ones overrule the earlier.

A decision names its claim by document, place and amount. After a new extraction the claim that stands there now, or
overlaps the place and tells the same amount, is taken for it. A decision whose claim is gone, or whose document was
replaced by a later text, is told as such and comes up for review again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from pledgebook.fields import WrongField
from pledgebook.model import (
    RULING_KINDS,
    Claim,
    ClaimReference,
    Decision,
    DecisionState,
    FoundDecision,
    PublishedClaim,
    Review,
    Ruling,
)
from pledgebook.reviewing.corrections import corrected


@dataclass(frozen=True, slots=True)
class Settled:
    """The claims as reviewers left them, what was said of each by id, and which claims belong together.

    `claims` holds all of them, the rejected too; a corrected one keeps the id of the claim that was found.
    """

    claims: tuple[PublishedClaim, ...]
    reviews: Mapping[str, Review] = field(default_factory=dict)
    rulings: tuple[Ruling, ...] = ()
    decisions: tuple[FoundDecision, ...] = ()

    @property
    def standing(self) -> tuple[PublishedClaim, ...]:
        """The claims that nobody rejected."""
        return tuple(told for told in self.claims if self.reviews.get(told.id) != "rejected")

    @property
    def rejected(self) -> tuple[PublishedClaim, ...]:
        return tuple(told for told in self.claims if self.reviews.get(told.id) == "rejected")


def reference_to(claim: Claim) -> ClaimReference:
    """The claim as a decision names it; of a corrected one give the claim as it was found."""
    return ClaimReference(claim.document_hash, claim.span.start, claim.span.end, claim.amount)


def settle(decisions: Iterable[Decision], claims: Sequence[PublishedClaim], superseded: Mapping[str, date]) -> Settled:
    """What the decisions come to; `superseded` are the hashes of documents that later texts replaced.

    The order in which decisions came into the log does not matter: they count in the order of their `when`.
    """
    ordered = sorted(set(decisions), key=lambda each: (each.when, each.id))
    if not ordered:
        return Settled(tuple(claims))
    finder = _Finder(claims)
    found = [_found(decision, finder, superseded) for decision in ordered]
    usable = [each for each in found if each.claim is not None and _has_other(each)]
    on_claims = _Readings({told.id: told for told in claims})
    for each in usable:
        on_claims.hear(each)
    rulings, overruled = _rulings(usable)
    overruled |= on_claims.overruled
    return Settled(
        tuple(on_claims.claims.get(told.id, told) for told in claims),
        on_claims.reviews,
        rulings,
        tuple(_with_state(each, overruled, on_claims.unusable) for each in found),
    )


def _with_state(each: FoundDecision, overruled: set[str], unusable: set[str]) -> FoundDecision:
    if each.decision.id in unusable:
        return replace(each, state="lost")
    return replace(each, state="overruled") if each.decision.id in overruled else each


def _has_other(found: FoundDecision) -> bool:
    decision = found.decision
    needs = decision.kind in ("same", "different", "merge") or decision.other is not None
    return not needs or (found.other is not None and found.other != found.claim)


def _found(decision: Decision, finder: _Finder, superseded: Mapping[str, date]) -> FoundDecision:
    claim = finder.find(decision.claim)
    other = finder.find(decision.other) if decision.other else None
    state: DecisionState = "stands"
    if claim is None or (decision.other is not None and other is None):
        state = "lost"
    elif decision.claim.document_hash in superseded:
        state = "replaced"
    return FoundDecision(decision, state, claim, other)


class _Finder:
    """Finds the claim that a reference names."""

    def __init__(self, claims: Sequence[PublishedClaim]) -> None:
        self._by_document: dict[str, list[PublishedClaim]] = {}
        for told in claims:
            self._by_document.setdefault(told.document.hash, []).append(told)

    def find(self, reference: ClaimReference) -> str | None:
        """The claim with this amount at this place, else the one that overlaps it most; None if there is none."""
        best: tuple[int, int, str] | None = None
        for told in self._by_document.get(reference.document_hash, ()):
            span = told.claim.span
            shared = min(span.end, reference.end) - max(span.start, reference.start)
            if shared <= 0 or told.claim.amount != reference.amount:
                continue
            apart = abs(span.start - reference.start) + abs(span.end - reference.end)
            best = min(best or (apart, -shared, told.id), (apart, -shared, told.id))
        return best[2] if best else None


class _Readings:
    """What reviewers said of single claims, decision by decision."""

    def __init__(self, found: Mapping[str, PublishedClaim]) -> None:
        self._found = found
        self._fields: dict[tuple[str, str], FoundDecision] = {}
        self._verdicts: dict[str, FoundDecision] = {}
        self.claims: dict[str, PublishedClaim] = {}
        self.reviews: dict[str, Review] = {}
        self.overruled: set[str] = set()
        self.unusable: set[str] = set()

    def hear(self, each: FoundDecision) -> None:
        kind, id = each.decision.kind, each.claim
        if id is None or kind not in ("accept", "reject", "correct"):
            return
        if kind == "correct" and not self._correct(each, id):
            return
        self._overrule(self._verdicts.get(id), unless_correction=kind != "reject")
        self._verdicts[id] = each
        if kind == "reject":
            self.reviews[id] = "rejected"
        else:
            self.reviews[id] = "corrected" if id in self.claims else "accepted"

    def _correct(self, each: FoundDecision, id: str) -> bool:
        name = each.decision.field or ""
        before = self.claims.get(id, self._found[id])
        try:
            claim = corrected(before.claim, name, each.decision.value)
        except WrongField:
            # Written by other means than a command, or by an older version with other words.
            self.unusable.add(each.decision.id)
            return False
        self.claims[id] = replace(before, claim=claim, found_as=id)
        self._overrule(self._fields.get((id, name)))
        self._fields[id, name] = each
        return True

    def _overrule(self, earlier: FoundDecision | None, unless_correction: bool = False) -> None:
        if earlier is not None and not (unless_correction and earlier.decision.kind == "correct"):
            self.overruled.add(earlier.decision.id)


def _rulings(found: Sequence[FoundDecision]) -> tuple[tuple[Ruling, ...], set[str]]:
    """Which claims belong together, in the order of saying; of two about one pair the later counts."""
    latest: dict[object, FoundDecision] = {}
    overruled: set[str] = set()
    for each in found:
        kind = each.decision.kind
        if kind not in RULING_KINDS or each.claim is None:
            continue
        key: object = frozenset((each.claim, each.other))
        if kind == "part_of":
            key = ("part_of", each.claim)
        elif kind == "split":
            key = ("split", each.claim)
        if key in latest:
            overruled.add(latest.pop(key).decision.id)
        latest[key] = each
    return tuple(_ruling(each) for each in latest.values()), overruled


def _ruling(each: FoundDecision) -> Ruling:
    decision = each.decision
    why = f": {decision.why}" if decision.why else ""
    kind = next(kind for kind in RULING_KINDS if kind == decision.kind)
    assert each.claim is not None
    return Ruling(kind, each.claim, each.other, f"{decision.who} said so on {decision.when[:10]}{why}")
