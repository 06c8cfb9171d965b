"""Parties that the sentence itself does not name: carried on, the publisher, "it", a list's heading, the topic."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, TypeAlias

from pledgebook.extraction.features import Bundle
from pledgebook.extraction.ground import Ground
from pledgebook.extraction.groups import Codes, Group, groups, ordered
from pledgebook.extraction.named_parties import Evidence, labels_amount
from pledgebook.extraction.scene import Article, Scene
from pledgebook.extraction.text_marks import themes

_WE = frozenset(["we", "our", "us", "ours", "i", "my"])
_IT = frozenset(["it", "its", "they", "their", "them", "he", "his", "she", "her"])

_CHAINING = frozenset(["which", "it", "them", "this", "these", "those", "including", "includes", "among"])

SURE, LIKELY = 0.85, 0.6
"""Bounds of how sure an article's topic is, so that about a third of the articles falls in each band."""

BACK = 4
"""Sentences back to which a pronoun's subject is looked for."""

Role: TypeAlias = Literal["donor", "recipient"]

Found: TypeAlias = list[tuple[Codes, Evidence]]


def unnamed_parties(ground: Ground, role: Role) -> Found:
    """Candidates for a role (`donor` or `recipient`) with their evidence; one set of codes may come more than once."""
    explicit = "explicit" if seems_named(ground, role) else "not_explicit"
    return [
        *_carried(ground, role, explicit),
        *_told_of_same(ground, role),
        *_publisher(ground, explicit),
        *_pronoun(ground, explicit),
        *_heading(ground, explicit),
        *_topic(ground, role, explicit),
    ]


def _carried(ground: Ground, role: Role, explicit: str) -> Found:
    """The party of the claim before."""
    carried = ground.memory.donors if role == "donor" else ground.memory.recipients
    if carried is None:
        return []
    near = ground.since
    features = ["carried", f"carried|{near}", f"carried|{explicit}", f"carried|{near}|{explicit}"]
    features.append("carried|list" if ground.scene.is_list_line else "carried|prose")
    if _is_chained(ground):
        features += ["carried|chained", f"carried|chained|{near}"]
    if not carried:
        features.append("carried|nobody")
    return [(ordered(carried), Evidence([tuple(features)], [("carried",)]))]


def _told_of_same(ground: Ground, role: Role) -> Found:
    """The party of an earlier claim about the same amount, or the same kind of thing."""
    memory, at = ground.memory, 0 if role == "donor" else 1
    known = zip(("amount", "item"), (memory.by_amount, memory.by_item), ground.subject.keys, strict=True)
    return [
        (ordered(told[key][at]), Evidence([(f"same_{name}",)], [(f"same_{name}",)]))
        for name, told, key in known
        if key is not None and key in told
    ]


def _is_chained(ground: Ground) -> bool:
    """Whether the amount is told as a share of what was told before ("of which", "of it", "including")."""
    scene = ground.scene
    if not _CHAINING.isdisjoint(scene.tokens[max(0, ground.first - 4) : ground.first + 1]):
        return True
    after = scene.tokens[ground.last + 1 : ground.last + 4]
    return "of" in after and not _CHAINING.isdisjoint(after)


def _publisher(ground: Ground, explicit: str) -> Found:
    publisher = ground.article.publisher_actors[:1]
    if not publisher:
        return []
    said = "no_we" if _WE.isdisjoint(ground.scene.words) else "we"
    features = ("publisher_as_party", f"publisher|{said}", f"publisher|{said}|{explicit}")
    return [(ordered(publisher), Evidence([features], [("publisher",)]))]


def _pronoun(ground: Ground, explicit: str) -> Found:
    """The subject of a sentence before, for "it" and "they"."""
    before = _subject_before(ground.article, ground.scene)
    if before is None:
        return []
    said = "no_it" if _IT.isdisjoint(ground.scene.words) else "it"
    features: Bundle = ("subject_before", f"subject_before|{said}", f"subject_before|{said}|{explicit}")
    nearest = ground.nearest
    if nearest is not None and ground.scene.word(nearest.cue.first - 1) in _IT:
        features = (*features, "subject_before|it_beside_cue")
    return [(ordered(before.codes), Evidence([features], [("subject_before",)]))]


def _heading(ground: Ground, explicit: str) -> Found:
    """The actor over the list in which the sentence stands ("Germany" or "From Brussels:" on a line of its own)."""
    heading = ground.article.heading_of(ground.scene)
    if heading is None or not heading.actors:
        return []
    codes = tuple(dict.fromkeys(a.code for a in heading.actors))
    features = ("heading_party", f"heading_party|{min(len(codes), 2)}", f"heading_party|{explicit}")
    return [(ordered(codes), Evidence([features], []))]


def _topic(ground: Ground, role: Role, explicit: str) -> Found:
    topics = ground.topics
    usual, other, sure = topics.donors, topics.recipients, topics.donors_sure
    if role == "recipient":
        usual, other, sure = other, usual, topics.recipients_sure
    named = "named" if usual and set(usual) <= {a.code for a in ground.scene.actors} else "silent"
    band = "sure" if sure > SURE else "likely" if sure > LIKELY else "unsure"
    told = Evidence([_as_topic(named, band, explicit)], [("topic",)])
    return [(ordered(usual), told), (ordered(other), Evidence([("opposite_topic",)], []))]


@lru_cache(maxsize=64)
def _as_topic(named: str, band: str, explicit: str) -> Bundle:
    return "topic", f"topic|{named}", f"topic|{band}", f"topic|{explicit}", f"topic|{named}|{band}|{explicit}"


def seems_named(ground: Ground, role: Role) -> bool:
    """Whether the sentence itself seems to name the role: a receiver after "to" or "for", a giver as subject."""
    seems = _is_receiver if role == "recipient" else _is_giver
    return any(seems(ground, group) for group in groups(ground.scene))


def _is_receiver(ground: Ground, group: Group) -> bool:
    named = group.hangs_on in ("to", "for", "into") or group.next_word in themes()["aid"]
    return named and ground.scene.walls_between(group.first, ground.last) < 4


def _is_giver(ground: Ground, group: Group) -> bool:
    if group.hangs_on in ("by", "from") or labels_amount(ground, group):
        return True
    nearest = ground.nearest
    return not group.hangs_on and nearest is not None and group.last < nearest.cue.first and not nearest.cue.passive


def _subject_before(article: Article, scene: Scene) -> Group | None:
    """The first actor (with those named together with it) of the nearest sentence before that names one."""
    for number in range(scene.number - 1, max(-1, scene.number - BACK), -1):
        named = [g for g in groups(article.scenes[number]) if not g.hangs_on]
        if named:
            return max((g for g in named if g.first == named[0].first), key=lambda g: len(g.codes))
    return None
