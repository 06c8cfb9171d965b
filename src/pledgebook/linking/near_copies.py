"""Which documents tell an earlier one again: wire stories under another headline, cut, or with a paragraph more.

A MinHash index proposes documents that may be alike, and each is then held against the text itself, so that no hash
decides what a near-copy is. The index is rensa's, with a fixed seed; its sketches are the same on every 64-bit machine.
Another minor version may sketch otherwise, and so miss other pairs at the border. Hence nothing of a sketch is kept in
a book, pyproject.toml holds rensa to one minor version, and a test holds the sketch of a known text; to hash the words
here would not help, since it is the sketch that changes (docs/decisions/0006-what-a-near-copy-is.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from rensa import RMinHash, RMinHashLSH

from pledgebook.linking.likeness import COPY_DAYS, COPY_SHARE, Print, is_near_copy, likeness, print_of
from pledgebook.model import NO_LANGUAGE, Document, NearCopy
from pledgebook.protocols import CopyIndex

BANDS = 256
"""Bands of a sketch, two hashes each. Of a hundred pairs that share a tenth of all their runs of words, the least that
a near-copy shares, 92 are proposed; of those with 0.15, the least in twelve annotated courses of events, 99.7; of those
with 0.01, 3. A document takes 25 KB while it is in the index."""

SKETCH = 2 * BANDS
SEED = 1


def sketch_of(runs: Iterable[str]) -> RMinHash:
    """The MinHash of a text's runs of words; their order does not matter."""
    sketch = RMinHash(num_perm=SKETCH, seed=SEED)
    sketch.update(list(runs))
    return sketch


class MinHashIndex:
    """A CopyIndex by MinHash. Texts of which no near-copy can come any more are forgotten."""

    def __init__(self) -> None:
        self._hashes = RMinHashLSH(threshold=COPY_SHARE, num_perm=SKETCH, num_bands=BANDS)
        self._numbers: dict[str, int] = {}
        self._recent: dict[int, Print] = {}
        self._oldest = 0
        self._found: dict[str, NearCopy | None] = {}
        self._last = (date.min, "")

    def add(self, document: Document) -> NearCopy | None:
        """What the document is a near-copy of, among those added before; None if of none."""
        if document.hash not in self._found:
            assert self._last < (document.published, document.hash), "documents come in order"
            self._last = document.published, document.hash
            self._forget_before(document.published - timedelta(days=COPY_DAYS))
            self._found[document.hash] = self._look_up(print_of(document))
        return self._found[document.hash]

    def remember(self, document: Document, copy: NearCopy | None) -> None:
        """Take in a document of which is known what it is a near-copy of."""
        assert self._last < (document.published, document.hash), "documents come in order"
        self._last = document.published, document.hash
        self._found[document.hash] = copy
        told = print_of(document)
        if told.runs:
            self._keep(told, sketch_of(told.runs))

    def _forget_before(self, day: date) -> None:
        while self._recent and self._recent[self._oldest].document.published < day:
            del self._recent[self._oldest]
            self._hashes.remove(self._oldest)
            self._oldest += 1

    def _look_up(self, told: Print) -> NearCopy | None:
        """What the text copies; from then on it can be found itself."""
        if not told.runs:
            return None
        sketch = sketch_of(told.runs)
        proposed = [self._recent[number] for number in sorted(self._hashes.query(sketch))]
        self._keep(told, sketch)
        return self._first_of(told, [other for other in proposed if is_near_copy(other, told)])

    def _keep(self, told: Print, sketch: RMinHash) -> None:
        number = self._numbers.setdefault(told.document.hash, len(self._numbers))
        self._recent[number] = told
        self._hashes.insert(number, sketch)

    def _first_of(self, told: Print, alike: Iterable[Print]) -> NearCopy | None:
        """The first that the most alike of them leads to and that is recent enough."""
        for other in sorted(alike, key=lambda each: -likeness(each, told)):
            copied = self._found[other.document.hash]
            first = self._recent.get(self._numbers.get(copied.copy_of, -1)) if copied else other
            if first is not None:
                return NearCopy(told.document.hash, first.document.hash, round(likeness(first, told), 3))
        return None


def copies_after(
    before: Iterable[Document], known: Mapping[str, NearCopy], documents: Iterable[Document]
) -> dict[str, NearCopy]:
    """The near-copies among `documents`, by hash, where those of the fortnight `before` them are known."""
    index = MinHashIndex()
    for each in _texts_in_order(before):
        index.remember(each, known.get(each.hash))
    return find_copies(documents, index)


def _texts_in_order(documents: Iterable[Document]) -> list[Document]:
    """Those that can be near-copies: records of data files are alike by their nature, and no copies."""
    texts = (document for document in documents if document.language != NO_LANGUAGE)
    return sorted(texts, key=lambda each: (each.published, each.hash))


def find_copies(documents: Iterable[Document], index: CopyIndex | None = None) -> dict[str, NearCopy]:
    """The near-copies among the documents, by hash, each with the first of its kind; the order does not matter."""
    used = index or MinHashIndex()
    found = (used.add(each) for each in _texts_in_order(documents))
    return {copy.document: copy for copy in found if copy is not None}
