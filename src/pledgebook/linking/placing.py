"""Claims find their pledges text by text, in order of publication; nothing that is placed is moved by what comes later.

So what a text does to the book hangs on what was published before it alone, and a text that comes last can be placed
without placing all others anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from pledgebook.linking.candidates import DraftIndex, keys_for, keys_of
from pledgebook.linking.copies import Printings
from pledgebook.linking.drafts import Draft, Scene
from pledgebook.linking.facts import Facts
from pledgebook.linking.matching import Chooser, Weights, choose, match_of, options_for, shipped_weights
from pledgebook.linking.parts import ties_in
from pledgebook.linking.ties import side_of
from pledgebook.model import Key, Match, NearCopy, PartTie


@dataclass(frozen=True, slots=True)
class Grouped:
    """The drafts in order of their founding, why each later claim joined its own, and what may tie parts to wholes.

    `keys` are the keys noted with the claims that they were noted for, in order.
    """

    drafts: tuple[Draft, ...]
    matches: tuple[Match, ...]
    ties: tuple[PartTie, ...]
    keys: tuple[tuple[Key, str], ...]


class Placing:
    """Drafts in the making.

    `copies` are the near-copies among the documents, by hash; `choose` picks a claim's pledge (who learns weights
    watches the choices there).
    """

    def __init__(
        self, copies: Mapping[str, NearCopy], weights: Weights | None = None, choose: Chooser = choose
    ) -> None:
        self.index = DraftIndex()
        self.printings = Printings(copies)
        self._weights = weights or shipped_weights()
        self._choose = choose
        self.drafts: list[Draft] = []
        self.matches: list[Match] = []
        self.ties: list[PartTie] = []

    def take_in(self, claims: Sequence[Facts]) -> None:
        """Place the claims of one stretch, then see which of their pledges are parts."""
        self.printings.add(claims)
        scene = Scene(list(claims), first_told=self.printings.first_told)
        for claim in claims:
            self._place(claim, scene)
        sides = {draft.founder.id: side_of(draft) for _, draft in scene.placed}
        told = [(claim, sides[draft.founder.id]) for claim, draft in scene.placed]
        self.ties += ties_in(told, self.index, self._weights.part)

    def grouped(self) -> Grouped:
        """What has been placed so far."""
        return Grouped(tuple(self.drafts), tuple(self.matches), tuple(self.ties), tuple(self.index.noted))

    def _place(self, claim: Facts, scene: Scene) -> None:
        found = self._choose(claim, options_for(claim, self.index.find(keys_for(claim)), scene), self._weights)
        if found is None:
            draft = Draft([claim])
            self.drafts.append(draft)
        else:
            draft = found.option.draft
            self.matches.append(match_of(claim, found, self._weights))
            draft.add(claim)
        self.index.note(keys_of(claim), claim, draft)
        scene.place(claim, draft)


def stretches(claims: Sequence[Facts]) -> Iterator[list[Facts]]:
    """The claims, given in order of publication, text by text, long texts in stretches."""
    return (list(told) for _, told in groupby(claims, key=attrgetter("stretch")))


def group(
    claims: Sequence[Facts], copies: Mapping[str, NearCopy], weights: Weights | None = None, choose: Chooser = choose
) -> Grouped:
    """The pledges that the claims, given in order of publication, are about."""
    placing = Placing(copies, weights, choose)
    for told in stretches(claims):
        placing.take_in(told)
    return placing.grouped()
