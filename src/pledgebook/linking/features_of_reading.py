"""Features that take back some of what speaks against a match where a program, not a person, has read the claim.

Programs often take a part for the whole, misdate, or give a thing another name. Each feature is another one again, for
claims that were read; its weight says how much of that one's still counts.
Each is a feature as features.py describes it.
"""

from __future__ import annotations

from pledgebook.linking import features_of_figures as figures
from pledgebook.linking import features_of_parties as parties
from pledgebook.linking import features_of_parts as parts
from pledgebook.linking import features_of_text as text
from pledgebook.linking.drafts import Draft, Scene
from pledgebook.linking.facts import Facts


def less_than_all_as_read(claim: Facts, draft: Draft, scene: Scene) -> float:
    """what was read as the whole may be a part"""
    return 0.0 if claim.is_given else figures.all_of_less(claim, draft, scene)


def different_thing_as_read(claim: Facts, draft: Draft, scene: Scene) -> float:
    """what is given was not surely read"""
    return 0.0 if claim.is_given else parties.different_thing(claim, draft, scene)


def thing_unsaid_as_read(claim: Facts, draft: Draft, scene: Scene) -> float:
    """what is given may have been overlooked"""
    return 0.0 if claim.is_given else parties.thing_unsaid(claim, draft, scene)


def other_aid_as_read(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the kind of aid was not surely read"""
    return 0.0 if claim.is_given else parties.other_aid(claim, draft, scene)


def promised_again_as_read(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the day of the promise was not surely read"""
    return 0.0 if claim.is_given else text.promised_again(claim, draft, scene)


def part_of_own_recipient_as_read(claim: Facts, draft: Draft, scene: Scene) -> float:
    """whom the part is for was not surely read"""
    return 0.0 if claim.is_given else parts.part_of_own_recipient(claim, draft, scene)


def comes_on_top_as_read(claim: Facts, draft: Draft, scene: Scene) -> float:
    """that it comes on top was not surely read"""
    return 0.0 if claim.is_given else text.comes_on_top(claim, draft, scene)
