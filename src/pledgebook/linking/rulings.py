"""What reviewers said about which claims belong together: it is done after linking, and wins over it.

same       the claim is about the pledge of the other claim
merge      the pledges of the two claims are one
different  the two claims are not about one pledge
split      the claim, with those that joined because of it, is a pledge of its own
part_of    the claim's pledge is part of the other claim's pledge, or of none
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pledgebook.linking.drafts import Draft
from pledgebook.linking.facts import Facts
from pledgebook.model import Match, Reason, Ruling

DECISION = "decision"
"""The feature of a match that a reviewer made."""

DECIDED = 100.0
"""Weight of a reviewer's word: more than all evidence together can have."""


@dataclass(slots=True)
class _Piles:
    """The claims of some drafts, in piles that rulings rearrange: each claim's pile by the number of its pile."""

    order: Mapping[str, int]
    pile_of: dict[str, int]
    joined_by: dict[str, str]
    ruled: dict[str, tuple[Ruling, str]]

    def claims_of(self, pile: int) -> list[str]:
        return [claim for claim, number in self.pile_of.items() if number == pile]

    def follow(self, ruling: Ruling) -> None:
        claim, other = ruling.claim, ruling.other
        if claim not in self.pile_of or (other is not None and other not in self.pile_of):
            return
        if ruling.kind == "split":
            self._split(claim, keep=None)
        elif other is None:
            return
        elif ruling.kind == "different" and self.pile_of[claim] == self.pile_of[other]:
            later, earlier = sorted((claim, other), key=self.order.__getitem__, reverse=True)
            self._split(later, keep=earlier)
        elif ruling.kind == "same" and self.pile_of[claim] != self.pile_of[other]:
            self.pile_of[claim] = self.pile_of[other]
            self._note(ruling, claim, other)
        elif ruling.kind == "merge" and self.pile_of[claim] != self.pile_of[other]:
            for each in self.claims_of(self.pile_of[claim]):
                self.pile_of[each] = self.pile_of[other]
            self._note(ruling, claim, other)

    def _note(self, ruling: Ruling, claim: str, other: str) -> None:
        """Remember for the younger of the two why it is with the other."""
        younger, older = sorted((claim, other), key=self.order.__getitem__, reverse=True)
        self.ruled[younger] = (ruling, older)

    def _split(self, claim: str, keep: str | None) -> None:
        """A pile of its own for the claim and those that joined because of it, but for the one to `keep`."""
        pile = self.pile_of[claim]
        going = {claim}
        for each in sorted(self.claims_of(pile), key=self.order.__getitem__):
            if self.joined_by.get(each) in going and each != keep:
                going.add(each)
        number = max(self.pile_of.values()) + 1
        for each in going:
            self.pile_of[each] = number
        self.joined_by.pop(claim, None)


def with_rulings(
    drafts: Sequence[Draft], matches: Sequence[Match], rulings: Sequence[Ruling]
) -> tuple[tuple[Draft, ...], tuple[Match, ...]]:
    """The drafts as reviewers want them, in order of their founding, and why each later claim joined its pledge."""
    grouping = [ruling for ruling in rulings if ruling.kind != "part_of"]
    facts = {claim.id: claim for draft in drafts for claim in draft.claims}
    if not any(ruling.claim in facts for ruling in grouping):
        return tuple(drafts), tuple(matches)
    piles = _Piles(
        {id: claim.order for id, claim in facts.items()},
        {claim.id: number for number, draft in enumerate(drafts) for claim in draft.claims},
        {match.left: match.right for match in matches},
        {},
    )
    for ruling in grouping:
        piles.follow(ruling)
    return _drafts_of(piles, facts, drafts), tuple(_matches_of(piles, facts, matches))


def _drafts_of(piles: _Piles, facts: Mapping[str, Facts], drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    before = {frozenset(claim.id for claim in draft.claims): draft for draft in drafts}
    members: dict[int, list[Facts]] = {}
    for claim in sorted(facts.values(), key=lambda each: each.order):
        members.setdefault(piles.pile_of[claim.id], []).append(claim)
    done = [before.get(frozenset(each.id for each in told)) or Draft(told) for told in members.values()]
    return tuple(sorted(done, key=lambda draft: draft.founder.order))


def _matches_of(piles: _Piles, facts: Mapping[str, Facts], matches: Sequence[Match]) -> Iterable[Match]:
    """A match for each claim that founds no pledge: the reviewer's word, else what joined it before."""
    told = {match.left: match for match in matches}
    founder: dict[int, str] = {}
    for claim in sorted(facts.values(), key=lambda each: each.order):
        pile = piles.pile_of[claim.id]
        first = founder.setdefault(pile, claim.id)
        if first == claim.id:
            continue
        ruling, other = piles.ruled.get(claim.id, (None, first))
        known = told.get(claim.id)
        if ruling is not None and piles.pile_of[other] == pile:
            yield Match("same", claim.id, other, DECIDED, (Reason(DECISION, DECIDED, ruling.words),))
        elif known is not None and piles.pile_of.get(known.right) == pile:
            yield known
        else:
            yield Match("same", claim.id, first, DECIDED, (Reason(DECISION, DECIDED, _CARRIED),))


_CARRIED = "a reviewer's decision about another claim of this pledge"


def with_part_rulings(
    pledge_of: Mapping[str, str], parts: Iterable[Match], rulings: Sequence[Ruling]
) -> dict[str, Match]:
    """The ties of parts, by the part's pledge, as reviewers want them; `pledge_of` tells the pledge of each claim.

    A ruling that would make a pledge part of itself is passed over.
    """
    chosen = {pledge_of[match.left]: match for match in parts}
    for ruling in rulings:
        if ruling.kind != "part_of" or ruling.claim not in pledge_of:
            continue
        part = pledge_of[ruling.claim]
        if ruling.other is None:
            chosen.pop(part, None)
        elif ruling.other in pledge_of and not _leads_to(pledge_of[ruling.other], part, chosen, pledge_of):
            reason = Reason(DECISION, DECIDED, ruling.words)
            chosen[part] = Match("part_of", ruling.claim, ruling.other, DECIDED, (reason,))
    return chosen


def _leads_to(start: str, end: str, chosen: Mapping[str, Match], owner: Mapping[str, str]) -> bool:
    at: str | None = start
    while at is not None and at != end:
        match = chosen.get(at)
        at = owner[match.right] if match else None
    return at == end
