"""Whether an amount is aid, what happened to it, and whether it is the whole, a part or a level."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from pledgebook.extraction.amounts import AmountMention
from pledgebook.extraction.evidence import Reach, cue_label, theme_features
from pledgebook.extraction.groups import groups, preposition, standing
from pledgebook.extraction.items import is_known_item
from pledgebook.extraction.parties import Memory
from pledgebook.extraction.scene import Article, Scene
from pledgebook.extraction.text_marks import themes
from pledgebook.extraction.topics import Topics
from pledgebook.model import BASES, EVENTS

_BASIS_WORDS: dict[str, frozenset[str]] = {
    name: frozenset(words.split())
    for name, words in {
        "more": "new additional another further extra more fresh anew top-up",
        "part": """including includes include included comprising first initial second third half part tranche instalment
            installment batch remaining remainder rest latest which these them those it""",
        "level": """far since date already bringing brings brought total totals totaling totalling cumulative altogether
            overall sum earlier previously""",
        "whole": "total whole overall entire altogether worth",
        "up": """raise raised raises increase increased increases double doubled boost boosted lift lifted enlarge enlarged
            expand""",
    }.items()
}


def _item_features(amount: AmountMention) -> list[str]:
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


def _nearest(reached: Sequence[Reach], before: bool) -> Reach | None:
    return next((r for r in reached if r.before == before), None)


def _cue_features(reached: Sequence[Reach]) -> list[str]:
    out = []
    if not reached:
        return ["no_cue"]
    best = reached[0]
    out += [
        f"best={cue_label(best.cue)}", f"best|{best.band}", f"best={best.cue.event}|{best.band}",
        f"best={best.cue.event}|{'before' if best.before else 'after'}",
    ]  # fmt: skip
    for side, before in (("before", True), ("after", False)):
        near = _nearest(reached, before)
        if near is not None:
            out += [f"{side}={near.cue.event}|{near.band}", f"{side}={cue_label(near.cue)}"]
            if near.cue.negated:
                out.append(f"{side}:negated")
        else:
            out.append(f"{side}:none")
    return out


def _party_features(article: Article, scene: Scene, topics: Topics) -> list[str]:
    """Evidence that two parties are there at all: aid at home is none."""
    found = groups(scene)
    out = [f"actors{min(len(scene.actors), 3)}"]
    own = set(article.publisher_actors)
    foreign = [g for g in found if not set(g.codes) & own]
    out.append(f"foreign_said{min(len(foreign), 2)}")
    for group in foreign:
        hangs_on = preposition(scene, group)
        hint = hangs_on if hangs_on in ("to", "for", "from", "by", "in", "") else "other"
        out.append(f"foreign|{standing(group.codes[0])}|{hint}")
        if scene.word(group.last + 1) in themes()["aid"]:
            out.append("foreign|before_aid_noun")
    out.append(f"foreign{min(len(article.foreign), 4)}")
    out.append(f"foreign_scenes{round(4 * _foreign_share(article))}")
    about = topics.recipients
    out.append(f"about={standing(about[0]) if about else 'nobody'}")
    if about and not set(about) & own and set(about) & {a.code for a in scene.actors}:
        out.append("about_said")
    if own:
        out += ["own_publisher", f"own_publisher|foreign_said{min(len(foreign), 1)}"]
        out.append(f"own_publisher|about={standing(about[0]) if about and not set(about) & own else 'nobody'}")
    if scene.is_list_line:
        out.append("list_line")
    heading = article.heading_of(scene)
    if heading is not None:
        out.append("headed_by_event" if heading.cues else "headed")
    return sorted(set(out))


@lru_cache(maxsize=16)
def _foreign_share(article: Article) -> float:
    """The share of sentences that name an actor besides the publisher's own."""
    own = set(article.publisher_actors)
    named = sum(1 for s in article.scenes if any(a.code not in own for a in s.actors))
    return named / max(1, len(article.scenes))


def aid_features(
    article: Article,
    scene: Scene,
    amount: AmountMention | None,
    place: tuple[int, int],
    reached: Sequence[Reach],
    memory: Memory,
    topics: Topics,
) -> list[str]:
    """Evidence that what stands at the tokens `place` is aid that someone gives, promises, asks for or holds back."""
    first, last = place
    near = theme_features(scene, first, last)
    out = [
        "claim", *(_item_features(amount) if amount else ()), *_cue_features(reached), *near, *_party_features(article, scene, topics), f"density{round(article.aid_density * 4)}", f"home_density{round(article.home_density * 6)}", f"count{min(len(scene.amounts), 4)}",
        f"told{min(sum(memory.given_by.values()), 2)}",
        "just_told" if memory.scene == scene.number else "told_before" if scene.number - memory.scene <= 1 else "cold",
        f"next={_closed(scene.word(last + 1))}", f"previous={_closed(scene.word(first - 1))}",
    ]  # fmt: skip
    if amount is not None and amount.kind == "things":
        out += [f"things|{f}" for f in (*_cue_features(reached)[:3], *near)]
    elif amount is not None:
        out += [f"money|{f}" for f in near]
    return out


_CLOSED = frozenset(
    """to for from by in of with against on at into towards toward through via inside under between and or but that which
    who as than per a an the its their his her our this these those is are was were be been will would has have had
    , . ; : ( ) - – — " “ ” 's worth more including up each""".split()
)


def _closed(word: str) -> str:
    """A word of a closed class as it is, any other as its kind."""
    return word if word in _CLOSED else "number" if word[:1].isdigit() else "word" if word else "end"


def event_candidates(
    article: Article, scene: Scene, amount: AmountMention | None, reached: Sequence[Reach], memory: Memory
) -> list[list[str]]:
    """One list of features for each of `EVENTS`, in their order."""
    shared = [f"rank{rank}={cue_label(r.cue)}" for rank, r in enumerate(reached[:2])]
    shared += [f"best|{reached[0].band}" if reached else "no_cue"]
    words = scene.words
    if scene.is_list_line:
        shared.append("list_line")
    if words & {"if", "unless", "provided"}:
        shared.append("conditional")
    if any(d.role == "deadline" for d in scene.dates):
        shared.append("deadline")
    if any(d.tense == "future" for d in scene.dates):
        shared.append("future_date")
    if any(d.tense == "past" for d in scene.dates):
        shared.append("past_date")
    if words & _BASIS_WORDS["level"]:
        shared.append("level_words")
    if amount is not None:
        shared += [f"modifier={m}" for m in amount.modifiers] + [f"kind={amount.kind}"]
    if amount is None:
        shared.append("no_amount")
    shared += sorted(f"modal={m}" for m in _MODALS & words)
    heading = article.heading_of(scene)
    headed = {c.event for c in heading.cues} if heading is not None else set()
    out = []
    for event in EVENTS:
        features = [f"{event}", *(f"{event}&{f}" for f in shared), *_own_features(event, reached)]
        if event in headed:
            features += ["headed", "headed|no_cue" if not reached else f"headed|{reached[0].band}"]
        if memory.event == event:
            gap = scene.number - memory.scene
            features += ["as_before", f"as_before|{'same' if gap == 0 else 'next' if gap == 1 else 'later'}"]
            features.append("as_before|list" if scene.is_list_line else "as_before|prose")
            if not reached or reached[0].cost > 6:
                features.append("as_before|no_near_cue")
        out.append(features)
    return out


_MODALS = frozenset("would could may might should will shall".split())


def _own_features(event: str, reached: Sequence[Reach]) -> list[str]:
    """How near the words for this very event stand, in features that all events share."""
    own = [(rank, r) for rank, r in enumerate(reached) if r.cue.event == event and not r.cue.negated]
    if not own:
        return ["own:none", f"own:none={event}"]
    rank, best = own[0]
    side = "before" if best.before else "after"
    out = [
        f"own|{best.band}", f"own|rank{min(rank, 3)}", f"own|{best.cue.kind}|{best.band}", f"own|{side}|{best.band}",
        f"own={event}|{best.band}", f"own={event}|rank{min(rank, 3)}", f"own&{cue_label(best.cue)}|rank{min(rank, 1)}",
        f"own|amounts{min(best.amounts_between, 2)}|{side}", f"own|{best.cue.kind}|{side}|{best.band}|rank{min(rank, 2)}",
        f"own|{best.cue.verb_class}|{side}|rank{min(rank, 1)}",
    ]  # fmt: skip
    if len(own) > 1:
        out.append("own|again")
    if event in ("block", "miss", "cancel"):
        out.append(f"own|setback|{best.band}")
    return out


def basis_candidates(
    scene: Scene, amount: AmountMention | None, event: str, reached: Sequence[Reach], memory: Memory
) -> list[list[str]]:
    """One list of features for each of `BASES`, in their order."""
    shared = [f"event={event}", "list_line" if scene.is_list_line else "prose"]
    if amount is not None:
        first, last = scene.token_at(amount.start), scene.token_at(amount.end - 1)
        shared += [f"modifier={m}" for m in amount.modifiers]
        before = [scene.word(i) for i in range(first - 6, first)]
        after = [scene.word(i) for i in range(last + 1, last + 7)]
        inside = [scene.word(i) for i in range(first, last + 1)]
        for name, words in _BASIS_WORDS.items():
            for place, found in (("before", before), ("after", after), ("inside", inside)):
                if words & set(found):
                    shared.append(f"{name}:{place}")
        shared += [f"previous={_closed(scene.word(first - 1))}", f"next={_closed(scene.word(last + 1))}"]
        shared += _bigger_before(scene, amount)
        shared.append(f"kind={amount.kind}")
        if first == 0 or (first == 1 and scene.is_list_line):
            shared.append("opens")
    for name, words in _BASIS_WORDS.items():
        if scene.words & words:
            shared.append(f"{name}:said")
    if reached:
        shared += [f"best={cue_label(reached[0].cue)}", f"best={reached[0].cue.form}|{event}"]
    if memory.scene == scene.number:
        shared.append("second_claim")
    return [[basis, *(f"{basis}&{f}" for f in shared)] for basis in BASES]


def _bigger_before(scene: Scene, amount: AmountMention) -> list[str]:
    """Whether a larger (or smaller) amount of the same unit stands before in the sentence."""
    out = set()
    mine = amount.low or amount.high or 0
    for other in scene.amounts:
        if other.start < amount.start and other.unit == amount.unit:
            theirs = other.low or other.high or 0
            out.add("after_bigger" if theirs > mine else "after_smaller")
        if other.start > amount.start and other.unit == amount.unit:
            out.add("amount_follows")
    return sorted(out)
