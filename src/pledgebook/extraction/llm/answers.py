"""What a model answered, held against the document: claims whose quotes and figures stand in its text are taken."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from pledgebook.extraction.llm.client import NoAnswer
from pledgebook.extraction.llm.figures import Figures
from pledgebook.extraction.llm.parties import Parties
from pledgebook.fields import WrongField, amount_of, codes_of, date_of, one_of, shown, span_of, text_of
from pledgebook.model import AIDS, BASES, EVENTS, ITEM, MAX_QUOTE, PERS, AmountRange, Claim, Document, Issue, Span

LEAST_STEM = 4
"""First letters by which a word of an item is found in the text in another form: `batt` in batteries."""


def records_of(content: str) -> list[Any]:
    """The claims of an answer as they were told; NoAnswer if it is no JSON of the form that was asked for."""
    try:
        told = json.loads(content, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as error:
        # Arithmetic fails at a number beyond any exponent.
        raise NoAnswer("the answer is broken JSON") from error
    if not isinstance(told, dict) or not isinstance(told.get("claims"), list):
        raise NoAnswer(f"the answer is no object with a list of claims: {shown(told)}")
    claims: list[Any] = told["claims"]
    return claims


@dataclass(frozen=True, slots=True)
class Checked:
    """One claim of an answer as it can be used, and what had to be left out of it."""

    claim: Claim
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerCheck:
    """Holds the claims of an answer against a document; make it with `AnswerCheck.of`.

    `shared` are the fields that are the same in all of them.
    """

    document: Document
    figures: Figures
    parties: Parties
    shared: dict[str, Any]

    @classmethod
    def of(cls, document: Document, **shared: Any) -> AnswerCheck:
        return cls(document, Figures.of(document.text), Parties.of(document), shared)

    def checked(self, records: list[Any], place: str) -> Iterator[Claim | Issue]:
        """Each claim that can be used, and an Issue at its JSON pointer for each that cannot, or not in full."""
        for number, record in enumerate(records):
            try:
                told = self._checked(record)
            except WrongField as error:
                yield Issue(f"{place}/{number}", str(error))
                continue
            yield told.claim
            for reason in told.left_out:
                yield Issue(f"{place}/{number}", reason)

    def _checked(self, record: object) -> Checked:
        if not isinstance(record, dict):
            raise WrongField(f"{shown(record)} is no claim; a claim is an object")
        span = self._span(record)
        claim = Claim(
            document=self.document.id,
            document_hash=self.document.hash,
            span=span,
            event=one_of(record, "event", EVENTS),
            donors=self.parties.checked(codes_of(record, "donors")),
            recipients=self.parties.checked(codes_of(record, "recipients")),
            amount=self._amount(record, span),
            item=None,
            aid=one_of(record, "aid", AIDS),
            basis=one_of(record, "basis", BASES),
            per=None if record.get("per") is None else one_of(record, "per", PERS),
            happened=date_of(record, "happened"),
            due=date_of(record, "due"),
            **self.shared,
        )
        return self._with_words(claim, record)

    def _span(self, record: dict[str, Any]) -> Span:
        span = span_of(record, self.document.text)
        if not any(letter.isalnum() for letter in span.quote):
            raise WrongField(f"the quote has no words: {shown(span.quote)}")
        if len(span.quote) > MAX_QUOTE:
            raise WrongField(f"the quote has {len(span.quote)} characters, and at most {MAX_QUOTE} are taken")
        return span

    def _amount(self, record: dict[str, Any], span: Span) -> AmountRange | None:
        amount = amount_of(record)
        if amount is not None:
            self.figures.check(amount, span)
        return amount

    def _with_words(self, claim: Claim, record: dict[str, Any]) -> Checked:
        """The claim with those of its words that stand in the text; the others are left out and told."""
        words = {name: (text_of(record, name) or "").strip() or None for name in ("item", "speaker", "held_by")}
        is_money = claim.amount is not None and claim.unit != ITEM
        wrong = [name for name, told in words.items() if told and not self._stands(name, told, is_money)]
        left_out = tuple(f"{name} does not stand in the text, and is left out: {shown(words[name])}" for name in wrong)
        known: dict[str, Any] = {name: None if name in wrong else told for name, told in words.items()}
        return Checked(replace(claim, **known), left_out)

    def _stands(self, name: str, told: str, is_money: bool) -> bool:
        """Whether names stand in the text in any case, and of a thing any word in some form; money may be any aid."""
        lowered = self.document.text.lower()
        if name != "item":
            return told.lower() in lowered
        in_text = is_money or any(word[:LEAST_STEM] in lowered for word in told.lower().split())
        return in_text and len(told) <= MAX_QUOTE
