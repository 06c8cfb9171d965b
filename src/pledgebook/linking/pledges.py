"""What a pledge is, told from its claims: parties, thing, unit, kind of aid, and whether it sums up others."""

from __future__ import annotations

from collections.abc import Collection

from pledgebook.linking.drafts import Draft, most_frequent
from pledgebook.linking.facts import PROMISES
from pledgebook.linking.items import parse_item
from pledgebook.model import Aid, Pledge


def item_of(draft: Draft) -> str | None:
    """The founder's item if it names a thing, else the most frequent item that does, else the first told."""
    if draft.founder.item.says_what:
        return draft.founder.told.claim.item
    telling = most_frequent(c.told.claim.item for c in draft.claims if c.item.says_what and c.unit == draft.unit)
    return telling or next((c.told.claim.item for c in draft.claims if c.told.claim.item), None)


def aid_of(draft: Draft) -> Aid:
    return most_frequent(c.told.claim.aid for c in draft.claims) or draft.founder.told.claim.aid


def is_summary(draft: Draft, donors_of_parts: Collection[frozenset[str]]) -> bool:
    """Whether the pledge only sums up others: money told as given "so far", or a total over donors' own pledges."""
    figures = [c for c in draft.claims if c.has_amount]
    if not figures:
        return False
    levels = all(c.basis == "cumulative" for c in figures)
    if levels and figures[0].is_money and draft.recipients and not any(c.event == "pledge" for c in figures):
        return True
    adding_up = [c for c in figures if c.sums_up or c.basis == "cumulative"]
    promised = any(c.event in PROMISES and not c.sums_up and c.basis != "cumulative" for c in figures)
    return len(donors_of_parts) > 1 and bool(adding_up) and not promised


def way_of_split(part: Pledge, whole: Pledge) -> str:
    """Among which parts of its whole a pledge is one: those by donor, by recipient, by instrument or by content."""
    if part.donors and part.donors != whole.donors:
        return "donor"
    if part.recipients and part.recipients != whole.recipients:
        return "recipient"
    return "instrument" if parse_item(part.item).instruments else "content"


def _source_ids(draft: Draft) -> list[str]:
    """The identifiers that sources give the pledge themselves."""
    return sorted({claim.told.claim.source_id for claim in draft.claims if claim.told.claim.source_id})


def told_as_pledge(draft: Draft, part_of: str | None, donors_of_parts: Collection[frozenset[str]]) -> Pledge:
    """The draft as the pledge that the book keeps; its id is that of its founding claim.

    `donors_of_parts` holds the donors of each of its parts, equal ones once.
    """
    claims = tuple(claim.id for claim in draft.claims)
    return Pledge(
        id=draft.founder.id,
        donors=tuple(sorted(draft.donors)),
        recipients=tuple(sorted(draft.recipients)),
        item=item_of(draft),
        unit=draft.unit,
        aid=aid_of(draft),
        claims=claims,
        part_of=part_of,
        summary=is_summary(draft, donors_of_parts),
        aliases=(*claims[1:], *_source_ids(draft)),
    )
