"""Two numbers that are the ends of one amount: "2.5–3 billion", "between 2 and 3", "$2 to $3 billion"."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from pledgebook.extraction.amount_bounds import read_before
from pledgebook.extraction.amount_money import Money, read_money
from pledgebook.extraction.amount_tokens import Words
from pledgebook.extraction.numbers import Number, read_number

DASHES = frozenset("-–—‑−")

_CHANGES = frozenset(
    """raise raised raises raising increase increased increases increasing enlarge enlarged expand expanded expands
    double doubled doubles grow grew grown grows rise rose risen rises lift lifted boost boosted cut cuts reduce reduced
    reduces lower lowered drop dropped fall fell fallen up down scale scaled shrink shrank jumped climbed trim trimmed
    slash slashed go goes bring brought revise revised changed went quadrupled tripled extend extended top""".split()
)
"""Words of change, after which "from 2 to 3" is two amounts."""

_THOUSAND = 1000

_HANGING = 2
"""Tokens between the ends of "$10- to $20,000", whose first is in thousands too."""

_CHANGE_REACH = 14
"""Words before "from … to …" among which a verb of change makes it two amounts."""


class Figure(NamedTuple):
    """A number with its currency: the tokens `first` to before `last`."""

    number: Number
    money: Money | None
    first: int
    last: int


def figure_of(words: Words, number: Number) -> Figure:
    """The number with the currency that stands beside it."""
    money = read_money(words, number)
    if money is None:
        return Figure(number, None, number.first, number.last)
    return Figure(number, money, money.first, max(money.last, number.last))


def read_figure_at(words: Words, at: int) -> Figure | None:
    """The number that begins at a token, or after a currency at it."""
    number = read_number(words, at)
    if number is not None:
        return figure_of(words, number)
    for start in (at + 1, at + 2):
        number = read_number(words, start)
        if number is not None and (figure := figure_of(words, number)).first == at:
            return figure
    return None


def joint_money(figure: Figure, second: Figure | None) -> tuple[str, ...]:
    """The candidates for the currency of both ends; the narrower of two."""
    told = [f.money.codes for f in (figure, second) if f and f.money]
    return min(told, key=len) if told else ()


def bounds_of(figure: Figure, second: Figure | None) -> tuple[Decimal, Decimal | None]:
    """The ends of the amount; the first takes the second\'s scale where it has none."""
    low, high = figure.number.low, figure.number.high
    if second is None:
        return low, high
    if _shares_scale(figure.number, second.number):
        low = low * second.number.scale
    elif second.first == figure.last + _HANGING and low < _THOUSAND <= second.number.low and figure.money:
        low = low * _THOUSAND
    return low, second.number.high


def _shares_scale(left: Number, right: Number) -> bool:
    """Whether the second number's scale is the first one's too: "2.5–3 billion"."""
    return left.scale == 1 and right.scale > 1 and left.low * right.scale < right.low


def read_other_end(words: Words, figure: Figure) -> Figure | None:
    """The other end of a range: "to 3 billion", "–3 billion", "and 3 billion" after "between"."""
    at = figure.last
    if words.word(at) == "-" and words.word(at + 1) in ("to", "or") and words.touches(at - 1):
        at += 1
    joint = words.word(at)
    if not (joint in DASHES or joint in ("to", "and", "or")) or figure.number.form == "vague":
        return None
    start = read_before(words, figure.first).first
    opened = words.word(start - 1) if start else ""
    if joint == "and" and opened != "between" and not words.says(start - 2, ("between",)):
        return None
    is_sum = opened == "by" and (figure.money is not None or figure.number.scale > 1)
    if joint == "to" and (opened == "from" or is_sum) and _tells_change(words, start - 1):
        return None
    if joint in DASHES and not words.touches(at) and figure.number.scale > 1:
        return None
    other = read_figure_at(words, at + 1)
    if other is None or other.first != at + 1 or not _make_range(words, figure, other):
        return None
    return other


def _tells_change(words: Words, at: int) -> bool:
    return any(words.low[k] in _CHANGES for k in range(max(0, at - _CHANGE_REACH), at))


def _make_range(words: Words, left: Figure, right: Figure) -> bool:
    low = left.number.low * (right.number.scale if _shares_scale(left.number, right.number) else 1)
    if right.number.high is None or low >= right.number.low:
        return False
    if left.number.scale > 1 and right.number.scale == 1:
        return False
    if left.money and right.money and not set(left.money.codes) & set(right.money.codes):
        return False
    if left.money and not right.money:
        return right.number.scale > 1 or words.word(left.last) in DASHES
    if words.word(left.last) == "or":
        return right.number.low <= low * 2
    return True
