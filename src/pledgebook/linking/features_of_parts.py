"""Features of claims that the text names as part of something larger.

Each is a feature as features.py describes it.
"""

from __future__ import annotations

from pledgebook.linking.comparing import differs, equals, relations
from pledgebook.linking.drafts import Draft, Scene
from pledgebook.linking.facts import PROMISES, Facts
from pledgebook.linking.features_of_figures import size_apart

ONE_SIZE = 0.12
"""Powers of ten within which a part of a conference's total is the giver's own figure again, revised (a third)."""


def part_of_own_purpose(claim: Facts, draft: Draft, scene: Scene) -> float:
    """it is a named part with a purpose of its own"""
    if claim.basis != "part" or not claim.item.purposes or equals(claim, draft):
        return 0.0
    return float(all(claim.item.purposes != other.item.purposes for other in draft.witnesses))


def part_of_own_content(claim: Facts, draft: Draft, scene: Scene) -> float:
    """it is a named part with a content of its own"""
    if claim.basis != "part" or not claim.item.says_what or not claim.has_amount or equals(claim, draft):
        return 0.0
    return float("same" not in relations(claim, draft))


def part_told_beside(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the text tells it as a part of the other sum of money"""
    if not (claim.is_money and claim.basis == "part" and differs(claim, draft) and scene.of(draft)):
        return 0.0
    own = claim.item.purposes or claim.item.instruments or claim.item.says_what
    return float(bool(own) or claim.event in PROMISES)


def part_of_own_recipient(claim: Facts, draft: Draft, scene: Scene) -> float:
    """it is a named part with a recipient of its own"""
    if claim.basis != "part" or not claim.recipients or equals(claim, draft) or not claim.has_amount:
        return 0.0
    return float(claim.recipients != draft.recipients)


def part_of_own_form(claim: Facts, draft: Draft, scene: Scene) -> float:
    """it is a named part with a form of its own: a loan, a grant, a guarantee"""
    if claim.basis != "part" or not claim.item.instruments or equals(claim, draft):
        return 0.0
    own = all(not claim.item.instruments & other.item.instruments for other in draft.witnesses)
    return float(own and (not claim.donors or size_apart(claim, draft, scene) > ONE_SIZE))


def part_of_money(claim: Facts, draft: Draft, scene: Scene) -> float:
    """it is a named part of a sum of money"""
    if not (claim.is_money and claim.basis == "part" and claim.event in PROMISES and differs(claim, draft)):
        return 0.0
    return float(size_apart(claim, draft, scene) > ONE_SIZE)
