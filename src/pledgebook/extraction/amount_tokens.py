"""A sentence as words, figures and marks with their places: the ground on which amounts are read."""

from __future__ import annotations

from dataclasses import dataclass, field

from pledgebook.extraction.amount_words import cardinals, scales, word_set
from pledgebook.vocabulary import currencies

_GROUP_MARKS = ".,'’٬"
"""Marks that may stand inside a figure, between two digits."""

_WORD_MARKS = "-'’&‑"
"""Marks that may stand inside a word, between letters or digits."""


@dataclass(slots=True, eq=False)
class Words:
    """The tokens of one sentence: as written, in lower case, and their places in the text."""

    text: str
    raw: list[str] = field(default_factory=list)
    low: list[str] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.low)

    def word(self, index: int) -> str:
        """The token in lower case; empty outside the sentence."""
        return self.low[index] if 0 <= index < len(self.low) else ""

    def touches(self, index: int) -> bool:
        """Whether the token stands right before the next one, with no space between."""
        return 0 <= index < len(self.low) - 1 and self.end[index] == self.start[index + 1]

    def is_figure(self, index: int) -> bool:
        """Whether a figure in digits stands at the index."""
        return 0 <= index < len(self.low) and self.low[index][0].isdecimal()

    def is_word(self, index: int) -> bool:
        """Whether the token begins with a letter."""
        return 0 <= index < len(self.low) and self.low[index][0].isalpha()

    def is_capital(self, index: int) -> bool:
        """Whether the token begins with a capital."""
        return 0 <= index < len(self.low) and self.raw[index][0].isupper()

    def says(self, index: int, words: tuple[str, ...]) -> bool:
        """Whether these words stand at the index, in order."""
        return index >= 0 and tuple(self.low[index : index + len(words)]) == words

    def add(self, start: int, end: int) -> None:
        """Takes `text[start:end]` as the next token."""
        raw = self.text[start:end]
        self.raw.append(raw)
        self.low.append(raw.lower().replace("’", "'"))
        self.start.append(start)
        self.end.append(end)


def words_of(text: str, start: int, end: int) -> Words:
    """The words of `text[start:end]`. Figures keep their marks ("1,000.5"); what touches a figure is apart."""
    words = Words(text)
    raw, low, starts, ends = words.raw.append, words.low.append, words.start.append, words.end.append
    place = start
    for chunk in text[start:end].split():
        if not text.startswith(chunk, place):
            place = text.index(chunk, place)
        after = place + len(chunk)
        if chunk.isalpha():
            raw(chunk)
            low(chunk.lower())
            starts(place)
            ends(after)
        elif chunk[-1] in ",." and chunk[:-1].isalpha() and len(chunk) > 2:
            # Most words that are not letters alone end a clause: spared the way through `_peel`.
            words.add(place, after - 1)
            words.add(after - 1, after)
        elif "://" in chunk or "@" in chunk or chunk.startswith("www."):
            _add_address(words, place, after)
        else:
            _peel(words, place, after)
        place = after + 1
    return words


def _peel(words: Words, start: int, end: int) -> None:
    """Takes a chunk without spaces apart into figures, words and marks."""
    place = start
    while place < end:
        mark = words.text[place]
        if mark.isdecimal():
            after = _figure_end(words.text, place, end)
            words.add(place, after)
        elif mark.isalpha():
            after = _word_end(words.text, place, end)
            _add_word(words, place, after)
        elif mark == "<" and (after := _tag_end(words.text, place, end)):
            # What markup left behind ("<u$30 billion</u") says nothing.
            pass
        else:
            after = place + 1
            words.add(place, after)
        place = after


def _add_address(words: Words, start: int, end: int) -> None:
    """An address is one word, in which figures count nothing; the target of a link is left out."""
    link = words.text.find("](", start, end)
    if link < 0:
        words.add(start, end)
        return
    _peel(words, start, link)
    after = words.text.find(")", link, end)
    if after >= 0:
        _peel(words, after + 1, end)


def _tag_end(text: str, place: int, end: int) -> int:
    """Past a tag that may have lost its closing bracket; 0 if it is none."""
    after = place + 1 + (text[place + 1 : place + 2] == "/")
    name_end = after
    while name_end < end and text[name_end].isalpha():
        name_end += 1
    if text[after:name_end] not in ("a", "b", "em", "i", "p", "span", "strong", "sub", "sup", "u"):
        return 0
    return name_end + (text[name_end : name_end + 1] == ">")


def _figure_end(text: str, place: int, end: int) -> int:
    while place < end:
        if text[place].isdecimal():
            place += 1
        elif text[place] in _GROUP_MARKS and place + 1 < end and text[place + 1].isdecimal():
            place += 2
        else:
            break
    return place


def _word_end(text: str, start: int, end: int) -> int:
    place = start
    while place < end:
        mark = text[place]
        if mark.isalnum():
            place += 1
        elif mark in _WORD_MARKS and place + 1 < end and text[place + 1].isalnum():
            place += 2
        elif mark == "." and _is_initial(text, start, place):
            place += 1
        else:
            break
    return place


def _is_initial(text: str, start: int, stop: int) -> bool:
    """Whether the full stop belongs to letters parted by stops ("U.S.", "p.m.")."""
    one_letter = stop - start == 1 or text[stop - 2] == "."
    return one_letter and (
        stop - start > 1 or (stop + 2 < len(text) and text[stop + 1].isalpha() and text[stop + 2] == ".")
    )


def _add_word(words: Words, start: int, end: int) -> None:
    """Adds a word, with its possessive ending, a glued figure or the parts of a compound number apart."""
    raw = words.text[start:end]
    if len(raw) > 2 and raw[-1] in "sS" and raw[-2] in "'’":
        _add_word(words, start, end - 2)
        words.add(end - 2, end)
        return
    code = _code_length(raw)
    if code:
        words.add(start, start + code)
        _peel(words, start + code, end)
    elif "-" in raw and _is_compound_number(raw.lower()):
        _add_parts(words, start, raw)
    else:
        words.add(start, end)


def _code_length(raw: str) -> int:
    """Letters of the currency that a figure is glued to ("USD5m": 3); 0 if there is none."""
    if (
        len(raw) > 3
        and raw[3].isdecimal()
        and raw[:3] in currencies()
        and raw[:3] not in word_set("risky_codes", "words")
    ):
        return 3
    if len(raw) > 2 and raw[2].isdecimal() and raw[:2] in ("Rs", "kr", "Tk", "RM", "TL"):
        return 2
    return 0


def _is_compound_number(low: str) -> bool:
    """Whether a word with hyphens is a number with a scale or a half in it ("two-million-euro", "half-billion")."""
    parts = low.split("-")
    opens = parts[0] in scales() or parts[0] in cardinals() or parts[0] in ("half", "quarter", "a", "several")
    return opens and any(part in scales() or part in ("half", "quarters") for part in parts)


def _add_parts(words: Words, start: int, raw: str) -> None:
    """Adds the parts of a compound number; a hyphen stays where something else follows ("-euro")."""
    for part in raw.split("-"):
        low = part.lower()
        of_number = low in scales() or low in cardinals() or low in ("half", "quarters", "quarter", "and", "a")
        if words.low and start > 0 and words.text[start - 1] == "-" and not of_number:
            words.add(start - 1, start)
        words.add(start, start + len(part))
        start += len(part) + 1
