"""Whether what a sentence tells of is aid: given, promised, asked for or held back between two parties."""

from __future__ import annotations

from functools import lru_cache

from pledgebook.extraction.amounts import AmountMention
from pledgebook.extraction.evidence import closed_word, cue_features, plain_words, theme_features
from pledgebook.extraction.feature_names import FeatureNames
from pledgebook.extraction.ground import Ground
from pledgebook.extraction.groups import groups, standing
from pledgebook.extraction.items import is_known_item
from pledgebook.extraction.scene import Scene
from pledgebook.extraction.text_marks import themes


def aid_features(ground: Ground) -> list[str]:
    """Evidence that the subject is aid."""
    scene, first, last = ground.scene, ground.first, ground.last
    cues, near = cue_features(ground.reached), theme_features(scene, first, last)
    out = ["claim", *cues, *near, *_memory_features(ground), *_parties_named(ground), *_place_features(ground)]
    out += [f"count{min(len(scene.amounts), 4)}", *_heading_features(ground)]
    if ground.amount is not None:
        out += _amount_features(ground.amount)
        things = ground.amount.kind == "things"
        out += [_THINGS[f] for f in (*cues[:3], *near)] if things else [_MONEY[f] for f in near]
    return out


def _place_features(ground: Ground) -> list[str]:
    scene, first, last = ground.scene, ground.first, ground.last
    before, after = plain_words(scene, first - 5, first), plain_words(scene, last + 1, last + 6)
    out = [_NEXT[closed_word(scene.word(last + 1))], _PREVIOUS[closed_word(scene.word(first - 1))]]
    return [*out, *[_BEFORE[w] for w in before], *[_AFTER[w] for w in after]]


_NEXT, _PREVIOUS = FeatureNames("next="), FeatureNames("previous=")
_BEFORE, _AFTER = FeatureNames("before:"), FeatureNames("after:")
_THINGS, _MONEY = FeatureNames("things|"), FeatureNames("money|")


def _memory_features(ground: Ground) -> tuple[str, ...]:
    memory = ground.memory
    return _told_before(ground.since, min(len(memory.given_by), 2), round(memory.aid * 4))


@lru_cache(maxsize=256)
def _told_before(since: str, told: int, aid: int) -> tuple[str, ...]:
    """How far off the claim before stands, and how likely (in quarters) the subject before was aid."""
    return f"since={since}", f"told{told}", f"prior{aid}", f"prior{aid}|{since}"


def _amount_features(amount: AmountMention) -> list[str]:
    out = [f"kind={amount.kind}", "elliptic" if amount.elliptic else "full"]
    out += [f"modifier={m}" for m in amount.modifiers]
    if amount.per:
        out.append("rate")
    if amount.low is None or amount.high is None:
        out.append("open_end")
    if amount.kind == "things":
        head = set((amount.item or "").replace("-", " ").split())
        for theme in ("people", "own_forces", "aid", "home", "loss", "economy"):
            if head & themes()[theme] or {w + "s" for w in head} & themes()[theme]:
                out.append(f"item:{theme}")
        value = amount.low or amount.high or 0
        out.append("few" if value <= 3 else "some" if value <= 100 else "many")
        out.append("known_item" if is_known_item(amount.item or "") else "unknown_item")
    return out


def _parties_named(ground: Ground) -> tuple[str, ...]:
    """Evidence that two parties are there at all: aid at home is none."""
    article, scene = ground.article, ground.scene
    return _parties_of(scene, article.publisher_actors, min(len(article.foreign), 4))


@lru_cache(maxsize=64)
def _parties_of(scene: Scene, publisher: tuple[str, ...], others: int) -> tuple[str, ...]:
    """The same for all subjects of a sentence; `others` are the actors of the article besides the publisher's own."""
    own = set(publisher)
    foreign = [g for g in groups(scene) if own.isdisjoint(g.codes)]
    out = {f"actors{min(len(scene.actors), 3)}", f"foreign_said{min(len(foreign), 2)}", f"foreign{others}"}
    for group in foreign:
        out.add(_named(standing(group.codes[0]), group.hangs_on))
        if group.next_word in themes()["aid"]:
            out.add("foreign|before_aid_noun")
    if own:
        out |= {"own_publisher", f"own_publisher|foreign_said{int(bool(foreign))}"}
    return tuple(sorted(out))


@lru_cache(maxsize=256)
def _named(kind: str, hangs_on: str) -> str:
    """How a foreign party of some standing is named."""
    return f"foreign|{kind}|{hangs_on if hangs_on in ('to', 'for', 'from', 'by', 'in', '') else 'other'}"


def _heading_features(ground: Ground) -> list[str]:
    out = ["list_line"] if ground.scene.is_list_line else []
    heading = ground.article.heading_of(ground.scene)
    if heading is not None:
        out.append("headed_by_event" if heading.cues else "headed")
    return out
