"""Parties that a sentence names: how each actor stands to the subject, its cue and its prepositions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pledgebook.extraction.ground import Ground
from pledgebook.extraction.groups import Group, groups, preposition, single, standing
from pledgebook.extraction.scene import Scene
from pledgebook.extraction.text_marks import themes
from pledgebook.model import Event


@dataclass(frozen=True, slots=True)
class Role:
    """A party looked for: who gives (`donor`) or who receives (`recipient`) in an event of a subject."""

    name: Literal["donor", "recipient"]
    ground: Ground
    event: Event

    @property
    def scene(self) -> Scene:
        return self.ground.scene


def group_features(role: Role, group: Group) -> list[str]:
    """Evidence from where a group of actors stands in the sentence."""
    scene, first, last = role.scene, role.ground.first, role.ground.last
    hangs_on = preposition(scene, group)
    side = "before" if group.last < first else "after" if group.first > last else "inside"
    return [
        *_writing_features(scene, group, hangs_on, side),
        *_distance_features(role, group, side),
        *_table_features(role, group),
        *_cue_features(role, group, hangs_on),
    ]


def _writing_features(scene: Scene, group: Group, hangs_on: str, side: str) -> list[str]:
    """How the group is written: form, preposition, possessive, in front of a word of aid."""
    mention, kind = group.mentions[-1], standing(group.codes[0])
    out = ["named", f"side={side}", f"form={mention.form}", f"kind={group.mentions[0].kind}"]
    out += [f"prep={hangs_on}", f"prep={hangs_on}|{side}", f"{kind}|prep={hangs_on}", f"{kind}|{side}"]
    after = scene.word(group.last + 1)
    if after == "'s":
        out += ["possessive", f"possessive|{side}"]
    if after in themes()["aid"]:
        out.append("before_aid_noun")
    return out


def _distance_features(role: Role, group: Group, side: str) -> list[str]:
    """How far the group stands from the subject, and whether it is the first or nearest named."""
    scene, first, last = role.scene, role.ground.first, role.ground.last
    if side == "inside":
        return ["inside"]
    left, right = (group.last, first) if side == "before" else (last, group.first)
    out = [f"walls|{side}={_band(scene.walls_between(left, right))}", f"gap|{side}={_band(right - left - 1)}"]
    if group.first == min(g.first for g in groups(scene)):
        out.append("first_named")
    if side == "before" and not any(group.last < scene.token_at(a.start) < first for a in scene.actors):
        out.append("last_before_amount")
    return out


def _table_features(role: Role, group: Group) -> list[str]:
    """Whether the group labels the amount as in a table, or is paired with it in a list."""
    scene = role.scene
    out = []
    if labels_amount(role, group):
        listed = len(scene.amounts) > 2 or scene.is_list_line
        out += ["labels_amount", f"labels_amount|{'list' if listed else 'prose'}"]
        if role.ground.first - group.last <= 2:
            out.append("labels_amount|next")
    larger = [g for g in groups(scene) if len(g.codes) > 1 and g.first <= group.first and group.last <= g.last]
    if len(group.codes) == 1 and larger:
        out += ["one_of_group", *_paired(role, group, max(larger, key=lambda g: len(g.codes)))]
    return out


def _paired(role: Role, group: Group, run: Group) -> list[str]:
    """ "Indonesia and Malaysia gave $1m and $3m": whether the actor's place in its run is the amount's in its own."""
    scene = role.scene
    starts = [scene.token_at(a.start) for a in scene.amounts if scene.token_at(a.start) > run.last]
    if len(starts) != len(run.mentions) or role.ground.first not in starts:
        return []
    return ["paired" if run.mentions.index(group.mentions[0]) == starts.index(role.ground.first) else "unpaired"]


_LABELLING = frozenset(
    [":", "(", ",", "–", "-", "—", "with", "to", "nearly", "about", "up", "loan", "of", "grant", "a"]
)
"""What may stand between a label and its amount."""


def labels_amount(role: Role, group: Group) -> bool:
    """Whether the actor labels the amount as in a table: "Germany: €88m", "Japan ($1.08bn)", "Qatar $25m"."""
    between = [role.scene.word(i) for i in range(group.last + 1, role.ground.first)]
    return len(between) <= 4 and all(word in _LABELLING for word in between)


def _cue_features(role: Role, group: Group, hangs_on: str) -> list[str]:
    """How the group stands to the nearest cue: its subject, its indirect object, behind a preposition."""
    nearest, scene, form = role.ground.nearest, role.scene, group.mentions[-1].form
    if nearest is None:
        return [f"no_cue|prep={hangs_on}"]
    cue = nearest.cue
    where = "left" if group.last < cue.first else "right" if group.first > cue.last else "in"
    voice, label = "passive" if cue.passive else "active", cue.verb_class or f"{cue.kind}.{cue.event}"
    left, right = (group.last, cue.first) if where == "left" else (cue.last, group.first)
    out = [f"cue={label}|{where}|{voice}", f"cue={label}|{where}|prep={hangs_on}", f"{where}|prep={hangs_on}|{form}"]
    out += [f"event={role.event}|{where}|prep={hangs_on}", f"event={role.event}|{where}"]
    out.append(f"cue_walls|{where}={_band(scene.walls_between(left, right))}")
    if where == "left" and not hangs_on and _is_nearest_left(scene, group, cue.first):
        out += ["subject", f"subject|{label}|{voice}", f"subject|{role.event}"]
    if where == "right" and not hangs_on and right - left <= 2:
        out += ["indirect_object", f"indirect_object|{label}"]
    return out


def _is_nearest_left(scene: Scene, group: Group, cue_first: int) -> bool:
    """Whether no other actor without a preposition stands between the group and the cue."""
    between = [a for a in scene.actors if group.last < scene.token_at(a.start) < cue_first]
    return all(preposition(scene, single(scene, a)) for a in between)


def _band(count: int) -> str:
    return "0" if count <= 0 else "1" if count == 1 else "2-3" if count <= 3 else "4-7" if count <= 7 else "8+"
