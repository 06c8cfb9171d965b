"""Whether what a sentence tells of is aid: given, promised, asked for or held back between two parties."""

from __future__ import annotations

from pledgebook.extraction.amounts import AmountMention
from pledgebook.extraction.evidence import closed_word, cue_features, plain_words, theme_features
from pledgebook.extraction.ground import Ground
from pledgebook.extraction.groups import groups, standing
from pledgebook.extraction.items import is_known_item
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
        out += [f"things|{f}" for f in (*cues[:3], *near)] if things else [f"money|{f}" for f in near]
    return out


def _place_features(ground: Ground) -> list[str]:
    scene = ground.scene
    before = plain_words(scene, ground.first - 5, ground.first)
    after = plain_words(scene, ground.last + 1, ground.last + 6)
    out = [f"next={closed_word(scene.word(ground.last + 1))}", f"previous={closed_word(scene.word(ground.first - 1))}"]
    return [*out, *(f"before:{w}" for w in before), *(f"after:{w}" for w in after)]


def _memory_features(ground: Ground) -> list[str]:
    """How far off the claim before stands, and how likely the subject before was aid."""
    memory, since = ground.memory, ground.since
    prior = f"prior{round(memory.aid * 4)}"
    return [f"since={since}", f"told{min(len(memory.given_by), 2)}", prior, f"{prior}|{since}"]


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


def _parties_named(ground: Ground) -> list[str]:
    """Evidence that two parties are there at all: aid at home is none."""
    article, scene = ground.article, ground.scene
    own = set(article.publisher_actors)
    foreign = [g for g in groups(scene) if not set(g.codes) & own]
    out = {f"actors{min(len(scene.actors), 3)}", f"foreign_said{min(len(foreign), 2)}"}
    for group in foreign:
        hangs_on = group.hangs_on
        hint = hangs_on if hangs_on in ("to", "for", "from", "by", "in", "") else "other"
        out.add(f"foreign|{standing(group.codes[0])}|{hint}")
        if group.next_word in themes()["aid"]:
            out.add("foreign|before_aid_noun")
    out.add(f"foreign{min(len(article.foreign), 4)}")
    if own:
        out |= {"own_publisher", f"own_publisher|foreign_said{int(bool(foreign))}"}
    return sorted(out)


def _heading_features(ground: Ground) -> list[str]:
    out = ["list_line"] if ground.scene.is_list_line else []
    heading = ground.article.heading_of(ground.scene)
    if heading is not None:
        out.append("headed_by_event" if heading.cues else "headed")
    return out
