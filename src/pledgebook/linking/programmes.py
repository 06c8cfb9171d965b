"""Which pledges are programmes by a name, and which name one: so a part finds a whole of which another text tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from pledgebook.linking.candidates import DraftIndex
from pledgebook.linking.facts import Facts
from pledgebook.linking.programme_names import names_told
from pledgebook.linking.ties import Side, Tie, side_of

MOST_WHOLES = 20
"""Pledges of one programme's name that are tried as the whole, the largest first: a programme is one, or a few."""


class Programmes:
    """The pledges by the programmes that they are (`running`) and that their texts name (`naming`)."""

    def __init__(self) -> None:
        self.running = DraftIndex()
        self.naming = DraftIndex()

    def take_in(self, told: Sequence[tuple[Facts, Side]]) -> Iterator[Tie]:
        """The ties by name that one text adds: its pledges within programmes, and others within its pledges."""
        for claim, side in told:
            for name in names_told(claim):
                if name in side.named or name in side.around:
                    yield from self._wholes(name, claim, side)
                if name in side.runs:
                    yield from self._parts(name, side)
        for claim, side in told:
            names = names_told(claim)
            self.naming.add([(name,) for name in names if name in side.named or name in side.around], side.draft)
            self.running.add([(name,) for name in names if name in side.runs], side.draft)

    def _wholes(self, name: str, claim: Facts, side: Side) -> Iterator[Tie]:
        found = [draft for draft in self.running.find([(name,)]) if draft is not side.draft]
        for draft in sorted(found, key=lambda d: (-(d.largest or Decimal(0)), d.founder.order))[:MOST_WHOLES]:
            whole = side_of(draft)
            yield Tie(claim, whole.telling, side, whole)

    def _parts(self, name: str, whole: Side) -> Iterator[Tie]:
        for draft in self.naming.find([(name,)]):
            if draft is not whole.draft:
                part = side_of(draft)
                claim = next((c for c in draft.witnesses if name in c.programmes), draft.founder)
                yield Tie(claim, whole.telling, part, whole)
