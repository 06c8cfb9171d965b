"""Near-copies: documents that tell an earlier one again, nearly word for word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from zlib import crc32

from rapidfuzz.fuzz import token_sort_ratio

from pledgebook.linking.facts import Facts
from pledgebook.linking.items import words_of
from pledgebook.model import Document

SHINGLE_WORDS = 4
"""Words of a shingle: shorter ones are shared by chance, longer ones break at every edited word."""

COPY_SHARE = 0.12
"""Share of the shorter text's shingles found in the other from which it is a near-copy. In twelve
annotated courses of events near-copies share 0.16 to 0.84 of them, any other two articles under 0.08."""

COPY_FIGURES = 2
"""Figures that two documents must share before their texts are held against each other."""

COPY_PRINTINGS = 40
"""Latest documents with a figure that a new one with it may be a near-copy of; older printings are copies of those."""

COPY_DAYS = 14
"""Days within which a near-copy appears; later repeats are new statements."""


@lru_cache(maxsize=4096)
def shingles(text: str) -> frozenset[int]:
    """Check sums of the text's runs of words."""
    words = words_of(text)
    runs = (" ".join(words[i : i + SHINGLE_WORDS]) for i in range(max(1, len(words) - SHINGLE_WORDS + 1)))
    return frozenset(crc32(run.encode()) for run in runs)


def shared_text(left: Document, right: Document) -> float:
    """Share of the shorter document's runs of words that the other has too, 0 to 1."""
    a, b = shingles(left.text), shingles(right.text)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


@lru_cache(maxsize=65536)
def is_near_copy(left: Document, right: Document) -> bool:
    """Whether two documents published within `COPY_DAYS` of each other tell nearly the same text."""
    if left.hash == right.hash or abs((left.published - right.published).days) > COPY_DAYS:
        return False
    return shared_text(left, right) >= COPY_SHARE


def _likeness(left: Facts, right: Facts) -> float:
    """How alike two claims of near-copies are told, 0 to 100; 0 if event, donors or amount differ."""
    a, b = left.told.claim, right.told.claim
    if a.event != b.event or a.amount != b.amount or (left.donors and right.donors and not left.donors & right.donors):
        return 0.0
    return 1.0 + float(token_sort_ratio(a.span.quote, b.span.quote))


def _align(earlier: Sequence[Facts], later: Sequence[Facts]) -> list[tuple[Facts, Facts]]:
    """Pairs of claims told in both printings, the most alike first, each claim once."""
    ranked = sorted(
        ((_likeness(a, b), -abs(i - j), i, j) for i, a in enumerate(earlier) for j, b in enumerate(later)), reverse=True
    )
    taken: set[tuple[str, int]] = set()
    pairs: list[tuple[Facts, Facts]] = []
    for likeness, _, i, j in ranked:
        if likeness > 0 and ("a", i) not in taken and ("b", j) not in taken:
            taken |= {("a", i), ("b", j)}
            pairs.append((earlier[i], later[j]))
    return pairs


def _likely_copies(documents: Sequence[Sequence[Facts]]) -> list[tuple[int, int]]:
    """Pairs of documents, published close together, that tell the same figure with the same event more than once."""
    telling: dict[tuple[str, str], list[int]] = {}
    shared: Counter[tuple[int, int]] = Counter()
    for index, claims in enumerate(documents):
        for key in sorted({(claim.event, str(claim.told.claim.amount)) for claim in claims if claim.has_amount}):
            for earlier in reversed(telling.get(key, [])[-COPY_PRINTINGS:]):
                if (claims[0].told.published - documents[earlier][0].told.published).days > COPY_DAYS:
                    break
                shared[earlier, index] += 1
            telling.setdefault(key, []).append(index)
    return sorted(pair for pair, number in shared.items() if number >= COPY_FIGURES)


def aligned_copies(documents: Sequence[Sequence[Facts]]) -> dict[str, frozenset[str]]:
    """For each claim of a near-copy, the earlier claims that it tells again; `documents` in order of publication."""
    doubles: dict[str, set[str]] = {}
    for first, second in _likely_copies(documents):
        earlier, later = documents[first], documents[second]
        if is_near_copy(earlier[0].told.document, later[0].told.document):
            for a, b in _align(earlier, later):
                doubles.setdefault(b.id, set()).add(a.id)
    return {claim: frozenset(found) for claim, found in doubles.items()}
