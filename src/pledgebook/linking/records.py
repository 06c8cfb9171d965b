"""Claims from data files: the source itself says by its ids what belongs together, so nothing is guessed.

Claims with one identifier from one kind of data are one pledge, whatever else they tell. `whole_id` names the whole.
What a source counts in no total (`Claim.aside`) is a pledge that counts nowhere, as a summary is: what was published
last decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pledgebook.linking.facts import place_in_print
from pledgebook.model import Match, Pledge, PublishedClaim, Reason

STATED = 100.0
"""Weight of what the source states: more than all evidence together can have."""

SAME_ID = "the source gives both one identifier"
WHOLE_ID = "the source names it as the whole"


def record_key(told: PublishedClaim) -> tuple[str, str]:
    """Origin and the source's identifier; a claim without one is a record of its own."""
    return told.claim.origin, told.claim.source_id or told.id


def link_records(claims: Iterable[PublishedClaim]) -> tuple[list[Pledge], list[Match]]:
    """The pledges of claims from data files, and why each later claim and each part belongs where it does."""
    by_key: dict[tuple[str, str], list[PublishedClaim]] = {}
    for each in sorted(claims, key=place_in_print):
        by_key.setdefault(record_key(each), []).append(each)
    pledges: list[Pledge] = []
    matches: list[Match] = []
    for (origin, _), told in by_key.items():
        whole = _whole_of(origin, told, by_key)
        pledges.append(_pledge(told, whole))
        if whole is not None:
            reason = (Reason("source_id", STATED, WHOLE_ID),)
            matches.append(Match("part_of", told[0].id, whole.id, STATED, reason))
    return pledges, [*ties_of(pledges), *matches]


def ties_of(pledges: Iterable[Pledge]) -> list[Match]:
    """Why the later claims of these pledges belong to them."""
    reason = (Reason("source_id", STATED, SAME_ID),)
    return [Match("same", claim, pledge.id, STATED, reason) for pledge in pledges for claim in pledge.claims[1:]]


def _whole_of(
    origin: str, told: Sequence[PublishedClaim], by_key: dict[tuple[str, str], list[PublishedClaim]]
) -> PublishedClaim | None:
    """The founding claim of the whole that the record names; None without one, or where it would lead in a circle."""
    seen = {record_key(told[0])}
    key = (origin, next((each.claim.whole_id for each in told if each.claim.whole_id), ""))
    first = by_key.get(key)
    while key in by_key:
        if key in seen:
            return None
        seen.add(key)
        key = (origin, next((each.claim.whole_id for each in by_key[key] if each.claim.whole_id), ""))
    return first[0] if first else None


def _pledge(told: Sequence[PublishedClaim], whole: PublishedClaim | None) -> Pledge:
    """What the claims published last say goes first: a later version of a record replaces the earlier."""
    founder = told[0].claim
    ids = tuple(each.id for each in told)
    newest = [each.claim for each in told if each.published == told[-1].published]
    claims = (*newest, *(each.claim for each in told))
    return Pledge(
        id=ids[0],
        donors=next((each.donors for each in claims if each.donors), ()),
        recipients=next((each.recipients for each in claims if each.recipients), ()),
        item=next((each.item for each in claims if each.item), None),
        unit=next((each.unit for each in claims if each.unit), None),
        aid=founder.aid,
        claims=ids,
        part_of=whole.id if whole else None,
        summary=all(each.aside is not None for each in newest),
        aliases=(*ids[1:], founder.source_id or ""),
    )
