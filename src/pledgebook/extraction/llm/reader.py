"""A language model as a reader of documents."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from pledgebook.extraction.llm.answers import AnswerCheck, records_of
from pledgebook.extraction.llm.cache import Cache
from pledgebook.extraction.llm.client import NoAnswer, ask
from pledgebook.extraction.llm.prompt import digest_of, message_for, request_for
from pledgebook.extraction.llm.settings import Settings
from pledgebook.model import Claim, Document, Issue
from pledgebook.protocols import Extracted

MODEL_CONFIDENCE = 0.5
"""The confidence of every claim from a model. What models say of their own sureness is not to be trusted, and nobody
has measured this one; half is below what linking takes for sure, so that another text may name other donors."""

LONGEST_TEXT = 400_000
"""Characters of a text that are sent: some 100,000 tokens, which is what many models hold."""


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """A `protocols.Extractor` that asks a model once a document, and keeps each whole answer."""

    settings: Settings

    @property
    def name(self) -> str:
        return f"llm {self.settings.model}"

    def extract(self, document: Document, /) -> Extracted:
        """The claims of which quote and figure stand in the text; all that is wrong with the answer is an Issue."""
        place = f"document {document.id}"
        try:
            records = self._records(document)
        except NoAnswer as error:
            return Extracted(None, (self._without_key(Issue(place, f"{self.name}: {error}")),))
        check = AnswerCheck.of(document, confidence=MODEL_CONFIDENCE, extractor=self.name)
        told = list(check.checked(records, f"{place}#/claims"))
        claims = {each.id: each for each in told if isinstance(each, Claim)}
        in_order = sorted(claims.values(), key=lambda claim: (claim.span.start, claim.span.end))
        return Extracted(tuple(in_order), tuple(self._without_key(each) for each in told if isinstance(each, Issue)))

    def _records(self, document: Document) -> list[Any]:
        """The claims as the model told them, now or before."""
        if len(document.text) > LONGEST_TEXT:
            raise NoAnswer(f"the text has {len(document.text):,} characters, and {LONGEST_TEXT:,} are sent at most")
        cache, model = Cache(self.settings.cache), self.settings.model
        message = message_for(document)
        digest = digest_of(model, message)
        kept = cache.get(digest)
        if kept is not None:
            return records_of(kept)
        # Before the model is asked: an answer that cannot be kept would be paid for again.
        cache.make()
        answer = ask(self.settings, request_for(model, message))
        records = records_of(answer)
        cache.put(digest, answer, model)
        return records

    def _without_key(self, issue: Issue) -> Issue:
        """The issue without the key, which a server may have put into what it says."""
        key = self.settings.key
        return replace(issue, reason=issue.reason.replace(key, "(the key)")) if key else issue
