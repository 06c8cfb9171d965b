"""One sentence's amounts as drafts: number, range, currency or thing, and the words around them."""

from __future__ import annotations

from pledgebook.extraction.amount_bounds import read_after, read_before, read_rate
from pledgebook.extraction.amount_drafts import Draft
from pledgebook.extraction.amount_exclusions import is_no_amount
from pledgebook.extraction.amount_ranges import DASHES, Figure, bounds_of, figure_of, joint_money, read_other_end
from pledgebook.extraction.amount_restated import past_restatement
from pledgebook.extraction.amount_singles import may_begin, openings, read_single
from pledgebook.extraction.amount_things import Thing, content_start, read_thing
from pledgebook.extraction.amount_tokens import Words
from pledgebook.extraction.amount_words import word_set
from pledgebook.extraction.numbers import Number, read_number

_ROW = 5
"""Tokens on either side of a figure that make a table's row if they are figures too."""

MOST_AMOUNTS = 48
"""Amounts of one sentence that are read: no list in prose holds more, and a row of figures tells nothing."""


def read_sentence(words: Words) -> list[Draft]:
    """The first `MOST_AMOUNTS` amounts of a sentence, in order, without overlaps."""
    found: list[Draft] = []
    floor = 0
    for at in openings(words):
        if len(found) == MOST_AMOUNTS:
            break
        if at < floor or _is_in_row(words, at):
            continue
        number = read_number(words, at) if may_begin(words, at) else None
        draft = _read(words, number, floor) if number else read_single(words, at)
        if draft is None:
            floor = max(floor, _past(words, at, number)) if number else floor
            continue
        if draft.kind != "skip":
            found.append(draft)
        floor = max(at + 1, past_restatement(words, draft))
    return found


def _is_in_row(words: Words, at: int) -> bool:
    """Whether a figure stands among figures alone, as in a table's row: such count nothing."""
    if words.low[at + 1] != "," and not words.is_figure(at + 1):
        return False
    near = words.low[max(0, at - _ROW) : at + _ROW + 1]
    return len(near) > 2 * _ROW and all(word == "," or word[:1].isdecimal() for word in near)


def _past(words: Words, at: int, number: Number | None) -> int:
    """Past a number that is no amount, or the next word."""
    if number is None:
        return at + 1
    last = number.last
    while words.word(last) in (*DASHES, "/", ":") and words.is_figure(last + 1):
        last += 2
    return last


def _read(words: Words, number: Number, floor: int) -> Draft | None:
    """The amount whose (first) number this is; None if it is no amount."""
    figure = figure_of(words, number)
    if figure.money is None and is_no_amount(words, number):
        return None
    if figure.first < floor:
        figure = Figure(number, None, number.first, number.last)
    second = read_other_end(words, figure)
    low, high = bounds_of(figure, second)
    tail = second or figure
    before = read_before(words, figure.first)
    bound, last = read_after(words, tail.last)
    money = joint_money(figure, second)
    first = max(before.first, floor)
    if second is not None and words.word(first - 1) in ("between", "from") and first > floor:
        first -= 1
    draft = Draft(
        words, first, last, number.first, tail.number.last, low, high, "money" if money else "bare", money,
        modifiers=before.modifiers, approximate=before.approximate, scale=tail.number.scale,
    )  # fmt: skip
    draft = _bounded(_bounded(draft, before.bound), bound)
    return _finish_money(draft) if money else _finish_things(draft, tail.number)


def _bounded(draft: Draft, bound: str) -> Draft:
    if bound == "low":
        return draft._replace(high=None, approximate=True)
    if bound == "high" and draft.high is not None:
        return draft._replace(low=None, approximate=True)
    return draft._replace(approximate=True) if bound == "near" else draft


def _finish_money(draft: Draft) -> Draft | None:
    """Money with what follows its unit: "more", "each", "per dose", "a year", "or so"."""
    words, last = draft.words, draft.last
    modifiers = list(draft.modifiers)
    if words.word(last) in ("-", "cents"):
        last = last + 1 if words.word(last) == "-" and not words.is_figure(last + 1) else last
    while words.word(last) in ("more", "extra"):
        if words.word(last + 1) == "than":
            break
        modifiers.append(words.low[last])
        last += 1
    bound, last = read_after(words, last)
    draft = _bounded(draft, bound)._replace(last=last, modifiers=tuple(modifiers))
    return _rated(_apiece(draft))


def _apiece(draft: Draft) -> Draft:
    """Marks "each", "apiece" and prices ("per dose", "a shot")."""
    words, last = draft.words, draft.last
    if words.word(last) in ("each", "apiece") and words.word(last + 1) not in ("year", "month", "week", "day"):
        return draft._replace(last=last + 1, modifiers=(*draft.modifiers, words.low[last]))
    if words.word(last) in ("per", "a", "an", "/") and words.word(last + 1) in word_set("apiece", "words"):
        return draft._replace(last=last + 2, modifiers=(*draft.modifiers, "apiece"))
    return draft


def _rated(draft: Draft) -> Draft:
    per, last = read_rate(draft.words, draft.first, draft.last)
    return draft._replace(per=per, last=last) if per else draft


def _finish_things(draft: Draft, number: Number) -> Draft | None:
    """Things with their noun phrase; a bare draft where none is told; None for a lone "one"."""
    words = draft.words
    joins = number.form == "vague" or number.scale > 1 or words.low[number.last - 1] in ("pair", "couple")
    one = number.low == 1 and number.high == 1 and number.scale == 1
    thing = read_thing(words, content_start(words, draft.last, joins and not one), one)
    if thing is None and one and words.low[number.first] == "one":
        return None
    if thing is None or thing.kind == "shared":
        return _bare(draft, number, "shared" if thing else "")
    if thing.kind == "none":
        return draft._replace(kind="skip", last=thing.last)
    if _is_money_noun(words, thing, number):
        return _bare(draft, number, "money")
    return _counted(draft, thing)


def _counted(draft: Draft, thing: Thing) -> Draft:
    bound, last = read_after(draft.words, max(thing.last, draft.last))
    full = _bounded(draft, bound)._replace(
        kind="things",
        last=last,
        item=thing.item,
        item_first=thing.first,
        item_last=thing.last,
        modifiers=tuple(dict.fromkeys((*draft.modifiers, *thing.modifiers))),
    )
    return _rated(_apiece(_with_more(full)))


def _with_more(draft: Draft) -> Draft:
    """ "200,000 shells more"."""
    words = draft.words
    if words.word(draft.last) in ("more", "extra") and words.word(draft.last + 1) != "than":
        return draft._replace(last=draft.last + 1, modifiers=(*draft.modifiers, words.low[draft.last]))
    return draft


def _is_money_noun(words: Words, thing: Thing, number: Number) -> bool:
    """Whether a scaled number before "aid package" is money without its currency."""
    head = words.low[thing.last - 1]
    return number.scale >= 1_000_000 and head in word_set("money_nouns", "nouns") and thing.item.count(" of ") == 0


def _bare(draft: Draft, number: Number, hint: str) -> Draft | None:
    """A number whose unit or item stands elsewhere: "six billion of it", "330,000 had arrived"."""
    words, last = draft.words, draft.last
    if words.says(last, ("out", "of")):
        return None
    modifiers = list(draft.modifiers)
    while words.word(last) in word_set("modifiers", "after") and words.word(last + 1) != "than":
        modifiers.append(words.low[last])
        last += 1
    if not hint and number.scale >= 1_000_000:
        hint = _money_hint(words, last)
    calibre = _calibre(words, last)
    bare = draft._replace(kind="bare", last=last, modifiers=tuple(dict.fromkeys(modifiers)), hint=hint)
    if calibre:
        bare = bare._replace(last=calibre[1], item=calibre[0], hint="things")
    return _rated(_apiece(bare))


def _money_hint(words: Words, at: int) -> str:
    """Whether "in aid", "for support" or "of it" after a number shows it to be money."""
    if words.says(at, ("of", "it")):
        return "money"
    if words.word(at) in ("of", "in", "worth"):
        near = [words.word(k) for k in range(at + 1, at + 5)]
        return "money" if any(w in word_set("money_nouns", "nouns") for w in near) else _them(words, at)
    near = [words.word(k) for k in range(at, at + 3) if words.is_word(k)]
    adjective = near[:1] and near[0] in word_set("money_nouns", "nouns")
    return "money" if adjective else ""


def _them(words: Words, at: int) -> str:
    return "things" if words.word(at + 1) in ("them", "these", "those") else ""


def _calibre(words: Words, at: int) -> tuple[str, int] | None:
    """ "300,000 of 122 mm": the calibre that tells which."""
    if words.word(at) == "of" and words.is_figure(at + 1) and words.word(at + 2) in word_set("calibres", "units"):
        last = at + 3 + (words.word(at + 3) in word_set("calibres", "units"))
        return f"{words.low[at + 1]} {words.low[at + 2]}", last
    return None
