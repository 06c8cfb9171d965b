"""A sentence as words, figures and marks with their places: the ground on which amounts are read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pledgebook.extraction.amount_words import cardinals, scales, word_set
from pledgebook.extraction.tokens import places_of
from pledgebook.vocabulary import currencies

_GROUP_MARKS = ".,'’٬"
"""Marks that may stand inside a figure, between two digits."""

_WORD_MARKS = "-'’&‑"
"""Marks that may stand inside a word, between letters or digits."""

_PAD = 32
"""Empty tokens behind the last one, so that a look beyond either end of a sentence needs no check.

More than any reader looks ahead or (from the end, for Python counts negative places from there) back.
"""

_USUAL = 24
"""Characters of the longest run whose parts are kept for the next time it comes."""

_SHORT_FORM = 2
"""Characters of a letter with its full stop, which may belong to more ("J. R.")."""

_KEPT = 1 << 13
"""Runs kept: a few megabytes at most, and nearly all that come again in one document."""


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The tokens of one sentence, as written and in lower case, and where each begins in the text.

    Both lists end with empty tokens; `joined` holds the tokens that stand right before the next one, `odd` those
    that come from a run of more than letters.
    """

    raw: list[str]
    low: list[str]
    start: list[int]
    joined: frozenset[int]
    odd: list[int]

    def __len__(self) -> int:
        return len(self.start)

    @property
    def end(self) -> Ends:
        """Where each token ends in the text."""
        return Ends(self)

    def word(self, index: int) -> str:
        """The token in lower case; empty outside the sentence."""
        return self.low[index]

    def touches(self, index: int) -> bool:
        """Whether the token stands right before the next one, with no space between."""
        return index in self.joined

    def is_figure(self, index: int) -> bool:
        """Whether a figure in digits stands at the index."""
        return self.low[index][:1].isdecimal()

    def is_word(self, index: int) -> bool:
        """Whether the token begins with a letter."""
        return self.low[index][:1].isalpha()

    def is_capital(self, index: int) -> bool:
        """Whether the token begins with a capital."""
        return self.raw[index][:1].isupper()

    def says(self, index: int, words: tuple[str, ...]) -> bool:
        """Whether these words stand at the index, in order."""
        return index >= 0 and tuple(self.low[index : index + len(words)]) == words


@dataclass(frozen=True, slots=True)
class Ends:
    """The ends of a sentence's tokens, each worked out when it is asked for."""

    words: Words

    def __getitem__(self, index: int) -> int:
        return self.words.start[index] + len(self.words.raw[index])


def words_of(text: str, start: int, end: int) -> Words:
    """The words of `text[start:end]`. Figures keep their marks ("1,000.5"); what touches a figure is apart."""
    runs = text[start:end].split()
    places = places_of(runs, text, start, end)
    raw: list[str] = []
    starts: list[int] = []
    joined: list[int] = []
    odd: list[int] = []
    done = 0
    for at in [k for k, run in enumerate(runs) if not run.isalpha()]:
        raw += runs[done:at]
        starts += places[done:at]
        run, place, first, done = runs[at], places[at], len(raw), at + 1
        if run[-1] in ",." and len(run) > _SHORT_FORM and run[:-1].isalpha():
            # Most runs that are not letters alone end a clause: spared the way through `_peel`.
            joined.append(first)
            raw += (run[:-1], run[-1])
            starts += (place, place + len(run) - 1)
            continue
        for offset, token, touches in _usual_parts(run) if len(run) <= _USUAL else _parts(run):
            if touches:
                joined.append(len(raw))
            raw.append(token)
            starts.append(place + offset)
        odd += range(first, len(raw))
    raw += runs[done:]
    starts += places[done:]
    low = "\n".join(raw).lower().replace("’", "'").split("\n") if raw else []
    padding = [""] * _PAD
    return Words(raw + padding, low + padding, starts, frozenset(joined), odd)


def _parts(run: str) -> tuple[tuple[int, str, bool], ...]:
    """The tokens of a run without white space: place, token, whether the next one touches it."""
    if "://" in run or "@" in run or run.startswith("www."):
        found = list(_address(run))
    else:
        found = list(_peel(run, 0, len(run)))
    follows = [left for left, _ in found[1:]] + [-1]
    return tuple((left, run[left:right], right == after) for (left, right), after in zip(found, follows, strict=False))


_usual_parts = lru_cache(maxsize=_KEPT)(_parts)


def _peel(run: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Takes a run without spaces apart into figures, words and marks."""
    place = start
    while place < end:
        mark = run[place]
        if mark.isdecimal():
            after = _figure_end(run, place, end)
            yield place, after
        elif mark.isalpha():
            code = _code_length(run[place : place + 4])
            after = place + code if code else _word_end(run, place, end)
            yield from _word_parts(run, place, after)
        elif mark == "<" and (after := _tag_end(run, place, end)):
            # What markup left behind ("<u$30 billion</u") says nothing.
            pass
        else:
            after = place + 1
            yield place, after
        place = after


def _address(run: str) -> Iterator[tuple[int, int]]:
    """An address is one word, in which figures count nothing; the target of a link is left out."""
    link = run.find("](")
    if link < 0:
        yield 0, len(run)
        return
    yield from _peel(run, 0, link)
    after = run.find(")", link)
    if after >= 0:
        yield from _peel(run, after + 1, len(run))


def _tag_end(run: str, place: int, end: int) -> int:
    """Past a tag that may have lost its closing bracket; 0 if it is none."""
    after = place + 1 + (run[place + 1 : place + 2] == "/")
    name_end = after
    while name_end < end and run[name_end].isalpha():
        name_end += 1
    if run[after:name_end] not in ("a", "b", "em", "i", "p", "s", "span", "strike", "strong", "sub", "sup", "u"):
        return 0
    return name_end + (run[name_end : name_end + 1] == ">")


def _figure_end(run: str, place: int, end: int) -> int:
    while place < end:
        if run[place].isdecimal():
            place += 1
        elif run[place] in _GROUP_MARKS and place + 1 < end and run[place + 1].isdecimal():
            place += 2
        else:
            break
    return place


def _word_end(run: str, start: int, end: int) -> int:
    place = start
    while place < end:
        mark = run[place]
        if mark.isalnum():
            place += 1
        elif mark in _WORD_MARKS and place + 1 < end and run[place + 1].isalnum():
            place += 2
        elif mark == "." and _is_initial(run, start, place):
            place += 1
        else:
            break
    return place


def _is_initial(run: str, start: int, stop: int) -> bool:
    """Whether the full stop belongs to letters parted by stops ("U.S.", "p.m.")."""
    one_letter = stop - start == 1 or run[stop - 2] == "."
    return one_letter and (
        stop - start > 1 or (stop + 2 < len(run) and run[stop + 1].isalpha() and run[stop + 2] == ".")
    )


def _word_parts(run: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A word, with its possessive endings or the parts of a compound number apart."""
    last = end
    while last - start > 2 and run[last - 1] in "sS" and run[last - 2] in "'’":
        last -= 2
    word = run[start:last]
    if "-" in word and _is_compound_number(word.lower()):
        yield from _number_parts(run, start, last)
    else:
        yield start, last
    for ending in range(last, end, 2):
        yield ending, ending + 2


def _code_length(opening: str) -> int:
    """Letters of the currency that a figure is glued to ("USD5m": 3); 0 if there is none."""
    if (
        len(opening) > 3
        and opening[3].isdecimal()
        and opening[:3] in currencies()
        and opening[:3] not in word_set("risky_codes", "words")
    ):
        return 3
    if len(opening) > 2 and opening[2].isdecimal() and opening[:2] in ("Rs", "kr", "Tk", "RM", "TL", "Dh"):
        return 2
    return 0


def _is_compound_number(low: str) -> bool:
    """Whether a word with hyphens is a number with a scale or a half in it ("two-million-euro", "half-billion")."""
    parts = low.split("-")
    first = parts[0]
    if first in ("multimillion", "multibillion", "multitrillion") or (first in cardinals() and parts[-1] == "odd"):
        return True
    opens = first in scales() or first in cardinals() or first in ("half", "quarter", "a", "several", "multi")
    return opens and any(part in scales() or part in ("half", "quarters", "thirds") for part in parts)


_NUMBER_PARTS = frozenset(
    (
        "half",
        "quarters",
        "quarter",
        "thirds",
        "and",
        "a",
        "several",
        "multi",
        "multimillion",
        "multibillion",
        "multitrillion",
    )
)


def _number_parts(run: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a compound number; a hyphen stays where something else follows ("-euro")."""
    for part in run[start:end].split("-"):
        low = part.lower()
        of_number = low in scales() or low in cardinals() or low in _NUMBER_PARTS
        if start > 0 and run[start - 1] == "-" and not of_number:
            yield start - 1, start
        yield start, start + len(part)
        start += len(part) + 1
