"""What placed texts and rulings change in the book: the pledges, which are parts, the ledgers, as rows of a layer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pledgebook.book.layers import Layer, TextPlace
from pledgebook.book.placed import ClaimPlace, PlacedBook, PlacedClaim
from pledgebook.book.supersession import keep_over_time
from pledgebook.book.tables import DerivedBook
from pledgebook.deriving import with_voices
from pledgebook.ledger.disagreement import disagreements
from pledgebook.ledger.posting import keep
from pledgebook.linking.drafts import Draft
from pledgebook.linking.linker import with_wholes
from pledgebook.linking.relinking import Ruled, as_placed, choose_parts, pledge_of_claims, ruled
from pledgebook.linking.resuming import Resumed
from pledgebook.model import Match, PartTie, Placement, Pledge, PublishedClaim, Ruling, Traces
from pledgebook.protocols import ClaimSource


@dataclass(frozen=True, slots=True)
class Touched:
    """What the new texts and rulings touch.

    `again` are the claims that were placed anew, `moved` those of them that the tables know; `ruled_claims` are those
    of the tables that rulings name, and their drafts are touched where `newly_ruled`; `reviewed` are pledges with other
    verdicts. `since` is the first text placed, None if none was.
    """

    resumed: Resumed
    again: Sequence[PublishedClaim]
    moved: Sequence[PlacedClaim]
    rulings: Sequence[Ruling]
    ruled_claims: Sequence[PlacedClaim]
    newly_ruled: bool
    reviewed: Collection[str]
    since: TextPlace | None


class Layering:
    """The pledges, parts and ledgers that touched drafts change."""

    def __init__(self, book: PlacedBook, claims: ClaimSource, touched: Touched) -> None:
        self._book = book
        self._claims = claims
        self._touched = touched

    def layer(self, rest: DerivedBook) -> Layer:
        """The layer; `rest` holds what hangs on no pledge: documents, copies, decisions, claims without a pledge."""
        changed = self._changed
        family = {id: self._pledges[id] for id in self._family if id in self._pledges}
        told = self._claims_of(family.values())
        states, postings = keep_over_time(keep, list(family.values()), told, rest.superseded)
        pledges = [self._pledges[id] for id in sorted(changed) if id in self._pledges]
        own = {claim: told[claim] for pledge in pledges for claim in pledge.claims if claim in told}
        rows = replace(
            rest,
            claims=(*own.values(), *rest.claims),
            pledges=pledges,
            matches=self._matches(pledges),
            states=states,
            postings=postings,
            disagreements=tuple(disagreements(pledges, own)),
            traces=self._traces(own),
        )
        return Layer(rows, sorted(changed), sorted(self._family), self._touched.since)

    # Drafts and pledges

    @cached_property
    def _drafts(self) -> dict[str, Draft]:
        """The drafts that texts were put into or taken out of, and with them those of rulings that touch them."""
        touched, all_drafts = self._touched, self._touched.resumed.drafts
        again = {told.id for told in touched.again}
        emptied = {each.draft for each in touched.moved}
        found = {
            id: draft
            for id, draft in all_drafts.items()
            if id in emptied or any(claim.id in again for claim in draft.claims)
        }
        ruled_names = {each.claim for each in touched.ruled_claims}
        ruled_names |= {claim for r in touched.rulings for claim in (r.claim, r.other) if claim in again}
        of_rulings = {id for id, draft in all_drafts.items() if any(claim.id in ruled_names for claim in draft.claims)}
        if touched.newly_ruled or not of_rulings.isdisjoint(found):
            found |= {id: all_drafts[id] for id in of_rulings}
        return found

    @cached_property
    def _before(self) -> list[PlacedClaim]:
        """What the tables know of the claims of these drafts."""
        return self._book.placed_claims([claim.id for draft in self._drafts.values() for claim in draft.claims])

    @cached_property
    def _old(self) -> set[str]:
        """The pledges of the tables in whose place the new ones come."""
        return {each.pledge for each in (*self._before, *self._touched.moved)}

    @cached_property
    def _ruled(self) -> Ruled:
        known = [each.claim for each in self._before]
        placed = as_placed(self._book.same_matches(known), self._book.displaced())
        again = {told.id for told in self._touched.again}
        mine = {claim.id for draft in self._drafts.values() for claim in draft.claims}
        earlier = [match for match in placed.values() if match.left in mine and match.left not in again]
        later = self._touched.resumed.grouped.matches
        return ruled(self._drafts.values(), (*earlier, *later), self._touched.rulings)

    @property
    def _parts(self) -> dict[str, Match]:
        """Why each part of the book belongs to its whole, by the part's pledge."""
        return self._tied[0]

    @cached_property
    def _tied(self) -> tuple[dict[str, Match], dict[str, str]]:
        """Why each part belongs to its whole, and the pledge of each claim that ties or rulings name."""
        places: dict[str, ClaimPlace] = {}
        pledge_of: dict[str, str] = {}
        ties: list[PartTie] = []

        def note(found: Iterable[PlacedClaim]) -> None:
            for each in found:
                places[each.claim], pledge_of[each.claim] = each.place, each.pledge

        for tie, part, whole in self._book.ties(self._touched.since):
            ties.append(tie)
            note((part, whole))
        note(self._touched.ruled_claims)
        for draft in self._ruled.drafts:
            for claim in draft.claims:
                document = claim.told.document
                places[claim.id] = (document.published, document.id, document.hash, claim.number)
                pledge_of[claim.id] = draft.founder.id
        later = self._touched.resumed.grouped.ties
        note(self._book.placed_claims({claim for tie in later for claim in (tie.part, tie.whole)} - places.keys()))
        ties += later
        founders = {pledge_of[claim] for tie in ties for claim in (tie.part, tie.whole)} - places.keys()
        note(self._book.placed_claims(founders))
        return choose_parts(ties, pledge_of, places, self._touched.rulings), pledge_of

    @cached_property
    def _whole_of(self) -> dict[str, str]:
        """The whole of each part, as it is now; parts that data files tell keep theirs."""
        parts, pledge_of = self._tied
        now = {part: pledge_of[match.right] for part, match in parts.items()}
        gone = self._was_part.keys() - now.keys() - self._old
        told_by_texts = {each.pledge for each in self._book.placed_in_pledges(gone)}
        kept = {part: self._was_part[part] for part in gone - told_by_texts}
        return {part: whole for part, whole in {**now, **kept}.items() if part != whole}

    @cached_property
    def _was_part(self) -> dict[str, str]:
        return self._book.whole_of()

    @cached_property
    def _moved_parts(self) -> set[str]:
        """Parts, before or now, whose whole is another."""
        ids = self._was_part.keys() | self._whole_of.keys()
        return {id for id in ids if self._was_part.get(id) != self._whole_of.get(id)}

    @cached_property
    def _family(self) -> set[str]:
        """All pledges, old and new, that are tied by parts to one that is touched."""
        touched = self._old | {d.founder.id for d in self._ruled.drafts} | self._moved_parts | self._retold_parts
        touched |= set(self._touched.reviewed)
        near: dict[str, set[str]] = {}
        for part, whole in (*self._was_part.items(), *self._whole_of.items()):
            near.setdefault(part, set()).add(whole)
            near.setdefault(whole, set()).add(part)
        found: set[str] = set()
        waiting = list(touched)
        while waiting:
            each = waiting.pop()
            if each not in found:
                found.add(each)
                waiting += near.get(each, ())
        return found

    @cached_property
    def _retold_parts(self) -> set[str]:
        """Parts that other claims tie to their whole than before."""
        known = {pledge: (match.left, match.right, match.weight) for pledge, match in self._book.part_matches()}
        now = {part: (match.left, match.right, match.weight) for part, match in self._parts.items()}
        return {part for part, match in now.items() if known.get(part) != match}

    @cached_property
    def _standing(self) -> dict[str, Pledge]:
        """The family's pledges as the tables know them, but for those in whose place others come."""
        return self._book.pledges(self._family - self._old)

    @cached_property
    def _pledges(self) -> dict[str, Pledge]:
        """The family's pledges as they are now."""
        drafts = {draft.founder.id: draft for draft in self._ruled.drafts}
        donors_of = {id: draft.donors for id, draft in drafts.items()}
        donors_of |= {id: frozenset(pledge.donors) for id, pledge in self._standing.items()}
        donors: dict[str, set[frozenset[str]]] = {}
        for part, whole in self._whole_of.items():
            if part in donors_of:
                donors.setdefault(whole, set()).add(donors_of[part])
        found = [
            pledge_of_claims([claim.told for claim in draft.claims], self._whole_of.get(id), donors.get(id, set()))
            for id, draft in drafts.items()
        ]
        was_whole = {self._was_part.get(part) for part in self._moved_parts | self._old}
        is_whole = {self._whole_of.get(part) for part in self._moved_parts | drafts.keys()}
        for id, pledge in self._standing.items():
            part_of = self._whole_of.get(id)
            if id in was_whole | is_whole and self._is_of_texts(pledge):
                found.append(pledge_of_claims(self._load(pledge), part_of, donors.get(id, set())))
            else:
                found.append(replace(pledge, part_of=part_of))
        return {pledge.id: pledge for pledge in with_wholes(found, {})}

    def _is_of_texts(self, pledge: Pledge) -> bool:
        return bool(self._book.placed_claims([pledge.id]))

    def _load(self, pledge: Pledge) -> list[PublishedClaim]:
        return self._claims.load(self._book.placed_claims(pledge.claims))

    @cached_property
    def _changed(self) -> set[str]:
        """The pledges of which something is told otherwise than in the tables."""
        changed = {id for id, pledge in self._pledges.items() if self._standing.get(id) != pledge}
        return changed | self._old | self._retold_parts | set(self._touched.reviewed)

    # Rows

    def _claims_of(self, pledges: Iterable[Pledge]) -> dict[str, PublishedClaim]:
        """All claims of the pledges, by id."""
        told = {claim.id: claim.told for draft in self._ruled.drafts for claim in draft.claims}
        missing = [claim for pledge in pledges for claim in pledge.claims if claim not in told]
        found = self._claims.load(self._book.told_claims(missing))
        return {each.id: each for each in with_voices((*told.values(), *found))}

    def _matches(self, pledges: Sequence[Pledge]) -> list[Match]:
        mine = {draft.founder.id for draft in self._ruled.drafts}
        others = [claim for pledge in pledges if pledge.id not in mine for claim in pledge.claims]
        ids = {pledge.id for pledge in pledges}
        parts = [self._with_reasons(match) for part, match in self._parts.items() if part in ids]
        others_parts = [id for id in ids if id in self._whole_of and id not in self._parts]
        kept = [self._book.match_of_part(id) for id in others_parts]
        return [*self._ruled.matches, *self._book.same_matches(others), *parts, *kept]

    def _with_reasons(self, match: Match) -> Match:
        if match.reasons:
            return match
        return replace(match, reasons=self._book.reasons_of(match.left, match.right, match.weight))

    def _traces(self, claims: Mapping[str, PublishedClaim]) -> Traces:
        grouped = self._touched.resumed.grouped
        placements = {
            each.claim: Placement(each.draft, each.place[3]) for each in self._book.placed_claims(list(claims))
        }
        placements |= {
            claim.id: Placement(draft.founder.id, claim.number)
            for draft in self._drafts.values()
            for claim in draft.claims
        }
        mine = {claim.id for draft in self._drafts.values() for claim in draft.claims}
        displaced = [match for match in self._book.displaced() if match.left not in mine]
        return Traces(placements, grouped.ties, grouped.keys, (*displaced, *self._ruled.displaced))
