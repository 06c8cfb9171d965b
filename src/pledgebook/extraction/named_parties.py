"""Parties that a sentence names: how each actor stands to the subject, its cue and its prepositions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from pledgebook.extraction.ground import Ground
from pledgebook.extraction.groups import Group, groups, standing
from pledgebook.extraction.scene import Scene
from pledgebook.extraction.text_marks import themes


@dataclass(frozen=True, slots=True)
class Evidence:
    """Features of a candidate: those that hold whatever happened, and those that are learnt anew for each event."""

    features: list[str]
    with_event: list[str]


def group_evidence(ground: Ground, group: Group) -> Evidence:
    """Evidence from where a group of actors stands in the sentence."""
    scene = ground.scene
    side = "before" if group.last < ground.first else "after" if group.first > ground.last else "inside"
    cue_features, with_event = _cue_features(ground, group)
    features = [
        *_writing_features(scene, group),
        *_side_features(group, side),
        *_distance_features(ground, group, side),
        *_table_features(ground, group),
        *cue_features,
    ]
    return Evidence(features, with_event)


@lru_cache(maxsize=512)
def _writing_features(scene: Scene, group: Group) -> tuple[str, ...]:
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


def _side_features(group: Group, side: str) -> list[str]:
    form, kind = group.mentions[-1].form, standing(group.codes[0])
    out = [f"side={side}", f"prep={group.hangs_on}|{side}", f"{kind}|{side}", f"form={form}|{side}"]
    if group.next_word == "'s":
        out.append(f"possessive|{side}")
    return out


def _distance_features(ground: Ground, group: Group, side: str) -> list[str]:
    """How far the group stands from the subject, and what stands between them."""
    scene, first, last = ground.scene, ground.first, ground.last
    if side == "inside":
        return ["inside", f"inside|{group.mentions[-1].form}"]
    left, right = (group.last, first) if side == "before" else (last, group.first)
    walls, gap = _band(scene.walls_between(left, right)), _band(right - left - 1)
    amounts = sum(1 for at in scene.amount_tokens if left < at < right)
    actors = sum(1 for at in scene.actor_tokens if left < at < right)
    way = f"{group.hangs_on}|{side}"
    out = [f"walls|{side}={walls}", f"gap|{side}={gap}", f"between|{side}={min(amounts, 2)}|{min(actors, 2)}"]
    out += [f"way={way}|walls{walls}", f"way={way}|gap{gap}", f"way={way}|amounts{min(amounts, 2)}"]
    out.append(f"form={group.mentions[-1].form}|{side}|gap{gap}")
    if side == "before" and not actors:
        out.append("last_before_amount")
    return out


def _table_features(ground: Ground, group: Group) -> list[str]:
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
    return out


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
    return all(ground.scene.word(i) in _LABELLING for i in range(first, ground.first))


def _cue_features(ground: Ground, group: Group) -> tuple[list[str], list[str]]:
    """How the group stands to the nearest cue: its subject, its indirect object, behind a preposition."""
    nearest, scene, form = ground.nearest, ground.scene, group.mentions[-1].form
    hangs_on = group.hangs_on
    if nearest is None:
        return [f"no_cue|prep={hangs_on}"], [f"no_cue|prep={hangs_on}"]
    cue = nearest.cue
    where = "left" if group.last < cue.first else "right" if group.first > cue.last else "in"
    voice, label = "passive" if cue.passive else "active", cue.verb_class or f"{cue.kind}.{cue.event}"
    left, right = (group.last, cue.first) if where == "left" else (cue.last, group.first)
    walls = _band(scene.walls_between(left, right))
    out = [f"cue={label}|{where}|{voice}", f"cue={label}|{where}|prep={hangs_on}", f"{where}|prep={hangs_on}|{form}"]
    out += [f"cue_walls|{where}={walls}", f"cue_walls|{where}|prep={hangs_on}|{walls}"]
    out.append(f"cue_word={cue.word}|{where}|prep={hangs_on}")
    with_event = [f"{where}|prep={hangs_on}", where]
    if where == "left" and not hangs_on and _is_nearest_left(scene, group, cue.first):
        out += ["subject", f"subject|{label}|{voice}"]
        with_event.append("subject")
    if where == "right" and not hangs_on and right - left <= 2:
        out += ["indirect_object", f"indirect_object|{label}"]
    return out, with_event


def _is_nearest_left(scene: Scene, group: Group, cue_first: int) -> bool:
    """Whether no other actor without a preposition stands between the group and the cue."""
    between = (g for g in groups(scene) if len(g.codes) == 1 and group.last < g.first < cue_first)
    return all(g.hangs_on for g in between)


def _band(count: int) -> str:
    return _BANDS[min(max(count, 0), 8)]


_BANDS = ("0", "1", "2-3", "2-3", "4-7", "4-7", "4-7", "4-7", "8+")
