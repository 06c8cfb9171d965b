"""Whether the figure of a claim stands in its quote: what a model reckons, converts or invents does not."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pledgebook.extraction.amount_tokens import words_of
from pledgebook.extraction.amounts import AmountMention, find_amounts
from pledgebook.extraction.numbers import read_number
from pledgebook.fields import WrongField, shown
from pledgebook.model import ITEM, AmountRange, Span, plain_number
from pledgebook.vocabulary import currencies, currency_symbols, currency_words

ONE_THING = frozenset(("a", "an", "one", "another"))
"""Words that tell a single thing."""

BESIDE = 40
"""Characters beside a quote in which a number that it cuts through begins or ends."""


@dataclass(frozen=True, slots=True)
class Figures:
    """A text with the amounts that it tells; make it with `Figures.of`."""

    text: str
    mentions: tuple[AmountMention, ...]

    @classmethod
    def of(cls, text: str) -> Figures:
        return cls(text, tuple(find_amounts(text)))

    def check(self, amount: AmountRange, span: Span) -> None:
        """WrongField unless each bound is told within the span, and in a unit that its words can mean."""
        near = [each for each in self.mentions if span.start <= each.number_start and each.number_end <= span.end]
        told = {bound for each in near for bound in (each.low, each.high)} | self._numbers(span, amount.unit)
        for bound in (amount.low, amount.high):
            if bound is not None and bound not in told:
                raise WrongField(f"the figure {plain_number(bound)} does not stand in the quote: {shown(span.quote)}")
        alike = [each for each in near if {amount.low, amount.high} & {each.low, each.high} - {None}]
        # What a bare number counts is a guess of the rules, against which the model may be right.
        alike = [each for each in alike if not each.elliptic]
        if alike and not any(self._can_mean(each, amount.unit) for each in alike):
            raise WrongField(f"unit is {amount.unit}, and the quote tells {alike[0].unit}: {shown(span.quote)}")

    def _numbers(self, span: Span, unit: str) -> set[Decimal | None]:
        """What the whole numbers within the span come to, in digits and in words; an article tells one thing."""
        words = words_of(self.text, *self._around(span))
        found: set[Decimal | None] = set()
        at = 0
        while at < len(words):
            number = read_number(words, at)
            after = max(number.last if number else 0, at + 1)
            if span.start <= words.start[at] and words.end[after - 1] <= span.end:
                is_one = number is None and unit == ITEM and words.word(at) in ONE_THING
                found |= {number.low, number.high} if number else {Decimal(1)} if is_one else set()
            at = after
        return found

    def _around(self, span: Span) -> tuple[int, int]:
        """The span with the words beside it, so that a number that it cuts through is read as a whole."""
        start = self.text.rfind(" ", 0, max(0, span.start - BESIDE)) + 1
        end = self.text.find(" ", span.end + BESIDE)
        return start, len(self.text) if end < 0 else end

    def _can_mean(self, mention: AmountMention, unit: str) -> bool:
        """Whether the expression is in this unit, or has a word or sign that can mean it: kroner are NOK or DKK."""
        if unit == mention.unit or ITEM in (unit, mention.unit):
            return unit == mention.unit
        expression = self.text[mention.start : mention.end]
        # "$" alone is an American sign in the vocabulary, and in a text from Canberra an Australian one.
        if any(symbol[-1] in expression for symbol in currencies()[unit].symbols if not symbol[-1].isalnum()):
            return True
        marks = (*currency_symbols().items(), *currency_words().items())
        return any(unit in codes and (mark in expression or mark in expression.lower()) for mark, codes in marks)
