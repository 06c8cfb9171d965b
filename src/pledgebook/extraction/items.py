"""What is given: the item of an amount in the text's own words, and its kind of aid."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from pledgebook.extraction.amounts import AmountMention
from pledgebook.extraction.scene import Article, Scene
from pledgebook.model import Aid
from pledgebook.vocabulary import aid_modifiers, singular_of
from pledgebook.vocabulary import item_of as known_item_of

_LEADS_TO_ITEM = frozenset(("in", "of", "for", "worth", "as", "towards", "toward", "to", "on", "into"))
_ENDS_ITEM = frozenset(
    """to for from by with against on at into towards toward through via inside under between but that which who as than
    the a an its their his her our this these those is are was were be been will would has have had said over this
    including worth per so if when while where until since after before not could should may it he she they we in
    over during within last next""".split()
)
_LEFT_OUT = frozenset(
    "new additional further more another extra fresh urgent urgently needed total overall worth immediate initial "
    "the a an its their our his her s 's first second third second-phase".split()
)
_LONGEST_ITEM = 6
"""Words of an item: longer ones are half sentences."""


@lru_cache(maxsize=4096)
def aid_of_item(item: str) -> Aid | None:
    """The kind of aid of a known item; None if it is unknown or fits every kind."""
    known = known_item_of(item)
    return known.aid if known else None


@lru_cache(maxsize=4096)
def is_known_item(item: str) -> bool:
    return known_item_of(item) is not None


def item_of(scene: Scene, amount: AmountMention | None, item: str | None) -> str | None:
    """The item as the text names it: singular, lower case, without number or praise; None if it names none."""
    if amount is None or amount.kind == "things":
        return item
    first, last = scene.token_at(amount.start), scene.token_at(amount.end - 1)
    return _after(scene, last + 1) or _before(scene, first - 1)


def _after(scene: Scene, index: int) -> str | None:
    """The noun phrase behind an amount: "$5m in seed funding", "a €2bn loan", "$3m to the fund for schools"."""
    while scene.word(index) in (")", '"', "”", "more", "worth"):
        index += 1
    if scene.word(index) in ("in", "of", "for", "as", "towards", "toward", "into"):
        return _phrase(scene, index + 1)
    if scene.word(index) not in _ENDS_ITEM and scene.word(index)[:1].isalpha():
        return _phrase(scene, index)
    return None


def _before(scene: Scene, index: int) -> str | None:
    """The noun phrase before an amount: "weapons worth $300m", "a programme of NOK 75bn", "a loan totaling €2bn"."""
    if scene.word(index) not in ("worth", "of", "totaling", "totalling", ":", "("):
        return None
    end = index
    start = end
    while start > 0 and end - start < _LONGEST_ITEM and scene.word(start - 1) not in _ENDS_ITEM | {",", ".", ";", ":", "(", "and"}:
        start -= 1
    return _phrase(scene, start, end)


def _phrase(scene: Scene, start: int, stop: int | None = None) -> str | None:
    words: list[str] = []
    index = start
    while index < len(scene.tokens) and (stop is None or index < stop) and len(words) < _LONGEST_ITEM:
        word = scene.word(index)
        if word in _LEFT_OUT and not words:
            index += 1
            continue
        if word in _ENDS_ITEM or not (word[:1].isalnum()):
            break
        words.append(word)
        index += 1
    while words and words[-1] in ("and", "or", "of", "'s"):
        words.pop()
    return singular_of(" ".join(words)) if words else None


def aid_kind(article: Article, scene: Scene, start: int, item: str | None) -> Aid:
    """The kind of aid: by the item, else by what the sentence, else the article, mostly speaks of."""
    own = aid_of_item(item or "")
    if own is not None:
        return own
    told = Counter(_kinds_said(scene))
    if told:
        return _most(told)
    whole = _kinds_of_article(article)
    return _most(whole) if whole else "other"


def _most(told: Counter[Aid]) -> Aid:
    return min(told, key=lambda kind: (-told[kind], kind))


def _kinds_said(scene: Scene) -> list[Aid]:
    kinds = [k.item.aid for k in scene.items if k.item.aid is not None]
    modifiers = aid_modifiers()
    return kinds + [modifiers[w] for w in scene.said.lower().split() if w in modifiers]


@lru_cache(maxsize=16)
def _kinds_of_article(article: Article) -> Counter[Aid]:
    return Counter(kind for scene in article.scenes for kind in _kinds_said(scene))
