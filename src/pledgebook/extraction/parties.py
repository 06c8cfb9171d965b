"""Who gives and who receives: every candidate for a role, with its features.

A candidate is a set of codes: an actor or a group of actors named in the sentence ("Denmark, Germany and
the Netherlands"), the publisher ("we"), the article's topic, whoever else the article tells of, or nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pledgebook.extraction.evidence import plain_words
from pledgebook.extraction.ground import Ground
from pledgebook.extraction.groups import Codes, groups, ordered, standing
from pledgebook.extraction.named_parties import Evidence, group_evidence
from pledgebook.extraction.unnamed_parties import Role, unnamed_parties
from pledgebook.model import Event

_COLLECTIVES = frozenset(
    """donors governments countries community lenders partners members world nations leaders states others creditors
    participants institutions everyone somebody coalition agencies groups companies contributors pledges delegations
    capitals allies supporters backers economies people""".split()
)
"""Words for parties that have no code of their own."""


@dataclass(slots=True)
class Offer:
    """A candidate for a role, with its features (`with_event`: weighed anew for each event)."""

    codes: Codes
    base: list[str]
    with_event: list[str]

    def features(self, event: Event) -> list[str]:
        return [*self.base, *(f"{event}:{f}" for f in self.with_event)]


def party_offers(ground: Ground) -> tuple[list[Offer], list[Offer]]:
    """The candidates for the giver and for the receiver, each set of codes once, nobody first."""
    named: list[tuple[Codes, Evidence]] = [((), Evidence(["nobody", *_nobody_features(ground)], ["nobody"]))]
    named += [(ordered(group.codes), group_evidence(ground, group)) for group in groups(ground.scene)]
    return _offers(ground, "donor", named), _offers(ground, "recipient", named)


def _offers(ground: Ground, role: Role, named: Sequence[tuple[Codes, Evidence]]) -> list[Offer]:
    """The candidates for a role; what is said of one set of codes in several places is put together."""
    found: dict[Codes, list[Evidence]] = {}
    for codes, evidence in (*named, *unnamed_parties(ground, role)):
        found.setdefault(codes, []).append(evidence)
    offers = []
    for codes, told in found.items():
        of_codes = _features_of_codes(ground, role, codes)
        if len(told) == 1:
            offers.append(Offer(codes, told[0].features + of_codes, told[0].with_event))
            continue
        base = dict.fromkeys(f for evidence in told for f in evidence.features)
        with_event = dict.fromkeys(f for evidence in told for f in evidence.with_event)
        offers.append(Offer(codes, [*base, *of_codes], list(with_event)))
    return offers


def _nobody_features(ground: Ground) -> list[str]:
    """Evidence that the text names nobody: unnamed givers ("donors", "40 countries"), no actor at all."""
    scene, nearest = ground.scene, ground.nearest
    named = len({a.code for a in scene.actors})
    out = [f"nobody|named{min(named, 2)}", "nobody|list" if scene.is_list_line else "nobody|prose"]
    if scene.words & _COLLECTIVES:
        out.append("nobody|collective")
    if nearest is not None and _COLLECTIVES & {scene.word(nearest.cue.first - back) for back in range(1, 6)}:
        out.append("nobody|collective_subject")
    out += [f"nobody|after:{w}" for w in plain_words(scene, ground.last + 1, ground.last + 13)]
    out += [f"nobody|before:{w}" for w in plain_words(scene, ground.first - 6, ground.first)]
    behind = [scene.word(i) for i in range(ground.last + 1, ground.last + 16)]
    if any(w in ("to", "for", "with") and _COLLECTIVES & set(behind[at : at + 7]) for at, w in enumerate(behind)):
        out.append("nobody|to_collective")
    return out


def _features_of_codes(ground: Ground, role: Role, codes: Codes) -> list[str]:
    """What is known of the codes wherever they come from: their standing and what the article told of them."""
    if not codes:
        return []
    article, memory = ground.article, ground.memory
    mine, other = memory.given_by, memory.given_to
    if role == "recipient":
        mine, other = other, mine
    if len(codes) == 1:
        out = ["size1", f"standing={standing(codes[0])}"]
    else:
        out = [f"size{min(len(codes), 3)}", *sorted({f"standing={standing(code)}" for code in codes})]
    if any(code in article.publisher_actors for code in codes):
        out.append("publisher")
    if article.title_codes.issuperset(codes):
        out.append("in_title")
    if mine[codes]:
        out.append("known_in_role")
    if other[codes]:
        out.append("known_in_other_role")
    return out
