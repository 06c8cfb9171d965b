"""Whether what a sentence tells of is aid: given, promised, asked for or held back between two parties."""

from __future__ import annotations

from functools import lru_cache

from pledgebook.extraction.amounts import AmountMention
from pledgebook.extraction.evidence import closed_word, cue_features, theme_features
from pledgebook.extraction.ground import Ground
from pledgebook.extraction.groups import groups, preposition, standing
from pledgebook.extraction.items import is_known_item
from pledgebook.extraction.scene import Article
from pledgebook.extraction.text_marks import themes


def aid_features(ground: Ground) -> list[str]:
    """Evidence that the subject is aid."""
    scene, first, last = ground.scene, ground.first, ground.last
    cues, near = cue_features(ground.reached), theme_features(scene, first, last)
    out = ["claim", *cues, *near, *_article_features(ground), *_parties_named(ground), *_place_features(ground)]
    out += [f"count{min(len(scene.amounts), 4)}", *_heading_features(ground)]
    if ground.amount is not None:
        out += _amount_features(ground.amount)
        things = ground.amount.kind == "things"
        out += [f"things|{f}" for f in (*cues[:3], *near)] if things else [f"money|{f}" for f in near]
    return out


def _place_features(ground: Ground) -> list[str]:
    scene = ground.scene
    return [f"next={closed_word(scene.word(ground.last + 1))}", f"previous={closed_word(scene.word(ground.first - 1))}"]


def _article_features(ground: Ground) -> list[str]:
    """How much the article speaks of aid, of spending at home, and of claims so far."""
    article, memory, number = ground.article, ground.memory, ground.scene.number
    since = "just_told" if memory.scene == number else "told_before" if number - memory.scene <= 1 else "cold"
    told = f"told{min(sum(memory.given_by.values()), 2)}"
    return [f"density{round(article.aid_density * 4)}", f"home_density{round(article.home_density * 6)}", since, told]


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
        hangs_on = preposition(scene, group)
        hint = hangs_on if hangs_on in ("to", "for", "from", "by", "in", "") else "other"
        out.add(f"foreign|{standing(group.codes[0])}|{hint}")
        if scene.word(group.last + 1) in themes()["aid"]:
            out.add("foreign|before_aid_noun")
    out |= {f"foreign{min(len(article.foreign), 4)}", f"foreign_scenes{round(4 * _foreign_share(article))}"}
    return sorted(out | _topic_features(ground, own, bool(foreign)))


def _topic_features(ground: Ground, own: set[str], foreign_said: bool) -> set[str]:
    """Who the article is about, and whether it is its publisher's own state."""
    about = set(ground.topics.recipients)
    kind = standing(ground.topics.recipients[0]) if about else "nobody"
    out = {f"about={kind}"}
    if about and not about & own and about & {a.code for a in ground.scene.actors}:
        out.add("about_said")
    if own:
        out |= {"own_publisher", f"own_publisher|foreign_said{int(foreign_said)}"}
        out.add(f"own_publisher|about={kind if not about & own else 'nobody'}")
    return out


def _heading_features(ground: Ground) -> list[str]:
    out = ["list_line"] if ground.scene.is_list_line else []
    heading = ground.article.heading_of(ground.scene)
    if heading is not None:
        out.append("headed_by_event" if heading.cues else "headed")
    return out


@lru_cache(maxsize=16)
def _foreign_share(article: Article) -> float:
    """The share of sentences that name an actor besides the publisher's own."""
    own = set(article.publisher_actors)
    named = sum(1 for s in article.scenes if any(a.code not in own for a in s.actors))
    return named / max(1, len(article.scenes))
