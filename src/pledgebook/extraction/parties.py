"""Who gives and who receives: every candidate for a role, with its features.

A candidate is a set of codes: an actor or a group of actors named in the sentence ("Denmark, Germany and
the Netherlands"), whoever the claim before was about, the publisher ("we"), the article's topic, or nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pledgebook.extraction.groups import Codes, groups, ordered, standing
from pledgebook.extraction.named_parties import Role, group_features
from pledgebook.extraction.unnamed_parties import unnamed_parties

_COLLECTIVES = frozenset(
    """donors governments countries community lenders partners members world nations leaders states others creditors
    participants institutions everyone somebody coalition agencies groups companies contributors pledges delegations
    capitals allies supporters backers economies people""".split()
)
"""Words for parties that have no code of their own."""


@dataclass(frozen=True, slots=True)
class Candidate:
    codes: Codes
    features: tuple[str, ...]


def candidates(role: Role) -> list[Candidate]:
    """The candidates for a role, each set of codes once, nobody first."""
    found: dict[Codes, dict[str, None]] = {}
    _note(found, (), ["nobody", f"nobody|{role.event}", *_nobody_features(role)])
    for group in groups(role.scene):
        _note(found, ordered(group.codes), group_features(role, group))
    for codes, features in unnamed_parties(role):
        _note(found, ordered(codes), features)
    return [Candidate(codes, (*named, *_features_of_codes(role, codes))) for codes, named in found.items()]


def _note(found: dict[Codes, dict[str, None]], codes: Codes, features: Sequence[str]) -> None:
    found.setdefault(codes, {}).update(dict.fromkeys(features))


def _nobody_features(role: Role) -> list[str]:
    """Evidence that the text names nobody: unnamed givers ("donors", "40 countries"), no actor at all."""
    scene, nearest = role.scene, role.ground.nearest
    named = len({a.code for a in scene.actors})
    out = [f"nobody|named{min(named, 2)}", "nobody|list" if scene.is_list_line else "nobody|prose"]
    if scene.words & _COLLECTIVES:
        out.append("nobody|collective")
    if nearest is not None and _COLLECTIVES & {scene.word(nearest.cue.first - back) for back in range(1, 6)}:
        out.append("nobody|collective_subject")
    behind = [scene.word(i) for i in range(role.ground.last + 1, role.ground.last + 16)]
    if any(w in ("to", "for", "with") and _COLLECTIVES & set(behind[at : at + 7]) for at, w in enumerate(behind)):
        out.append("nobody|to_collective")
    return out


def _features_of_codes(role: Role, codes: Codes) -> list[str]:
    """What is known of the codes wherever they come from: their standing and what the article told of them."""
    if not codes:
        return []
    article, memory = role.ground.article, role.ground.memory
    mine, other = memory.given_by, memory.given_to
    if role.name == "recipient":
        mine, other = other, mine
    told = {
        "known_in_role": mine[codes] > 0,
        "known_in_other_role": other[codes] > 0,
        "publisher": bool(set(codes) & set(article.publisher_actors)),
        "in_title": set(codes) <= {a.code for a in article.title_actors},
    }
    kinds = sorted({f"standing={standing(code)}" for code in codes})
    return [f"size{min(len(codes), 3)}", *kinds, *(name for name, true in told.items() if true)]
