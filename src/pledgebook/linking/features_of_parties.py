"""Features of who gives what to whom.

Each is a feature as features.py describes it.
"""

from __future__ import annotations

from pledgebook.linking.comparing import donors_clash, equals, is_joint, recipients_clash, relations
from pledgebook.linking.drafts import Draft, Scene
from pledgebook.linking.facts import Facts


def same_donors(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the donors are the same"""
    return float(claim.donors == draft.donors and bool(claim.donors))


def no_donors(claim: Facts, draft: Draft, scene: Scene) -> float:
    """both are told without a donor"""
    return float(not claim.donors and not draft.donors)


def donor_unsaid(claim: Facts, draft: Draft, scene: Scene) -> float:
    """only one of them is told with its donor"""
    return float(bool(claim.donors) != bool(draft.donors))


def donors_nested(claim: Facts, draft: Draft, scene: Scene) -> float:
    """one names more donors than the other"""
    return float(bool(claim.donors & draft.donors) and claim.donors != draft.donors)


def joint_promise(claim: Facts, draft: Draft, scene: Scene) -> float:
    """both are what several donors together give of the same thing"""
    if claim.is_money or not claim.item.kinds or not is_joint(claim):
        return 0.0
    return float(
        claim.donors != draft.donors and all(is_joint(o) and o.item.kinds & claim.item.kinds for o in draft.witnesses)
    )


def other_donors(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the donors are others, as they were read"""
    return float(donors_clash(claim, draft))


def other_donors_doubtful(claim: Facts, draft: Draft, scene: Scene) -> float:
    """who gives was not surely read"""
    if not donors_clash(claim, draft):
        return 0.0
    return 1 - min(claim.told.claim.confidence, max(other.told.claim.confidence for other in draft.witnesses))


def other_recipients(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the recipients are others, as they were read"""
    return float(recipients_clash(claim, draft))


def same_recipients(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the recipients are the same"""
    return float(claim.recipients == draft.recipients)


def recipients_nested(claim: Facts, draft: Draft, scene: Scene) -> float:
    """one is for only some of the other's recipients"""
    return float(bool(claim.recipients & draft.recipients) and claim.recipients != draft.recipients)


def recipient_unsaid(claim: Facts, draft: Draft, scene: Scene) -> float:
    """only one of them is told with its recipient"""
    return float(bool(claim.recipients) != bool(draft.recipients))


def same_thing(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the thing given is the same"""
    return float(claim.item.says_what and "same" in relations(claim, draft))


def related_thing(claim: Facts, draft: Draft, scene: Scene) -> float:
    """one names the kind of the thing, the other its make"""
    found = relations(claim, draft)
    return float("nested" in found and "same" not in found)


def same_general_aid(claim: Facts, draft: Draft, scene: Scene) -> float:
    """both speak of aid in general words"""
    return float(not claim.item.says_what and "same" in relations(claim, draft))


def thing_unsaid(claim: Facts, draft: Draft, scene: Scene) -> float:
    """only one of them says what is given"""
    return float(all(found == "unsaid" for found in relations(claim, draft)))


def different_thing(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the things given are different"""
    found = relations(claim, draft)
    return found.count("different") / len(found) * (0.3 if claim.is_money else 1.0)


def new_name(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the thing has a name that was not used before"""
    known = {name for other in draft.witnesses for name in other.item.names | other.item.models}
    return float(bool(known) and bool(claim.item.names - known))


def different_purpose(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the purposes are different"""
    mine = claim.item.purposes
    return float(any(mine and other.item.purposes and not mine & other.item.purposes for other in draft.witnesses))


def other_form(claim: Facts, draft: Draft, scene: Scene) -> float:
    """only one of them, or each differently, is a loan, a grant or a guarantee"""
    return float(all(claim.item.instruments != other.item.instruments for other in draft.witnesses))


def other_aid(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the kinds of aid are different"""
    return sum(other.told.claim.aid != claim.told.claim.aid for other in draft.witnesses) / len(draft.witnesses)


def thing_and_money(claim: Facts, draft: Draft, scene: Scene) -> float:
    """one is a thing, the other a sum of money for aid in general"""
    if claim.has_amount or not claim.item.says_what or draft.unit is None or draft.is_things:
        return 0.0
    return float(not any(other.item.says_what for other in draft.witnesses))


def same_programme(claim: Facts, draft: Draft, scene: Scene) -> float:
    """both name the same programme, fund or initiative"""
    return float(any(other.programmes & claim.programmes for other in draft.witnesses))


def only_one_programme(claim: Facts, draft: Draft, scene: Scene) -> float:
    """only one of them is a whole programme or fund"""
    if not claim.is_money or claim.unit != draft.unit or equals(claim, draft):
        return 0.0
    return float(claim.is_programme != any(other.is_programme for other in draft.witnesses))


def no_rival(claim: Facts, draft: Draft, scene: Scene) -> float:
    """no other pledge of these parties comes into question"""
    return float(len(scene.candidates) == 1)
