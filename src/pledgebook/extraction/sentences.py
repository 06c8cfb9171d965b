"""Sentences by their ends: full stops that are none (bn., Lt., U.S., a.m.) are told apart."""

from __future__ import annotations

from collections.abc import Iterator

_STOPS = ".!?…"

_BULLETS = "•●▪"

_CLOSERS = frozenset("\"'”’»)]")
"""Marks that may stand between a sentence's stop and the blank behind it."""

_BLANKS = frozenset(" \t\xa0")

_STRIPPED = " \t\r\n\xa0•●▪"

_NO_END = frozenset(
    # Words that take a full stop and are followed by a capital all the same: titles, ranks, months,
    # numbers of things, and short forms of business and speech.
    """adm amb apr art assoc aug av ave bn brig bros capt cf cmdr co col corp dec def dept dr ed eds eg eq est etc
    feb fig fr gen gov hon hr ie inc jan jr jul jun lt ltd maj mar messrs mio mln mn mr mrs ms mt no nos nov oct
    op para pct pf pp pres prof pvt rep reps res rev sec sen sens sep sept sgt sr st supt tel
    univ vol vs rs tk kr dhs""".split()
)

_LONGEST_SHORT_FORM = 6
"""Characters of the longest abbreviation with inner stops ("U.S.S.R")."""

_NEW = frozenset(("The", "It", "He", "She", "They", "We", "In", "On", "This", "These", "But", "A"))
"""Words that plainly begin a sentence, also behind an abbreviation."""


def split_sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of `text` as (start, end) in characters, in order, without white space around.

    A line break always ends a sentence, and so does a bullet.
    """
    found: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line:
            found += sentences_in_line(text, start, end)
        start = end + 1
    return found


def sentences_in_line(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of the line `text[start:end]`, without white space around."""
    found: list[tuple[int, int]] = []
    for after in _line_ends(text, start, end):
        _add(found, text, start, after)
        start = after
    _add(found, text, start, end)
    return found


LONGEST_SENTENCE = 1500
"""Characters of a sentence at most: what is longer is a list without line breaks, or hostile, and is cut at a blank.
The work within a sentence grows faster than its length."""


def _add(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while end - start > LONGEST_SENTENCE:
        cut = _cut(text, start, start + LONGEST_SENTENCE)
        _add_whole(found, text, start, cut)
        start = cut
    _add_whole(found, text, start, end)


def _cut(text: str, start: int, limit: int) -> int:
    """Where a sentence that is too long is cut: behind its last semicolon or comma before `limit`, else a blank."""
    for mark in ("; ", ", ", " "):
        at = text.rfind(mark, start + LONGEST_SENTENCE // 2, limit)
        if at >= 0:
            return at + len(mark)
    return limit


def _add_whole(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    left = end - len(piece.lstrip(_STRIPPED))
    right = start + len(piece.rstrip())
    if right > left:
        found.append((left, right))


def _line_ends(text: str, start: int, end: int) -> Iterator[int]:
    """Where sentences end inside a line: behind the blanks that follow a stop or bullet."""
    done = start
    for mark in _marks(text, start, end):
        is_bullet = text[mark] in _BULLETS
        if mark - is_bullet < done:
            continue
        after = _past_bullet(text, mark, end) if is_bullet else _past_stop(text, mark, end)
        done = max(done, abs(after))
        if after > 0:
            yield after


def _marks(text: str, start: int, end: int) -> list[int]:
    """The places of stops and bullets in order."""
    found: list[int] = []
    kinds = 0
    for mark in _STOPS + _BULLETS:
        at = text.find(mark, start, end)
        kinds += at >= 0
        while at >= 0:
            found.append(at)
            at = text.find(mark, at + 1, end)
    return sorted(found) if kinds > 1 else found


def _past_bullet(text: str, mark: int, end: int) -> int:
    """Past a bullet between blanks and its blank; 0 if it stands otherwise."""
    between = text[mark - 1] in " \t" and mark + 1 < end and text[mark + 1] in " \t"
    return mark + 2 if between else 0


def _past_stop(text: str, mark: int, end: int) -> int:
    """Past the stops, closing marks and blanks from a stop on; its negative if they end no sentence."""
    at = mark + 1
    while at < end and text[at] in _STOPS:
        at += 1
    while at < end and text[at] in _CLOSERS:
        at += 1
    after = at
    while after < end and text[after] in _BLANKS:
        after += 1
    return after if after > at and _is_end(text, mark, after, end) else -after


def _is_end(text: str, mark: int, after: int, end: int) -> bool:
    """Whether the stop at `mark` ends a sentence whose next character stands at `after`."""
    follows_small = after < end and text[after].islower()
    if text[mark] != "." or follows_small:
        return not follows_small
    word = _word_before(text, mark)
    if len(word) == 1 and word.isupper():
        return False
    if "." in word and len(word) <= _LONGEST_SHORT_FORM:
        return word.lower() in ("a.m", "p.m") or _starts_new(text, after, end)
    if word.isdigit() and _opens_line(text, mark - len(word)):
        return False
    return word.lower() not in _NO_END


_USUAL = 24
"""Characters in which a word with the blank before it usually fits."""


def _word_before(text: str, mark: int) -> str:
    """The letters, figures and stops right before a mark."""
    near = text[max(0, mark - _USUAL) : mark]
    if not near or not _is_inner(near[-1]):
        return ""
    word = near.rsplit(None, 1)[-1]
    if len(word) < len(near) and word.isalnum():
        return word
    start = mark
    while start > 0 and _is_inner(text[start - 1]):
        start -= 1
    return text[start:mark]


def _is_inner(mark: str) -> bool:
    return mark.isalnum() or mark == "."


def _starts_new(text: str, after: int, end: int) -> bool:
    """After an abbreviation with inner stops (U.S.): whether a sentence plainly begins."""
    word_end = after
    while word_end < end and text[word_end].isalpha():
        word_end += 1
    return text[after:word_end] in _NEW


def _opens_line(text: str, start: int) -> bool:
    return start == 0 or text[start - 1] == "\n"
