"""Near-copies: documents that tell an earlier one again, nearly word for word."""

from __future__ import annotations

from functools import lru_cache
from zlib import crc32

from pledgebook.linking.items import words_of
from pledgebook.model import Document

SHINGLE_WORDS = 4
"""Words of a shingle: shorter ones are shared by chance, longer ones break at every edited word."""

COPY_SHARE = 0.12
"""Share of the shorter text's shingles found in the other from which it is a near-copy. In the gold stories
near-copies share 0.16 to 0.84 of them, any other two articles of one story under 0.08."""

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
