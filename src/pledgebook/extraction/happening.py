"""Whether an amount is aid, what happened to it, and whether it is the whole, a part or a level."""

from __future__ import annotations

from collections.abc import Sequence

from pledgebook.extraction.amounts import AmountMention
from pledgebook.extraction.evidence import Reach, cue_label, theme_features, themes
from pledgebook.extraction.items import is_known_item
from pledgebook.extraction.groups import groups, preposition
from pledgebook.extraction.parties import Memory
from pledgebook.extraction.scene import Article, Scene
from pledgebook.model import BASES, EVENTS

_BASIS_WORDS: dict[str, frozenset[str]] = {
    "more": frozenset("new additional another further extra more fresh anew top-up".split()),
    "part": frozenset("including includes include included comprising first initial second third half part tranche instalment installment batch remaining remainder rest latest of-which which these them those it".split()),
    "level": frozenset("far since date already bringing brings brought total totals totaling totalling cumulative altogether overall sum earlier previously".split()),
    "whole": frozenset("total whole overall entire altogether worth".split()),
    "up": frozenset("raise raised raises increase increased increases double doubled boost boosted lift lifted enlarge enlarged expand".split()),
}  # fmt: skip


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


def _party_features(scene: Scene) -> list[str]:
    found = groups(scene)
    hints = {preposition(scene, g) for g in found}
    out = [f"actors{min(len(scene.actors), 3)}"]
    out += [f"hangs={h}" for h in sorted(hints & {"to", "for", "from", "by", "in", ""})]
    if scene.is_list_line:
        out.append("list_line")
    return out


def aid_features(
    article: Article,
    scene: Scene,
    amount: AmountMention | None,
    place: tuple[int, int],
    reached: Sequence[Reach],
    memory: Memory,
) -> list[str]:
    """Evidence that what stands at the tokens `place` is aid that someone gives, promises, asks for or holds back."""
    density = sum(1 for s in article.scenes if s.words & themes()["aid"]) / max(1, len(article.scenes))
    first, last = place
    near = theme_features(scene, first, last)
    out = [
        "claim", *(_item_features(amount) if amount else ()), *_cue_features(reached), *near, *_party_features(scene), f"density{round(density * 4)}", f"count{min(len(scene.amounts), 4)}",
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
    shared = [f for r in reached[:3] for f in (f"has={cue_label(r.cue)}|{r.band}",)]
    shared += _cue_features(reached)
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
    out = []
    for event in EVENTS:
        features = [f"{event}", *(f"{event}&{f}" for f in shared), *_own_features(event, reached)]
        if memory.event == event:
            gap = scene.number - memory.scene
            features += ["as_before", f"as_before|{'same' if gap == 0 else 'next' if gap == 1 else 'later'}"]
            features.append("as_before|list" if scene.is_list_line else "as_before|prose")
            if not reached or reached[0].cost > 6:
                features.append("as_before|no_near_cue")
        out.append(features)
    return out


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
        f"own|amounts{min(best.amounts_between, 2)}|{side}",
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
