"""Amounts in English news prose: money and things with their ranges, rates and exact places.

Sentences that hold a number are taken apart into words; `amount_reading` reads the amounts of each,
`amount_ellipsis` supplies what a bare number counts, and open currency words are resolved by the states named
near them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pledgebook.extraction.amount_currency import Owners, Setting, resolve
from pledgebook.extraction.amount_drafts import Draft
from pledgebook.extraction.amount_ellipsis import complete
from pledgebook.extraction.amount_reading import read_sentence
from pledgebook.extraction.amount_search import amount_sentences
from pledgebook.extraction.amount_tokens import words_of
from pledgebook.extraction.word_search import lowered
from pledgebook.model import ITEM, Per

Kind = Literal["money", "things"]


@dataclass(frozen=True, slots=True)
class AmountMention:
    """An amount of money or things in a text, with its places in characters.

    `start`–`end` is the whole expression, `number_start`–`number_end` the number with its scale,
    `item_start`–`item_end` the noun phrase of things (None where it is not told there). `unit` is an ISO 4217
    code or "item"; `low` and `high` are in single units, None for an open end. `modifiers` are the words of
    the expression that qualify it ("additional", "first", "each", "a"). `elliptic`: unit or item was
    supplied from another amount of the text.
    """

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    unit: str
    kind: Kind
    number_start: int
    number_end: int
    per: Per | None = None
    item: str | None = None
    item_start: int | None = None
    item_end: int | None = None
    modifiers: tuple[str, ...] = ()
    elliptic: bool = False
    approximate: bool = False


MOST = 10**18
"""No amount is so large: "million million million …" is none."""


def _is_bounded(draft: Draft) -> bool:
    """Whether an amount has a bound, and none that nobody could mean."""
    bounds = [bound for bound in (draft.low, draft.high) if bound is not None]
    return bool(bounds) and max(bounds) < MOST


def find_amounts(text: str) -> list[AmountMention]:
    """Every amount of the text in the order of its place; no two overlap."""
    drafts: list[Draft] = []
    for start, end in amount_sentences(text):
        drafts.extend(read_sentence(words_of(text, start, end)))
    done = complete(_with_units(drafts, text))
    return [_mention(draft, text) for draft in done if _is_bounded(draft)]


def _with_units(drafts: Sequence[Draft], text: str) -> list[Draft]:
    """The drafts with one currency each where the text has told one."""
    owners: Owners | None = None
    told: set[str] = set()
    out: list[Draft] = []
    for draft in drafts:
        if len(draft.codes) > 1:
            owners = owners or Owners(lowered(text))
            draft = draft._replace(codes=(_resolved(draft, owners, frozenset(told)),))
        elif draft.codes:
            told.add(draft.codes[0])
        out.append(draft)
    return out


def _resolved(draft: Draft, owners: Owners, told: frozenset[str]) -> str:
    words = draft.words
    place = words.start[draft.number_first]
    return resolve(draft.codes, Setting(owners, words.start[0], words.end[len(words) - 1], place, told))


def _mention(draft: Draft, text: str) -> AmountMention:
    words = draft.words
    has_item = draft.item_first >= 0
    return AmountMention(
        start=words.start[draft.first],
        end=words.end[draft.last - 1],
        low=_plain(draft.low),
        high=_plain(draft.high),
        unit=draft.codes[0] if draft.kind == "money" else ITEM,
        kind="money" if draft.kind == "money" else "things",
        number_start=words.start[draft.number_first],
        number_end=words.end[draft.number_last - 1],
        per=draft.per,
        item=draft.item,
        item_start=words.start[draft.item_first] if has_item else None,
        item_end=words.end[draft.item_last - 1] if has_item else None,
        modifiers=draft.modifiers,
        elliptic=draft.elliptic,
        approximate=draft.approximate,
    )


def _plain(value: Decimal | None) -> Decimal | None:
    """The number without digits that say nothing: 1500000000, not 1500000000.0."""
    if value is None or value != value.to_integral_value():
        return value
    return value.to_integral_value()
