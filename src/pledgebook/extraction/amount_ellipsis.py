"""What a bare number counts: unit or item from the amount that stands nearest in the text."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pledgebook.extraction.amount_drafts import Draft
from pledgebook.extraction.amount_items import singular
from pledgebook.extraction.amount_words import known_forms, word_set
from pledgebook.vocabulary import items

_MILLION = 1_000_000

_FORWARD_GAP = 6
"""How many amounts ahead a bare number may look ("by 13 million to over 53 million euros")."""

_REACH = 60
"""How many amounts back a bare number may look: about the length of a long article's section."""

_LONGEST_LABEL = 6
"""Words of the longest name before a colon."""

_JOINTS = frozenset("to and or of instead from the its those , - – rather than out all a".split())
"""Words that may stand between two amounts of one unit."""

_APART = Decimal(1000)
"""A bare number this many times larger than the last count of things is money, where money was told."""


def complete(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts in order, each bare one with its unit or item; those that count nothing are left out."""
    done: list[Draft] = []
    for place, draft in enumerate(drafts):
        if draft.kind != "bare":
            done.append(draft)
            continue
        filled = _fill(draft, done[-_REACH:], drafts[place + 1 : place + 1 + _FORWARD_GAP])
        if filled is not None:
            done.append(filled)
    return done


def _fill(draft: Draft, before: Sequence[Draft], after: Sequence[Draft]) -> Draft | None:
    if draft.hint == "fraction":
        return _share_of(draft, _ahead_near(draft, after))
    if draft.hint == "portion":
        return _share_of(draft, before[-1] if before and before[-1].words is draft.words else None)
    label = _label(draft) if draft.scale < _MILLION else None
    if label is not None:
        return draft._replace(kind="things", item=label, elliptic=True)
    source = _source(draft, before, after)
    if source is None:
        return None
    if source.kind == "money":
        return draft._replace(kind="money", codes=source.codes, elliptic=True)
    item = f"{draft.item} {(source.item or '').rpartition(' ')[2]}" if draft.item else source.item
    return draft._replace(kind="things", item=item, elliptic=True)


def _label(draft: Draft) -> str | None:
    """The thing that a sentence names before a colon: "IRIS-T SLM: 6 delivered, 6 outstanding"."""
    words = draft.words
    colon = next((k for k in range(min(_LONGEST_LABEL + 1, draft.first)) if words.low[k] == ":"), None)
    if colon is None:
        return None
    first = next((k for k in range(colon) if words.low[k][:1].isalnum()), colon)
    label = singular(" ".join(words.low[first:colon]))
    return label if label in known_forms() or label.rpartition(" ")[2] in known_forms() else None


def _ahead_near(draft: Draft, after: Sequence[Draft]) -> Draft | None:
    whole = _ahead(draft, after)
    return whole if whole is not None and whole.first <= draft.last + 4 else None


def _share_of(draft: Draft, whole: Draft | None) -> Draft | None:
    """The share of an amount that "half of the million shells" or "half of it" names; None if that has no unit."""
    if whole is None or draft.low is None:
        return None
    low, high = (None if end is None else end * draft.low for end in (whole.low, whole.high))
    return draft._replace(kind=whole.kind, codes=whole.codes, item=whole.item, low=low, high=high, elliptic=True)


def _source(draft: Draft, before: Sequence[Draft], after: Sequence[Draft]) -> Draft | None:
    """The amount that tells what a bare one counts; None if there is none."""
    ahead = _ahead(draft, after)
    if before and _is_of(before[-1], draft):
        return before[-1]
    if draft.hint in ("shared", "single"):
        return ahead if ahead and ahead.kind == "things" else _last(before, "things")
    if draft.hint == "money":
        return _last(before, "money") or next((d for d in after if d.kind == "money"), None)
    if ahead is not None and _shares(draft, ahead):
        return ahead
    things, money = _last(before, "things"), _last(before, "money")
    if draft.hint == "things" or draft.scale < _MILLION:
        return things or _last(list(reversed(after)), "things")
    return _nearer(draft, things, money, before)


def _is_of(whole: Draft, draft: Draft) -> bool:
    """Whether things told right before hold a bare number: "Of the 60 tanks, 20 came", "15 cars of the promised 20"."""
    if whole.words is not draft.words or whole.kind != "things" or draft.hint == "money" or draft.item:
        return False
    between = whole.words.low[whole.last : draft.first]
    opens = between == [","] and whole.first <= 2 and whole.words.low[0] == "of"
    return opens or (between[:1] == ["of"] and len(between) <= 2 and between[-1] in ("the", "its", "their", "promised"))


def _ahead(draft: Draft, after: Sequence[Draft]) -> Draft | None:
    """The next amount with a unit in the same sentence."""
    return next((d for d in after if d.words is draft.words and d.kind != "bare"), None)


def _shares(draft: Draft, ahead: Draft) -> bool:
    """Whether only joining words stand between: "13 million to 53 million dollars", "five of the eight howitzers"."""
    between = draft.words.low[draft.last : ahead.first]
    if not set(between) <= _JOINTS or not between:
        return False
    return "of" in between or ahead.kind == "money" or between[0] in ("and", "to", "or", "instead", "rather")


def _last(drafts: Sequence[Draft], kind: str) -> Draft | None:
    """The last amount of a kind; of things only those known to be given, not people, states or laws."""
    for draft in reversed(drafts):
        if draft.kind == kind and (kind == "money" or _is_given(draft)):
            return draft
    return None


def _is_given(draft: Draft) -> bool:
    item = draft.item or ""
    head = item.partition(" of ")[0].rpartition(" ")[2]
    if head in word_set("not_given", "nouns") or (item in items() and items()[item].container):
        return False
    return head in known_forms() or item in known_forms() or any(c.isdecimal() for c in item)


def _nearer(draft: Draft, things: Draft | None, money: Draft | None, before: Sequence[Draft]) -> Draft | None:
    """Of the last things and the last money the nearer, unless the sizes speak against it."""
    if things is None or money is None:
        return things or money
    if draft.size > things.size * _APART:
        return money
    return things if before.index(things) > before.index(money) else money
