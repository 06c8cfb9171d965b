"""Whether what a sentence tells of is aid: given, promised, asked for or held back between two parties."""

from __future__ import annotations

from functools import lru_cache

from pledgebook.extraction.amounts import AmountMention
from pledgebook.extraction.evidence import Themes, closed_word, cue_features, plain_words, themes_around
from pledgebook.extraction.features import Bundle, WordFeatures
from pledgebook.extraction.ground import Ground
from pledgebook.extraction.groups import groups, standing
from pledgebook.extraction.items import is_known_item
from pledgebook.extraction.scene import Scene
from pledgebook.extraction.text_marks import themes


def aid_features(ground: Ground) -> list[Bundle]:
    """Evidence that the subject is aid."""
    scene, amount = ground.scene, ground.amount
    cues, said = cue_features(ground.reached), _themes(*themes_around(scene, ground.first, ground.last))
    out = [*cues, said, _memory_features(ground), _parties_named(ground), *_place_features(ground)]
    out += [_count(min(len(scene.amounts), 4)), _heading_features(ground)]
    if amount is not None:
        out += [_amount_features(amount), _of_kind(amount.kind, said, cues[0] if amount.kind == "things" else ())]
    return out


@lru_cache(maxsize=4096)
def _themes(near: Themes, said: Themes) -> Bundle:
    return (*(f"near:{t}" for t in near), *(f"said:{t}" for t in said))


@lru_cache(maxsize=8)
def _count(amounts: int) -> Bundle:
    return "claim", f"count{amounts}"


@lru_cache(maxsize=4096)
def _of_kind(kind: str, said: Bundle, nearest: Bundle) -> Bundle:
    """The themes and the nearest cue (but not its side), weighed anew for money or for things."""
    return tuple([f"{kind}|{feature}" for feature in (*nearest[:3], *said)])


_BEFORE, _AFTER = WordFeatures("before:"), WordFeatures("after:")


def _place_features(ground: Ground) -> list[Bundle]:
    scene, first, last = ground.scene, ground.first, ground.last
    out = [_beside(closed_word(scene.word(last + 1)), closed_word(scene.word(first - 1)))]
    return [
        *out,
        *_BEFORE.of(plain_words(scene, first - 5, first)),
        *_AFTER.of(plain_words(scene, last + 1, last + 6)),
    ]


@lru_cache(maxsize=8192)
def _beside(after: str, before: str) -> Bundle:
    return f"next={after}", f"previous={before}"


def _memory_features(ground: Ground) -> Bundle:
    memory = ground.memory
    return _told_before(ground.since, min(len(memory.given_by), 2), round(memory.aid * 4))


@lru_cache(maxsize=256)
def _told_before(since: str, told: int, aid: int) -> Bundle:
    """How far off the claim before stands, and how likely (in quarters) the subject before was aid."""
    return f"since={since}", f"told{told}", f"prior{aid}", f"prior{aid}|{since}"


def _amount_features(amount: AmountMention) -> Bundle:
    size = ""
    if amount.kind == "things":
        value = amount.low or amount.high or 0
        size = "few" if value <= 3 else "some" if value <= 100 else "many"
    is_open = amount.low is None or amount.high is None
    return _amount_kind(amount.kind, amount.item or "", amount.modifiers, size, (
        "elliptic" if amount.elliptic else "full", *(("rate",) if amount.per else ()),
        *(("open_end",) if is_open else ()),
    ))  # fmt: skip


@lru_cache(maxsize=4096)
def _amount_kind(kind: str, item: str, modifiers: tuple[str, ...], size: str, form: Bundle) -> Bundle:
    """What is told of an amount; for things also of what kind they are."""
    out = [f"kind={kind}", *form, *(f"modifier={m}" for m in modifiers)]
    if kind == "things":
        head = set(item.replace("-", " ").split())
        either = head | {w + "s" for w in head}
        out += [f"item:{theme}" for theme in _KINDS_OF_THINGS if not either.isdisjoint(themes()[theme])]
        out += [size, "known_item" if is_known_item(item) else "unknown_item"]
    return tuple(out)


_KINDS_OF_THINGS = ("people", "own_forces", "aid", "home", "loss", "economy")
"""Themes of vocabulary/context.toml that tell what things are."""


def _parties_named(ground: Ground) -> Bundle:
    """Evidence that two parties are there at all: aid at home is none."""
    article, scene = ground.article, ground.scene
    return _parties_of(scene, article.publisher_actors, min(len(article.foreign), 4))


@lru_cache(maxsize=64)
def _parties_of(scene: Scene, publisher: tuple[str, ...], others: int) -> Bundle:
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


def _heading_features(ground: Ground) -> Bundle:
    out = ("list_line",) if ground.scene.is_list_line else ()
    heading = ground.article.heading_of(ground.scene)
    if heading is None:
        return out
    return (*out, "headed_by_event" if heading.cues else "headed")
