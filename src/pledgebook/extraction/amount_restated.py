"""Sums that only restate another in a second currency: "€5 billion ($5.5 billion)"."""

from __future__ import annotations

from pledgebook.extraction.amount_drafts import Draft
from pledgebook.extraction.amount_money import currency_at, differ
from pledgebook.extraction.amount_ranges import Figure, read_figure_at, read_other_end
from pledgebook.extraction.amount_singles import may_begin
from pledgebook.extraction.amount_tokens import Words

_ALMOST = frozenset(
    """or about around approximately some roughly nearly almost equivalent equal to just over under approx = ~ ≈ worth
    the at . i.e. i.e ca c more than""".split()
)
"""Words between a sum and its like in another currency."""


_LONGEST_BRACKETS = 40
"""Words between brackets that hold the same sum in another currency."""


def past_restatement(words: Words, draft: Draft) -> int:
    """Past the same sum in another currency: "(about $5.5 billion)", ", or about $150 million"."""
    at = draft.last
    if draft.kind == "money" or (draft.kind == "bare" and draft.scale > 1):
        if words.word(at) == "(":
            return _past_brackets(words, draft, at)
        if words.word(at) in (",", "or", "—", "–"):
            return _past_apposition(words, draft, at)
    return at


def _other_money(words: Words, draft: Draft, at: int) -> tuple[Figure | None, bool]:
    """The figure in another currency after words like "or about", and whether such words stand there."""
    start, approximate = at, False
    while words.word(start) in _ALMOST:
        approximate, start = True, start + 1
    figure = read_figure_at(words, start) if start < len(words) and _may_open(words, start) else None
    if figure is None or figure.money is None or (draft.codes and not differ(figure.money.codes, draft.codes)):
        return None, False
    return figure, approximate


def _may_open(words: Words, at: int) -> bool:
    return (
        may_begin(words, at)
        or not words.low[at][0].isalnum()
        or words.raw[at].isupper()
        or bool(currency_at(words, at)[0])
    )


def _past_brackets(words: Words, draft: Draft, at: int) -> int:
    figure, _ = _other_money(words, draft, at + 1)
    if figure is None:
        return at
    second = read_other_end(words, figure)
    last = (second or figure).last
    if words.word(last) not in (")", ",", ";", "at", "/", "or"):
        return at
    limit = min(len(words), last + _LONGEST_BRACKETS)
    while last < limit and words.word(last) != ")":
        last += 1
    return last + 1 if last < limit else at


def _past_apposition(words: Words, draft: Draft, at: int) -> int:
    start = at + 1 if words.word(at) != "or" else at
    figure, told = _other_money(words, draft, start)
    if figure is None or not told:
        return at
    return figure.last
