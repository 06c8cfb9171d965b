"""Which pledges are programmes by a name, and which name one: so a part finds a whole of which another text tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from pledgebook.linking.candidates import DraftIndex
from pledgebook.linking.drafts import Draft
from pledgebook.linking.facts import Facts
from pledgebook.linking.ties import Side, Tie, side_of
from pledgebook.model import Key

MOST_WHOLES = 20
"""Pledges of one programme's name that are tried as the whole, the largest first: a programme is one, or a few."""


def running(name: str) -> Key:
    """The key of pledges that are a programme of this name."""
    return "running", name


def naming(name: str) -> Key:
    """The key of pledges whose texts name a programme."""
    return "naming", name


def keys_for_programmes(claim: Facts) -> list[Key]:
    """The keys by which the claim's pledge finds its programme, and a programme its parts."""
    return [kind(name) for name in claim.programmes_told for kind in (running, naming)]


def ties_by_name(told: Sequence[tuple[Facts, Side]], index: DraftIndex) -> Iterator[Tie]:
    """The ties by name that one text adds: its pledges within programmes, and others within its pledges."""
    for claim, side in told:
        for name in claim.programmes_told:
            if name in side.named or name in side.around:
                yield from _wholes(index.find([running(name)]), claim, side)
            if name in side.runs:
                yield from _parts(index.find([naming(name)]), name, side)
    for claim, side in told:
        names = claim.programmes_told
        index.note([naming(n) for n in names if n in side.named or n in side.around], claim, side.draft)
        index.note([running(n) for n in names if n in side.runs], claim, side.draft)


def _wholes(drafts: Sequence[Draft], claim: Facts, side: Side) -> Iterator[Tie]:
    found = [draft for draft in drafts if draft is not side.draft]
    for draft in sorted(found, key=lambda d: (-(d.largest or Decimal(0)), d.founder.order))[:MOST_WHOLES]:
        whole = side_of(draft)
        yield Tie(claim, whole.telling, side, whole)


def _parts(drafts: Sequence[Draft], name: str, whole: Side) -> Iterator[Tie]:
    for draft in drafts:
        if draft is not whole.draft:
            part = side_of(draft)
            claim = next((c for c in draft.witnesses if name in c.programmes), draft.founder)
            yield Tie(claim, whole.telling, part, whole)
