"""Parties that the sentence itself does not name: carried on, the publisher, "it", the article's topic."""

from __future__ import annotations

from pledgebook.extraction.groups import Codes, Group, groups, preposition
from pledgebook.extraction.named_parties import Role, labels_amount
from pledgebook.extraction.scene import Article, Scene
from pledgebook.extraction.text_marks import themes

_WE = frozenset(["we", "our", "us", "ours", "i", "my"])
_IT = frozenset(["it", "its", "they", "their", "them", "he", "his", "she", "her"])
_CHAINING = frozenset(["which", "it", "them", "this", "these", "those", "including", "includes", "among"])

SURE, LIKELY = 0.85, 0.6
"""Bounds of how sure an article's topic is, so that about a third of the articles falls in each band."""

BACK = 4
"""Sentences back to which a pronoun's subject is looked for."""

Found = list[tuple[Codes, list[str]]]


def unnamed_parties(role: Role) -> Found:
    """Candidates with their features; one set of codes may come more than once."""
    found = (_carried, _publisher, _pronoun, _told_of_same, _heading, _topic)
    return [candidate for find in found for candidate in find(role)]


def _carried(role: Role) -> Found:
    """The party of the claim before."""
    memory, scene = role.ground.memory, role.scene
    carried = memory.donors if role.name == "donor" else memory.recipients
    if carried is None:
        return []
    near = "same" if memory.scene == scene.number else "next" if scene.number - memory.scene <= 1 else "later"
    explicit = _explicit(role)
    features = ["carried", f"carried|{near}", f"carried|{explicit}", f"carried|{near}|{explicit}"]
    features.append("carried|list" if scene.is_list_line else "carried|prose")
    if _is_chained(role):
        features += ["carried|chained", f"carried|chained|{near}"]
    if not carried:
        features.append("carried|nobody")
    return [(carried, features)]


def _publisher(role: Role) -> Found:
    publisher = role.ground.article.publisher_actors[:1]
    if not publisher:
        return []
    said = "we" if role.scene.words & _WE else "no_we"
    return [(publisher, ["publisher_as_party", f"publisher|{said}", f"publisher|{role.event}"])]


def _pronoun(role: Role) -> Found:
    """The subject of a sentence before, for "it" and "they"."""
    before = _subject_before(role.ground.article, role.scene)
    if before is None:
        return []
    said = "it" if role.scene.words & _IT else "no_it"
    return [(before.codes, ["subject_before", f"subject_before|{said}", f"subject_before|{said}|{_explicit(role)}"])]


def _told_of_same(role: Role) -> Found:
    """The party of an earlier claim about the same amount, or the same kind of thing."""
    memory = role.ground.memory
    at = 0 if role.name == "donor" else 1
    known = zip(("amount", "item"), (memory.by_amount, memory.by_item), role.ground.subject.keys, strict=True)
    return [
        (told[key][at], [f"same_{name}", f"same_{name}|{role.name}|{role.event}"])
        for name, told, key in known
        if key is not None and key in told
    ]


def _heading(role: Role) -> Found:
    """The actor over the list in which the sentence stands ("Germany" or "From Brussels:" on a line of its own)."""
    heading = role.ground.article.heading_of(role.scene)
    if heading is None or not heading.actors:
        return []
    codes = tuple(dict.fromkeys(a.code for a in heading.actors))
    return [(codes, ["heading_party", f"heading_party|{min(len(codes), 2)}", f"heading_party|{_explicit(role)}"])]


def _topic(role: Role) -> Found:
    topics = role.ground.topics
    usual, other, sure = topics.donors, topics.recipients, topics.donors_sure
    if role.name == "recipient":
        usual, other, sure = other, usual, topics.recipients_sure
    named = "named" if usual and set(usual) <= {a.code for a in role.scene.actors} else "silent"
    band = "sure" if sure > SURE else "likely" if sure > LIKELY else "unsure"
    explicit = _explicit(role)
    features = ["topic", f"topic|{role.event}", f"topic|{named}", f"topic|{band}", f"topic|{explicit}"]
    return [(usual, [*features, f"topic|{named}|{band}|{explicit}"]), (other, ["opposite_topic"])]


def _is_chained(role: Role) -> bool:
    """Whether the amount is told as a share of what was told before ("of which", "of it", "including")."""
    scene, ground = role.scene, role.ground
    before = {scene.word(i) for i in range(ground.first - 4, ground.first + 1)}
    after = {scene.word(i) for i in range(ground.last + 1, ground.last + 4)}
    return bool(_CHAINING & before) or ("of" in after and bool(_CHAINING & after))


def _explicit(role: Role) -> str:
    """Whether the sentence itself seems to name the role: a receiver after "to" or "for", a giver as subject."""
    seems = _is_receiver if role.name == "recipient" else _is_giver
    return "explicit" if any(seems(role, group) for group in groups(role.scene)) else "not_explicit"


def _is_receiver(role: Role, group: Group) -> bool:
    scene = role.scene
    named = preposition(scene, group) in ("to", "for", "into") or scene.word(group.last + 1) in themes()["aid"]
    return named and scene.walls_between(group.first, role.ground.last) < 4


def _is_giver(role: Role, group: Group) -> bool:
    hangs_on = preposition(role.scene, group)
    if hangs_on in ("by", "from") or labels_amount(role, group):
        return True
    nearest = role.ground.nearest
    return not hangs_on and nearest is not None and group.last < nearest.cue.first and not nearest.cue.passive


def _subject_before(article: Article, scene: Scene) -> Group | None:
    """The first actor (with those named together with it) of the nearest sentence before that names one."""
    for number in range(scene.number - 1, max(-1, scene.number - BACK), -1):
        named = [g for g in groups(article.scenes[number]) if not preposition(article.scenes[number], g)]
        if named:
            return max((g for g in named if g.first == named[0].first), key=lambda g: len(g.codes))
    return None
