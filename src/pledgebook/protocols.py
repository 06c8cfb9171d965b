"""What the parts of Pledgebook ask of each other where more than one thing can do the work."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Context, Decimal
from typing import Literal, Protocol, TypeAlias

from pledgebook.model import Claim, Decision, Document, Issue, NearCopy, PublishedClaim, Release

BOOK_MARKER = "book.toml"
"""The file that makes a folder a book; reading leaves folders with it alone."""

EXPORT_MARKER = "datapackage.json"
"""The file that describes an export; reading takes nothing but the articles from a folder with it."""

EXPORT_SIGN = '"made_by": "pledgebook export"'
"""What the first lines of that file hold, so that no other program's is taken for it."""

EXPORT_SIGN_WITHIN = 1_000
"""Characters of the file that are looked at for the sign."""

EXPORTED_ARTICLES = "articles"
"""The name, before its suffix, of the file of an export that holds texts with their claims."""

LARGEST_AMOUNT = Decimal(10) ** 20
"""Amounts from here on are no amounts of aid (all money on earth is under 10^18 of any currency in use). The
ledger reckons with 28 digits, of which sums of a hundred such amounts take 22 before the point and 6 after it."""

FINEST_AMOUNT = Decimal("0.000001")
"""The ledger and the tables count in millionths of a unit: no currency in use is paid in anything as small."""

DIGITS = Context(prec=38)
"""As many digits as a column of amounts holds."""


def rounded(amount: Decimal) -> Decimal:
    """The amount to the finest that is counted, half to even."""
    return amount.quantize(FINEST_AMOUNT, context=DIGITS)


Mode: TypeAlias = Literal["given", "rules"]
"""Where a document's claims come from: its file brought them (`given`), or they were found in its text (`rules`):
by the rules, or by another extractor, which is named beside it."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """What an extractor made of one document: claims with their places in its text, and what could not be used.

    `claims` is None where nothing can be said (no answer came, say): what is known of the document stays, and
    another read tries again. An empty tuple says that it holds no claims.
    """

    claims: tuple[Claim, ...] | None
    issues: tuple[Issue, ...] = ()


class Extractor(Protocol):
    """Finds the claims in texts: the rules, a language model, or another plug-in.

    `name` tells it and its version, and stands in `Claim.extractor`. A book does not read a document again with
    the extractor that read it last, by this name.
    """

    @property
    def name(self) -> str: ...

    def extract(self, document: Document, /) -> Extracted:
        """The document's claims in the order of their places, `text[start:end] == quote` for each span.

        Whatever is wrong with the document or an answer is an Issue with its place; nothing is raised for it.
        """
        ...


@dataclass(frozen=True, slots=True)
class Extraction:
    """All claims that one reader took from one document; the latest one of a document counts."""

    document_hash: str
    mode: Mode
    extractor: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """What goes into the log in one step: all of it or nothing."""

    documents: tuple[Document, ...] = ()
    extractions: tuple[Extraction, ...] = ()
    decisions: tuple[Decision, ...] = ()
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Appended:
    """How much of a batch the log did not hold yet."""

    documents: int = 0
    claims: int = 0
    decisions: int = 0
    issues: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """A document that holds the words searched for, with the place where they stand."""

    document: str
    snippet: str


class Log(Protocol):
    """The append-only log of a book: documents, claims, decisions and issues, in numbered batches.

    A position is a batch's number, 0 before the first. What is asked with `since` and `until` comes
    from the batches after `since` up to and with `until` (None: the last), in the order of arrival.
    """

    def append(self, batch: Batch, recorded: datetime) -> Appended:
        """Add what is not there yet, in one transaction; nothing new leaves the log as it was.

        ValueError if a claim's quote does not stand in its document, or the document is in neither
        the log nor the batch.
        """
        ...

    def position(self) -> int: ...

    def position_at(self, moment: datetime) -> int:
        """The last position recorded by then; 0 if there is none."""
        ...

    def digest(self, position: int) -> str:
        """A digest of all that was appended up to a position: equal logs have equal digests."""
        ...

    def documents(self, since: int = 0, until: int | None = None) -> Iterator[Document]:
        """Documents but for those that were forgotten."""
        ...

    def extractions(self, since: int = 0, until: int | None = None) -> Iterator[Extraction]:
        """Each document's latest extraction within the range."""
        ...

    def documents_with(self, hashes: Collection[str]) -> Iterator[Document]:
        """The documents with these hashes, of several ids for one text each."""
        ...

    def claims_of(
        self, hashes: Collection[str], ids: Collection[str] | None = None, until: int | None = None
    ) -> Iterator[tuple[str, Claim]]:
        """The claims of each of these documents' latest extraction up to a position, with their ids.

        With `ids`, only those of them.
        """
        ...

    def latest_extraction(self, document_hash: str) -> tuple[Mode, str] | None:
        """Mode and extractor of a document's latest extraction; None if it has none."""
        ...

    def claim(self, claim_id: str) -> Claim | None:
        """The claim with this id as it was last extracted; None if there is none."""
        ...

    def decisions(self, since: int = 0, until: int | None = None) -> Iterator[Decision]: ...

    def release(self, release: Release) -> Release:
        """Keep the release. What is appended after it is recorded after its `recorded_by`, whatever the clock says."""
        ...

    def releases(self) -> Iterator[Release]:
        """All that was released, in the order of arrival; of one name the last tells the status."""
        ...

    def recorded(self, position: int) -> datetime | None:
        """The latest time of record up to a position; None before the first."""
        ...

    def issues(self, since: int = 0, until: int | None = None) -> Iterator[Issue]: ...

    def text_of(self, document_hash: str) -> str | None:
        """A document's text; None if it is not there, or no longer."""
        ...

    def find(self, words: str, most: int) -> Sequence[Found]:
        """Documents whose title or text holds every word or its beginning, best first, each once."""
        ...

    def broken(self) -> Iterator[Issue]:
        """Where the log contradicts itself."""
        ...

    def close(self) -> None: ...


class ToldClaim(Protocol):
    """A claim by its id and the hash of its document."""

    @property
    def claim(self) -> str: ...

    @property
    def document_hash(self) -> str: ...


class ClaimSource(Protocol):
    """Where claims can be had by their ids."""

    def load(self, claims: Sequence[ToldClaim]) -> list[PublishedClaim]:
        """These claims with their documents, in this order."""
        ...


class CopyIndex(Protocol):
    """Finds documents that tell earlier ones again, nearly word for word."""

    def add(self, document: Document, /) -> NearCopy | None:
        """The earlier document that this one copies, or None.

        Documents come in the order of (published, hash); one that comes again gets the same answer and changes
        nothing. A copy of a copy leads to the first.
        """
        ...


class Watch(Protocol):
    """Told while reading: files done, files in all, and what could not be used."""

    def __call__(self, done: int, total: int | None, issue: Issue | None, /) -> None: ...
