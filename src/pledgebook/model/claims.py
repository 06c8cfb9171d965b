"""What was published, and what it says about aid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from pledgebook.model.basics import AmountRange, PartialDate, Span, make_id, plain_number
from pledgebook.model.words import Aid, Basis, Event, Per, Voice


@dataclass(frozen=True, slots=True)
class Document:
    """Something published. Make it with `Document.make`, which works out `hash`, `id` and `address`.

    `address` is where it was published (its URL, else its id): a later text at the same address
    supersedes this one from its publication on.
    """

    id: str
    hash: str
    address: str
    published: date
    publisher: str
    language: str
    title: str
    text: str
    url: str | None = None

    @classmethod
    def make(
        cls,
        text: str,
        *,
        published: date,
        id: str | None = None,
        publisher: str = "",
        language: str = "en",
        title: str = "",
        url: str | None = None,
    ) -> Document:
        digest = make_id("t", published, publisher, language, title, url, text)
        own_id = id or digest.replace("t-", "d-", 1)
        return cls(own_id, digest, url or own_id, published, publisher, language, title, text, url)


TEXT = "text"
"""The origin of claims that stand in running text."""

TEXT_READERS = frozenset({"given", "rules", "llm"})
"""The first words of extractors that take claims from texts; all others read data files."""

CONTENTS = "contents"
"""The id, within its series, of the document that lists the records of a release of a data file."""

NO_LANGUAGE = "zxx"
"""ISO 639-2: no linguistic content. The language of documents that are records of a data file."""

ASIDE = "aside: "
"""Before the reason, in place of `whole_id`: the source itself counts the amount in no total ("aside: internal")."""


@dataclass(frozen=True, slots=True)
class NearCopy:
    """A document that tells an earlier one again, nearly word for word; both are named by their hashes.

    `copy_of` is the first of all that tell it, `likeness` the share of the shorter one's runs of words that both have.
    """

    document: str
    copy_of: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Claim:
    """What a document says about one amount or thing of aid, with its exact place.

    Fields up to `speaker` are explained in docs/claims.md. `held_by` is who holds the aid up,
    in the text's words; `happened_phrase` and `due_phrase` are the words that the dates came from;
    `source_id` is the source's own identifier; `confidence` is 0 to 1; `extractor` names the
    reader or rules and their version. `ordinal` tells claims apart that are alike in everything else
    ("two lots of 500 million" is twice the same claim): 0, 1, ….

    Claims from data files also tell `place` (a cell, an XPath, a JSON pointer), `whole_id` (the source's own identifier
    of what this is a part of, or `ASIDE` with the reason why it is in no total), `worth` (the amount as the source
    converted it) and `valuation` (how the source came to its value: stated, estimated, from a price list).
    """

    document: str
    document_hash: str
    span: Span
    event: Event
    donors: tuple[str, ...]
    recipients: tuple[str, ...]
    amount: AmountRange | None
    item: str | None
    aid: Aid
    basis: Basis
    per: Per | None = None
    happened: PartialDate | None = None
    due: PartialDate | None = None
    speaker: str | None = None
    confidence: float = 1.0
    held_by: str | None = None
    happened_phrase: str | None = None
    due_phrase: str | None = None
    instrument: str | None = None
    channel: str | None = None
    programme: str | None = None
    source_id: str | None = None
    extractor: str = "given"
    ordinal: int = 0
    place: str | None = None
    whole_id: str | None = None
    worth: AmountRange | None = None
    valuation: str | None = None

    @property
    def id(self) -> str:
        """A function of what is claimed and where, not of confidence or the extractor's version."""
        return make_id("c", self.document_hash, *self.told, self.ordinal)

    @property
    def told(self) -> tuple[object, ...]:
        """What makes it this claim of its document, but for the ordinal."""
        low, high, unit = (self.amount.low, self.amount.high, self.amount.unit) if self.amount else (None,) * 3
        return (
            self.span.start, self.span.end, self.event, ",".join(self.donors), ",".join(self.recipients),
            plain_number(low), plain_number(high), unit, self.per, self.item, self.aid, self.basis, self.happened,
            self.due, self.speaker,
        )  # fmt: skip

    @property
    def origin(self) -> str:
        """Which kind of source tells it: `text`, or the name of the data that it was read from (`kiel`, `fts` …)."""
        reader = self.extractor.split(" ")[0]
        return TEXT if reader in TEXT_READERS else reader

    @property
    def unit(self) -> str | None:
        return self.amount.unit if self.amount else None

    @property
    def aside(self) -> str | None:
        """Why the source counts the amount in no total; None if it counts."""
        told = self.whole_id or ""
        return told.removeprefix(ASIDE) if told.startswith(ASIDE) else None


PAGE_BREAK = "\f"
"""What stands in a text where a page begins, but for the first."""


def with_pages(claims: Iterable[Claim], text: str) -> Iterator[Claim]:
    """The claims with the page on which each begins as their place, if their text has pages."""
    for claim in claims:
        if claim.place is None and PAGE_BREAK in text:
            page = text.count(PAGE_BREAK, 0, claim.span.start) + 1
            yield replace(claim, place=f"page {page}")
        else:
            yield claim


def numbered(claims: Iterable[Claim]) -> list[Claim]:
    """The claims in their order, those that are alike in everything told apart by their `ordinal`."""
    claims = list(claims)
    if len({claim.span.start for claim in claims}) == len(claims) and not any(claim.ordinal for claim in claims):
        return claims
    out: list[Claim] = []
    seen: Counter[tuple[object, ...]] = Counter()
    for claim in claims:
        told = claim.told
        ordinal = seen[told]
        out.append(claim if claim.ordinal == ordinal else replace(claim, ordinal=ordinal))
        seen[told] += 1
    return out


@dataclass(frozen=True, slots=True)
class PublishedClaim:
    """A claim with the document that carries it: what linking and the ledger work on.

    `found_as` is the id of the claim as it was found, where a reviewer corrected it since: it keeps that id. `voice` is
    whose word it is.
    """

    claim: Claim
    document: Document
    found_as: str | None = None
    voice: Voice = "unknown"

    @property
    def id(self) -> str:
        return self.found_as or self.claim.id

    @property
    def published(self) -> date:
        return self.document.published
