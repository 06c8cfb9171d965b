"""The words of a noun phrase as an item: singular, in lower case, without those that do not say what it is."""

from __future__ import annotations

from pledgebook.extraction.amount_tokens import Words
from pledgebook.extraction.amount_words import demonyms, word_set
from pledgebook.vocabulary import singular_of


def item_words(words: Words, first: int, last: int) -> str:
    """The words of a noun phrase in the singular, without those that do not say what it is."""
    kept = [k for k in range(first, last) if not _is_dropped(words, k)] or [last - 1]
    return singular(_join(words, kept))


def plain_words(words: Words, first: int, last: int) -> str:
    """All the words of a stretch in lower case."""
    return _join(words, list(range(first, last)))


def _join(words: Words, kept: list[int]) -> str:
    """Tokens in lower case, with a blank where the text has one."""
    out = ""
    for k in kept:
        glued = out and k - 1 in kept and words.touches(k - 1)
        out += ("" if glued or not out else " ") + words.low[k]
    return out.strip("“\"‘' ")


def _is_dropped(words: Words, at: int) -> bool:
    word = words.low[at]
    if word in word_set("dropped", "words"):
        return True
    return word in demonyms() or (word.endswith("ly") and word not in ("assembly", "supply", "family"))


def singular(phrase: str) -> str:
    """A noun phrase in lower case with its last word in the singular."""
    head = phrase.rpartition(" ")[2]
    return phrase if head in word_set("plurals", "same") else singular_of(phrase)
