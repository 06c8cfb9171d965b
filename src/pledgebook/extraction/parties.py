"""Who gives and who receives: every candidate for a role, with its features.

A candidate is a set of codes: an actor or a group of actors named in the sentence ("Denmark, Germany and
the Netherlands"), the publisher ("we"), the article's topic, whoever else the article tells of, or nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pledgebook.extraction.evidence import plain_words
from pledgebook.extraction.features import Bundle, WordFeatures, flat
from pledgebook.extraction.ground import Ground
from pledgebook.extraction.groups import Codes, groups, ordered, standing
from pledgebook.extraction.named_parties import Evidence, group_evidence
from pledgebook.extraction.scene import Scene
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
    base: list[Bundle]
    with_event: list[Bundle]

    def features(self, event: Event) -> list[Bundle]:
        return [*self.base, *[_of_event(event, bundle) for bundle in self.with_event]]


@lru_cache(maxsize=8192)
def _of_event(event: Event, bundle: Bundle) -> Bundle:
    return tuple([f"{event}:{feature}" for feature in bundle])


def party_offers(ground: Ground) -> tuple[list[Offer], list[Offer]]:
    """The candidates for the giver and for the receiver, each set of codes once, nobody first."""
    named: dict[Codes, list[Evidence]] = {(): [Evidence(_nobody_features(ground), [("nobody",)])]}
    for group in groups(ground.scene):
        named.setdefault(ordered(group.codes), []).append(group_evidence(ground, group))
    together = {codes: told[0] if len(told) == 1 else _together(told) for codes, told in named.items()}
    return _offers(ground, "donor", together), _offers(ground, "recipient", together)


def _together(told: Sequence[Evidence]) -> Evidence:
    """What is said of one set of codes in several places of the sentence, each feature once."""
    base = dict.fromkeys([f for evidence in told for f in flat(evidence.features)])
    with_event = dict.fromkeys([f for evidence in told for f in flat(evidence.with_event)])
    return Evidence([tuple(base)], [tuple(with_event)])


def _offers(ground: Ground, role: Role, named: Mapping[Codes, Evidence]) -> list[Offer]:
    """The candidates for a role, who is named first; where else the same codes come from adds other features."""
    offers = {codes: Offer(codes, [*told.features], [*told.with_event]) for codes, told in named.items()}
    for codes, evidence in unnamed_parties(ground, role):
        offer = offers.get(codes)
        if offer is None:
            offers[codes] = Offer(codes, evidence.features, evidence.with_event)
        else:
            offer.base += evidence.features
            offer.with_event += evidence.with_event
    for codes, offer in offers.items():
        if codes:
            offer.base.append(_features_of_codes(ground, role, codes))
    return list(offers.values())


_AFTER, _BEFORE = WordFeatures("nobody|after:"), WordFeatures("nobody|before:")


def _nobody_features(ground: Ground) -> list[Bundle]:
    """Evidence that the text names nobody: unnamed givers ("donors", "40 countries"), no actor at all."""
    scene, nearest, first, last = ground.scene, ground.nearest, ground.first, ground.last
    named = len({a.code for a in scene.actors})
    out = ["nobody", f"nobody|named{min(named, 2)}", "nobody|list" if scene.is_list_line else "nobody|prose"]
    if not _COLLECTIVES.isdisjoint(scene.words):
        out.append("nobody|collective")
        if nearest is not None and not _COLLECTIVES.isdisjoint(_words_before(scene, nearest.cue.first)):
            out.append("nobody|collective_subject")
        behind = scene.tokens[last + 1 : last + 16]
        receives = [at for at, word in enumerate(behind) if word in ("to", "for", "with")]
        if any(not _COLLECTIVES.isdisjoint(behind[at : at + 7]) for at in receives):
            out.append("nobody|to_collective")
    after, before = plain_words(scene, last + 1, last + 13), plain_words(scene, first - 6, first)
    return [tuple(out), *_AFTER.of(after), *_BEFORE.of(before)]


def _words_before(scene: Scene, index: int) -> list[str]:
    """The five words before a token."""
    return scene.tokens[max(0, index - 5) : index]


def _features_of_codes(ground: Ground, role: Role, codes: Codes) -> Bundle:
    """What is known of the codes wherever they come from: their standing and what the article told of them."""
    article, memory = ground.article, ground.memory
    mine, other = memory.given_by, memory.given_to
    if role == "recipient":
        mine, other = other, mine
    return _known_of(
        tuple(sorted({standing(code) for code in codes})), min(len(codes), 3), (
            *(("publisher",) if not set(article.publisher_actors).isdisjoint(codes) else ()),
            *(("in_title",) if article.title_codes.issuperset(codes) else ()),
            *(("known_in_role",) if codes in mine else ()),
            *(("known_in_other_role",) if codes in other else ()),
        ),
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _known_of(standings: tuple[str, ...], size: int, told: Bundle) -> Bundle:
    return (f"size{size}", *(f"standing={standing}" for standing in standings), *told)
