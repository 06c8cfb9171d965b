"""Parties that a sentence names: how each actor stands to the subject, its cue and its prepositions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from pledgebook.extraction.features import Bundle
from pledgebook.extraction.ground import Ground
from pledgebook.extraction.groups import Group, groups, standing
from pledgebook.extraction.scene import Scene
from pledgebook.extraction.text_marks import themes


@dataclass(slots=True)
class Evidence:
    """Features of a candidate: those that hold whatever happened, and those that are learnt anew for each event."""

    features: list[Bundle]
    with_event: list[Bundle]


def group_evidence(ground: Ground, group: Group) -> Evidence:
    """Evidence from where a group of actors stands in the sentence."""
    side = "before" if group.last < ground.first else "after" if group.first > ground.last else "inside"
    told, with_event = _cue_features(ground, group)
    writing, form = _writing_features(ground.scene, group), group.mentions[-1].form
    beside = _side_features(side, form, standing(group.codes[0]), group.hangs_on, group.next_word == "'s")
    distance = _distance_features(ground, group, side)
    return Evidence([writing, beside, distance, _table_features(ground, group), *told], with_event)


@lru_cache(maxsize=512)
def _writing_features(scene: Scene, group: Group) -> Bundle:
    """How the group is written: form, preposition, possessive, in front of a word of aid."""
    mention, kind = group.mentions[-1], standing(group.codes[0])
    out = ["named", f"form={mention.form}", f"kind={group.mentions[0].kind}", f"prep={group.hangs_on}"]
    out += [f"{kind}|prep={group.hangs_on}", f"next={_plain(scene, group.last + 1)}"]
    out += [f"previous={_plain(scene, group.first - 1)}"]
    if group.next_word == "'s":
        out.append("possessive")
    if group.next_word in themes()["aid"]:
        out += ["before_aid_noun", f"before_aid_noun|{mention.form}"]
    if group.first == groups(scene)[0].first:
        out.append("first_named")
    return tuple(out)


def _plain(scene: Scene, index: int) -> str:
    """The word at a token if it is no name and no figure, else what it is."""
    word = scene.word(index)
    if not word:
        return "end"
    if not word[0].isalpha():
        return "number" if word[0].isdigit() else word
    return "name" if scene.is_name(index) else word


@lru_cache(maxsize=8192)
def _side_features(side: str, form: str, kind: str, hangs_on: str, is_owner: bool) -> Bundle:
    out = f"side={side}", f"prep={hangs_on}|{side}", f"{kind}|{side}", f"form={form}|{side}"
    return (*out, f"possessive|{side}") if is_owner else out


def _distance_features(ground: Ground, group: Group, side: str) -> Bundle:
    """How far the group stands from the subject, and what stands between them."""
    scene, first, last, form = ground.scene, ground.first, ground.last, group.mentions[-1].form
    if side == "inside":
        return "inside", f"inside|{form}"
    left, right = (group.last, first) if side == "before" else (last, group.first)
    walls, gap = _band(scene.walls_between(left, right)), _band(right - left - 1)
    amounts = sum([left < at < right for at in scene.amount_tokens])
    actors = sum([left < at < right for at in scene.actor_tokens])
    return _at_distance(side, form, group.hangs_on, (walls, gap), (min(amounts, 2), min(actors, 2)))


@lru_cache(maxsize=8192)
def _at_distance(side: str, form: str, hangs_on: str, apart: tuple[str, str], between: tuple[int, int]) -> Bundle:
    """`apart` are the bands of walls and of words, `between` the amounts and the actors that stand there."""
    (walls, gap), (amounts, actors) = apart, between
    way = f"{hangs_on}|{side}"
    out = [f"walls|{side}={walls}", f"gap|{side}={gap}", f"between|{side}={amounts}|{actors}"]
    out += [f"way={way}|walls{walls}", f"way={way}|gap{gap}", f"way={way}|amounts{amounts}"]
    out.append(f"form={form}|{side}|gap{gap}")
    if side == "before" and not actors:
        out.append("last_before_amount")
    return tuple(out)


def _table_features(ground: Ground, group: Group) -> Bundle:
    """Whether the group labels the amount as in a table, or is paired with it in a list."""
    scene = ground.scene
    out = []
    if labels_amount(ground, group):
        listed = len(scene.amounts) > 2 or scene.is_list_line
        out += ["labels_amount", f"labels_amount|{'list' if listed else 'prose'}"]
        if ground.first - group.last <= 2:
            out.append("labels_amount|next")
    larger = _larger(scene, group)
    if larger is not None:
        out += ["one_of_group", *_paired(ground, group, larger)]
    return tuple(out)


@lru_cache(maxsize=512)
def _larger(scene: Scene, group: Group) -> Group | None:
    """The largest run of actors of which a single actor is one."""
    if len(group.codes) > 1:
        return None
    runs = [g for g in groups(scene) if len(g.codes) > 1 and g.first <= group.first and group.last <= g.last]
    return max(runs, key=lambda g: len(g.codes)) if runs else None


def _paired(ground: Ground, group: Group, run: Group) -> list[str]:
    """ "Indonesia and Malaysia gave $1m and $3m": whether the actor's place in its run is the amount's in its own."""
    starts = [at for at in ground.scene.amount_tokens if at > run.last]
    if len(starts) != len(run.mentions) or ground.first not in starts:
        return []
    return ["paired" if run.mentions.index(group.mentions[0]) == starts.index(ground.first) else "unpaired"]


_LABELLING = frozenset(
    [":", "(", ",", "–", "-", "—", "with", "to", "nearly", "about", "up", "loan", "of", "grant", "a"]
)
"""What may stand between a label and its amount."""


def labels_amount(ground: Ground, group: Group) -> bool:
    """Whether the actor labels the amount as in a table: "Germany: €88m", "Japan ($1.08bn)", "Qatar $25m"."""
    first = group.last + 1
    if ground.first - first > 4:
        return False
    return _LABELLING.issuperset(ground.scene.tokens[first : ground.first])


def _cue_features(ground: Ground, group: Group) -> tuple[list[Bundle], list[Bundle]]:
    """How the group stands to the nearest cue: its subject, its indirect object, behind a preposition."""
    nearest, scene, hangs_on = ground.nearest, ground.scene, group.hangs_on
    if nearest is None:
        return [(f"no_cue|prep={hangs_on}",)], [(f"no_cue|prep={hangs_on}",)]
    cue = nearest.cue
    where = "left" if group.last < cue.first else "right" if group.first > cue.last else "in"
    voice, label = "passive" if cue.passive else "active", cue.verb_class or f"{cue.kind}.{cue.event}"
    left, right = (group.last, cue.first) if where == "left" else (cue.last, group.first)
    out = [
        _beside_cue(where, voice, label, hangs_on, group.mentions[-1].form),
        _walls_to_cue(where, hangs_on, _band(scene.walls_between(left, right)), cue.word),
    ]
    with_event = [_where(where, hangs_on)]
    if where == "left" and not hangs_on and _is_nearest_left(scene, group, cue.first):
        out.append(("subject", f"subject|{label}|{voice}"))
        with_event.append(("subject",))
    if where == "right" and not hangs_on and right - left <= 2:
        out.append(("indirect_object", f"indirect_object|{label}"))
    return out, with_event


@lru_cache(maxsize=8192)
def _beside_cue(where: str, voice: str, label: str, hangs_on: str, form: str) -> Bundle:
    return (
        f"cue={label}|{where}|{voice}",
        f"cue={label}|{where}|prep={hangs_on}",
        f"{where}|prep={hangs_on}|{form}",
    )


@lru_cache(maxsize=8192)
def _walls_to_cue(where: str, hangs_on: str, walls: str, word: str) -> Bundle:
    return (
        f"cue_walls|{where}={walls}",
        f"cue_walls|{where}|prep={hangs_on}|{walls}",
        f"cue_word={word}|{where}|prep={hangs_on}",
    )


@lru_cache(maxsize=256)
def _where(where: str, hangs_on: str) -> Bundle:
    return f"{where}|prep={hangs_on}", where


def _is_nearest_left(scene: Scene, group: Group, cue_first: int) -> bool:
    """Whether no other actor without a preposition stands between the group and the cue."""
    return all(g.hangs_on for g in groups(scene) if group.last < g.first < cue_first and len(g.codes) == 1)


def _band(count: int) -> str:
    return _BANDS[min(max(count, 0), 8)]


_BANDS = ("0", "1", "2-3", "2-3", "4-7", "4-7", "4-7", "4-7", "8+")
