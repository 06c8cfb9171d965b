"""Numbers as English prose writes them: figures, words and both ("1.5 billion", "half a million", "dozens")."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from pledgebook.extraction.amount_figures import MAX_DIGITS, read_figure
from pledgebook.extraction.amount_tokens import Words
from pledgebook.extraction.amount_words import cardinals, few_words, fractions, scales, short_scales, vague, word_set

_THOUSAND = 1000

_LARGEST = 10**MAX_DIGITS
"""No scale word multiplies a number of this scale."""


class Number(NamedTuple):
    """A number at the tokens `first` to before `last`; `high` is None for one that is open above.

    `form` is "digits", "words" or "vague" ("dozens", "several hundred"); `scale` is the largest scale word in
    it, 1 if there is none.
    """

    first: int
    last: int
    low: Decimal
    high: Decimal | None
    form: str
    scale: int = 1

    def times(self, factor: int | Decimal, last: int) -> Number:
        """The number multiplied by the scale that ends before the token `last`."""
        high = None if self.high is None else self.high * factor
        scale = self.scale * int(factor) if factor >= 1 else self.scale
        return self._replace(low=self.low * factor, high=high, scale=scale, last=last)


def read_number(words: Words, index: int) -> Number | None:
    """The number that begins at a token, as long as it goes; None if none does."""
    word = words.word(index)
    if not word:
        return None
    if word[0].isdecimal():
        return _from_digits(words, index)
    if word in ("a", "an"):
        return _after_article(words, index)
    if word in vague():
        return _from_vague(words, index)
    if word in few_words():
        return _from_few(words, index)
    if word in fractions():
        return _from_fraction(words, index)
    if word == "pair" and words.word(index + 1) != "'s":
        return _exact(words, index, index + 1, Decimal(2), "words")
    if word in scales():
        return _scaled(words, _exact(words, index, index, Decimal(1), "words"))
    return _from_cardinals(words, index)


def _exact(words: Words, first: int, last: int, value: Decimal, form: str) -> Number:
    return Number(first, last, value, value, form)


def _from_digits(words: Words, index: int) -> Number | None:
    last = _spaced_end(words, index)
    figure = words.raw[index] if last == index + 1 else "".join(words.raw[index:last])
    value = read_figure(figure)
    if value is None:
        return None
    number = _scaled(words, _exact(words, index, last, value, "digits"))
    return _told_again(words, _with_rest(words, _with_half(words, number)))


def _told_again(words: Words, number: Number) -> Number:
    """Past the same number in words between brackets: "12 (twelve)"."""
    if words.low[number.last] != "(" or words.low[number.last + 1] not in cardinals():
        return number
    again = _from_cardinals(words, number.last + 1)
    if again is None or again.low != number.low or words.low[again.last] != ")":
        return number
    return number._replace(last=again.last + 1)


def _spaced_end(words: Words, index: int) -> int:
    """Past the groups of a figure whose thousands are parted by spaces ("1 000 000")."""
    if not words.raw[index].isdecimal() or len(words.raw[index]) > 3 or words.raw[index].startswith("0"):
        return index + 1
    last = index + 1
    while (
        last < len(words)
        and len(words.raw[last]) == 3
        and words.raw[last].isdecimal()
        and words.start[last] == words.end[last - 1] + 1
        and words.word(last + 1) not in word_set("calibres", "units")
    ):
        last += 1
    return last


def _scale_at(words: Words, index: int, form: str) -> tuple[int, int]:
    """The scale word at a token and the token after it; (1, index) if there is none."""
    word = words.word(index)
    at = index
    if word == "-" and words.touches(index) and words.touches(index - 1):
        at, word = index + 1, words.word(index + 1)
    if words.low[at + (word in scales())] in ("[", "\\") and (told := _editors_scale(words, at + (word in scales()))):
        return told
    if word in scales():
        return scales()[word], at + 1
    if word in ("more", "additional", "extra") and scales().get(words.low[at + 1], 0) >= _THOUSAND:
        return scales()[words.low[at + 1]], at + 2
    if form == "digits" and at == index and word in short_scales() and _is_short_scale(words, index, word):
        return short_scales()[word], _past_stop(words, index + 1)
    return 1, index


def _editors_scale(words: Words, at: int) -> tuple[int, int] | None:
    """The scale that an editor put between brackets, in place of the one before: "$40 billion [million]"."""
    at += words.low[at] == "\\"
    close = at + 2 + (words.low[at + 2] == "\\")
    if words.low[at] == "[" and words.low[at + 1] in scales() and words.low[close] == "]":
        return scales()[words.low[at + 1]], close + 1
    return None


def _is_short_scale(words: Words, index: int, word: str) -> bool:
    """One letter is a scale only where it touches its figure or a currency stands before."""
    if len(word) > 1:
        return word != "mil" or words.touches(index - 1)
    before = words.raw[index - 2] if index > 1 else ""
    is_money = before != "" and (not before[0].isalnum() or (len(before) == 3 and before.isupper()))
    return words.touches(index - 1) or (is_money and before not in "([-–—,.:;/\"“”'")


def _past_stop(words: Words, index: int) -> int:
    """Past the full stop of a short form inside a sentence ("bn. euros")."""
    inside = words.word(index) == "." and words.touches(index - 1) and index + 1 < len(words)
    return index + 1 if inside and words.word(index + 1)[0].islower() and not words.is_capital(index + 1) else index


def _scaled(words: Words, number: Number) -> Number:
    """The number with all the scale words that follow it ("300 thousand", "hundred thousand")."""
    while True:
        factor, last = _scale_at(words, number.last, number.form)
        if factor == 1:
            return number
        number = number.times(factor if number.scale < _LARGEST else 1, last)


def _with_half(words: Words, number: Number) -> Number:
    """ "A million and a half", "two and a half billion": the half of the scale around it."""
    for tail in (("and", "a", "half"), ("and", "a", "quarter")):
        if not words.says(number.last, tail):
            continue
        part = fractions()[tail[-1]]
        if number.scale >= _THOUSAND:
            add = part * number.scale
            return number._replace(low=number.low + add, high=number.low + add, last=number.last + 3)
        factor, last = _scale_at(words, number.last + 3, number.form)
        if factor > 1:
            return _exact(words, number.first, number.last, number.low + part, number.form).times(factor, last)
        if number.scale == 1:
            return number._replace(low=number.low + part, high=number.low + part, last=number.last + 3)
    return number


def _with_rest(words: Words, number: Number) -> Number:
    """ "1 billion 200 million": a smaller scaled figure that follows belongs to the number."""
    if number.scale < _THOUSAND or not words.is_figure(number.last):
        return number
    value = read_figure(words.raw[number.last])
    factor, last = _scale_at(words, number.last + 1, "digits")
    if value is None or factor == 1 or value * factor >= number.scale:
        return number
    total = number.low + value * factor
    return number._replace(low=total, high=total, last=last)


def _after_article(words: Words, index: int) -> Number | None:
    """ "A million", "a dozen", "a quarter of a billion", "a few hundred"; no number for a plain article."""
    after = words.word(index + 1)
    number: Number | None = None
    if after in scales():
        number = _with_half(words, _scaled(words, _exact(words, index, index + 1, Decimal(1), "words")))
    elif after in fractions():
        number = _from_fraction(words, index + 1)
    elif after == "pair":
        number = _exact(words, index, index + 2, Decimal(2), "words")
    elif after in ("few", "couple"):
        number = _from_few(words, index + 1)
    return number._replace(first=index) if number else None


def _from_vague(words: Words, index: int) -> Number:
    """ "Dozens", "hundreds of thousands": at least twice the first word times the scales after it."""
    low, last, scale = Decimal(vague()[words.low[index]]), index + 1, vague()[words.low[index]] // 2
    while words.says(last, ("of",)) and words.word(last + 1) in vague() and scale < _LARGEST:
        if words.word(last + 1) == "tens":
            break
        factor = vague()[words.low[last + 1]] // 2
        low, last, scale = low * factor, last + 2, scale * factor
    return Number(index, last, low, None, "vague", scale)


def _from_few(words: Words, index: int) -> Number | None:
    """ "Several hundred thousand", "a few dozen", "a couple of million": at least two of the scale.

    A couple is two; several of nothing told is no number.
    """
    at = index + 1
    couple = words.low[index] == "couple"
    if couple:
        at += words.word(at) == "of"
    if words.word(at) in vague() and not couple:
        return _from_vague(words, at)._replace(first=index)
    number = _scaled(words, Number(index, at, Decimal(2), Decimal(2) if couple else None, "vague"))
    return number if number.scale > 1 or couple else None


def _from_fraction(words: Words, index: int) -> Number | None:
    """ "Half a million", "quarter of a billion", "half billion", "half a dozen"; a bare half is no number."""
    at = index + 1
    if words.word(at) == "of" and words.word(at + 1) in ("a", "one"):
        at += 1
    if words.word(at) == "-":
        at += 1
    if words.word(at) in ("a", "an", "one"):
        at += 1
    if words.word(at) == "-":
        at += 1
    factor, last = _scale_at(words, at, "words")
    if factor == 1:
        return None
    value = fractions()[words.low[index]]
    return _scaled(words, _exact(words, index, at, value, "words").times(factor, last))


def _from_cardinals(words: Words, index: int) -> Number | None:
    """Spelled-out numbers: "twenty-four", "three hundred and fifty thousand", "one and a half million"."""
    if words.low[index] in ("three", "two") and (quarters := _quarters(words, index)):
        return quarters
    total, at, largest = 0, index, 1
    ceiling = 10**15
    while read := _group(words, at):
        group, last = read
        factor, after = _scale_at(words, last, "words")
        if factor >= ceiling or factor == 1:
            total, at = (total + group, last) if total == 0 or group < ceiling else (total, at)
            break
        total, at, ceiling, largest = total + group * factor, after, factor, max(largest, factor)
    if at == index:
        return None
    value = Decimal(total)
    return _with_half(words, _scaled(words, Number(index, at, value, value, "words", largest)))


def _group(words: Words, at: int) -> tuple[int, int] | None:
    """The value below a thousand that begins at a token ("three hundred and fifty"), and where it ends."""
    value = _below_hundred(words.word(at))
    if value is None:
        return None
    at += 1
    while (below := _below_hundred(words.word(at))) is not None and _fits(value, below):
        value, at = value + below, at + 1
    if words.word(at) in ("hundred", "dozen"):
        value, at = value * scales()[words.low[at]], at + 1
        joined = at + (words.word(at) == "and")
        rest = _below_hundred(words.word(joined))
        if rest is not None and value % 100 == 0:
            value, at = value + rest, joined + 1
            more = _below_hundred(words.word(at))
            if more is not None and _fits(value, more):
                value, at = value + more, at + 1
    return value, at


def _below_hundred(word: str) -> int | None:
    """The value of "seven" or "twenty-four"; None for other words."""
    if word in cardinals():
        return cardinals()[word]
    left, hyphen, right = word.partition("-")
    if hyphen and left in cardinals() and right in cardinals() and cardinals()[left] >= 20 > cardinals()[right]:
        return cardinals()[left] + cardinals()[right]
    return None


def _fits(group: int, below: int) -> bool:
    """Whether a digit's word can follow a ten's: "twenty" before "five"."""
    return group % 100 >= 20 and group % 10 == 0 and below < 10


def _quarters(words: Words, index: int) -> Number | None:
    """ "Three quarters of a million", "two thirds of a billion"."""
    at = index + 1 + (words.word(index + 1) == "-")
    part = words.word(at).removesuffix("s")
    if part not in fractions() or words.word(at) not in ("quarters", "thirds") or words.word(at + 1) != "of":
        return None
    at += 2 + (words.word(at + 2) == "a")
    factor, last = _scale_at(words, at, "words")
    if factor == 1:
        return None
    value = fractions()[part] * cardinals()[words.low[index]]
    return _scaled(words, _exact(words, index, at, value, "words").times(factor, last))
