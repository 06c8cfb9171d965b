"""What is given: the item of an amount in the text's own words, and its kind of aid."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from pledgebook.extraction.amounts import AmountMention
from pledgebook.extraction.scene import Article, Scene
from pledgebook.extraction.things import bare_things
from pledgebook.model import Aid
from pledgebook.vocabulary import aid_modifiers, singular_of
from pledgebook.vocabulary import item_of as known_item_of

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
_NEVER_ITEM = frozenset(
    """now full half whole rest nearly about almost and or both much most part some all he she it they we not already
    respectively alone each apiece together annually overall earlier later ago so far today yesterday""".split()
)
"""Words with which no noun phrase of an item begins."""

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
    """The item as the text names it: singular, lower case, without number or praise; None if it names none.

    Money takes the noun phrase that hangs on it ("$5m in seed funding", "weapons worth $300m"), else the
    nearest known item of its sentence.
    """
    if amount is None or amount.kind == "things":
        return item
    first, last = scene.token_at(amount.start), scene.token_at(amount.end - 1)
    return _after(scene, last + 1) or _before(scene, first - 1) or _nearest(scene, amount)


def _after(scene: Scene, index: int) -> str | None:
    """The noun phrase behind an amount: "$5m in seed funding", "a €2bn loan", "€9m (about $10m) for schools"."""
    index = _past_brackets(scene, index)
    if scene.word(index) in ("in", "of", "for", "as", "towards", "toward", "into"):
        return _phrase(scene, index + 1)
    if scene.word(index) not in _ENDS_ITEM and scene.word(index)[:1].isalpha():
        return _phrase(scene, index)
    return None


def _past_brackets(scene: Scene, index: int) -> int:
    while scene.word(index) in (")", '"', "”", "more", "worth"):
        index += 1
    if scene.word(index) == "(":
        closing = next((i for i in range(index, min(index + 8, len(scene.tokens))) if scene.word(i) == ")"), index - 1)
        return closing + 1
    return index


def _before(scene: Scene, index: int) -> str | None:
    """The noun phrase before an amount: "weapons worth $300m", "a programme of NOK 75bn", "a loan totaling €2bn"."""
    if scene.word(index) not in ("worth", "of", "totaling", "totalling"):
        return None
    start = index
    while start > 0 and index - start < _LONGEST_ITEM and scene.word(start - 1) not in _ENDS_BACKWARDS:
        start -= 1
    return _phrase(scene, start, index)


_ENDS_BACKWARDS = _ENDS_ITEM | {",", ".", ";", ":", "(", "and", "of"}


def _nearest(scene: Scene, amount: AmountMention) -> str | None:
    """The known item of the sentence that stands nearest to the amount and belongs to no other amount."""
    free = [t for t in bare_things(scene) if not _container_only(t.item)]
    if not free:
        return None
    return min(free, key=lambda t: (min(abs(t.start - amount.end), abs(amount.start - t.end)), t.start)).item


def _container_only(item: str) -> bool:
    known = known_item_of(item)
    return known is not None and known.container


def _phrase(scene: Scene, start: int, stop: int | None = None) -> str | None:
    words: list[str] = []
    index = start
    while index < len(scene.tokens) and (stop is None or index < stop) and len(words) < _LONGEST_ITEM:
        word = scene.word(index)
        if word in _LEFT_OUT and not words:
            index += 1
            continue
        if word in _ENDS_ITEM or not word[:1].isalnum() or _elsewhere(scene, index):
            break
        words.append(word)
        index += 1
    while words and words[-1] in ("and", "or", "of", "'s"):
        words.pop()
    return singular_of(" ".join(words)) if words and words[0] not in _NEVER_ITEM else None


def _elsewhere(scene: Scene, index: int) -> bool:
    """Whether a word belongs to an actor, a date or an amount, or is a verb."""
    start = scene.starts[index]
    named = [a for a in scene.actors if a.form not in ("adjective", "region")]
    if any(a.start <= start < a.end for a in named) or any(d.start <= start < d.end for d in scene.dates):
        return True
    if any(m.start <= start < m.end for m in scene.amounts):
        return True
    return any(c.kind != "noun" and c.first == index for c in scene.cues)


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
