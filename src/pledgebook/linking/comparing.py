"""How a claim compares with the claims of a pledge: what several features ask."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from pledgebook.linking import amounts
from pledgebook.linking.drafts import Draft
from pledgebook.linking.facts import Facts
from pledgebook.linking.items import ItemRelation, relation
from pledgebook.model import PartialDate

relation_of = lru_cache(maxsize=65536)(relation)


def relations(claim: Facts, draft: Draft) -> list[ItemRelation]:
    """How the claim's item stands to that of each claim of the pledge."""
    return [relation_of(claim.item, other.item) for other in draft.witnesses]


def overlap(a: PartialDate, b: PartialDate) -> bool:
    """Whether two dates, each a day, a month or a year, can be one."""
    return a.first_day <= b.last_day and b.first_day <= a.last_day


def days_between(a: PartialDate, b: PartialDate) -> int:
    """Days that lie between two dates; 0 if they can be one."""
    return max((a.first_day - b.last_day).days, (b.first_day - a.last_day).days, 0)


def same_document(a: Facts, b: Facts) -> bool:
    """Whether both claims stand in one document."""
    return a.told.claim.document_hash == b.told.claim.document_hash


def equals(claim: Facts, draft: Draft) -> Sequence[Facts]:
    """The claims of the pledge that give the same figure."""
    return draft.telling(claim.figure)


def differs(claim: Facts, draft: Draft) -> bool:
    """Whether the claim gives a figure in the pledge's unit that none of its claims gave."""
    return claim.has_amount and draft.unit == claim.unit and not equals(claim, draft)


def is_converted(claim: Facts, draft: Draft) -> bool:
    """Whether the claim's sum is that of a claim of the pledge in another currency."""
    return any(amounts.converted(claim, other) for other in draft.witnesses)


def is_joint(claim: Facts) -> bool:
    """Whether several donors together are spoken of: more than one is named, or none and the text adds up."""
    return len(claim.donors) > 1 or (not claim.donors and claim.sums_up)


def donors_clash(claim: Facts, draft: Draft) -> bool:
    """Whether both name donors, and none in common."""
    return bool(claim.donors and draft.donors) and not claim.donors & draft.donors


def recipients_clash(claim: Facts, draft: Draft) -> bool:
    """Whether both name recipients, and none in common."""
    return bool(claim.recipients and draft.recipients) and not claim.recipients & draft.recipients


def parties_clash(claim: Facts, draft: Draft) -> bool:
    """Whether the donors or the recipients are others."""
    return donors_clash(claim, draft) or recipients_clash(claim, draft)
