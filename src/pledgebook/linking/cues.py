"""Words and patterns by which a text points at amounts, programmes, wholes and things spoken of before."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

import re2


@cache
def boundary() -> Any:
    return re2.compile(r"[.!?;][\"'”’)]*\s+|\n+")


@cache
def abbreviation() -> Any:
    return re2.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Lt|Gen|St|No|bn|approx|Jr|U\.S|U\.K|U\.N)|\b\p{Lu})\.$")


@cache
def programme() -> Any:
    return re2.compile(
        r"((?:\p{Lu}[\p{L}’'-]+\s+){1,4})((?:\p{Ll}[\p{L}-]+\s+){0,2}?)"
        r"([Pp]rogramme|[Pp]rogram|[Ff]und|[Ff]acility|[Ii]nitiative|[Pp]lan|[Ss]cheme|[Cc]oalition|[Mm]echanism"
        r"|[Aa]ct|[Cc]onference|[Pp]urchase|[Pp]urchases|[Mm]odel)\b"
    )


PROGRAMME_WORDS = frozenset(["programme", "program", "fund", "facility", "initiative", "plan", "scheme", "mechanism"])
"""Words of an item that say that it is itself a programme under which others are told."""

ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10,
}  # fmt: skip


@cache
def definite() -> Any:
    return re2.compile(r"(?i)\b(?:of the|of its|of their|of that|of those|of these|of this|the|its|these|those)\s+$")


@cache
def back() -> Any:
    return re2.compile(
        r"(?i)\b(?:of (?:it|them|these|those|this|which|whom)|the (?:rest|remaining|remainder|others?|last)"
        r"|remaining|outstanding"
        r"|they|these|those|it|them|its|their)\b"
    )


@cache
def known() -> Any:
    return re2.compile(r"(?i)\b(?:the|its|their|his|her|those|these|our)\s+(?:[€$£¥]|\p{Lu}{3}\s)?\p{N}")


@cache
def in_all() -> Any:
    return re2.compile(
        r"(?i)\b(?:altogether|in all|in total|total (?:comes|came|amounts|now)|together|combined|from all"
        r"|all \p{L}+ sources"
        r"|since (?:the|20\d\d|february|january)|so far|to date)\b"
    )


@cache
def added() -> Any:
    return re2.compile(r"(?i)\b(?:additional|another|further|extra|new|fresh|more|adds?|added|on top of)\b")


PLAIN_CAPITALS = frozenset(["the", "a", "an", "in", "on", "for", "of", "this", "that", "european", "new", "track"])

STOP_WORDS = frozenset(
    """
    the a an and or of to in on for from by with at as is are was were be been being has have had will would
    should could can may might it its this that these those which who whom whose their his her he she they we our
    you not no none but than then so more most less least up about around some nearly almost over under all both
    each every one two three four five six seven eight nine ten million billion thousand hundred half said says
    say told according after before since until by into out also only still already yet now today first next last
    year month week day years months weeks days monday tuesday wednesday thursday friday saturday sunday january
    february march april june july august september october november december euros euro dollars dollar crowns
    kroner pounds eur usd nok
    """.split()
)
"""Words that carry no meaning of their own when two sentences are held side by side."""


@cache
def number() -> Any:
    return re2.compile(
        r"(?i)(\d[\d,]*(?:\.\d+)?|\b(?:a|an|half(?: an?)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven"
        r"|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty)\b)"
        r"(?:[\s-]+(thousand|million|billion|trillion|bn|mn|m)\b|(bn|mn|m|k)\b)?"
    )


_SCALES = {"thousand": 10**3, "k": 10**3, "million": 10**6, "mn": 10**6, "m": 10**6, "billion": 10**9, "bn": 10**9,
           "trillion": 10**12}  # fmt: skip
_SMALL = dict(zip(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty".split(), range(1, 21), strict=True,
)) | {"thirty": 30, "forty": 40, "fifty": 50, "a": 1, "an": 1}  # fmt: skip


@cache
def numbers_in(text: str) -> frozenset[Decimal]:
    """The plain numbers that a text names, in digits or words, in single units ("of the four", "$2 billion")."""
    found: set[Decimal] = set()
    for mark in number().finditer(text):
        word, scale = mark.group(1).lower(), (mark.group(2) or mark.group(3) or "").lower()
        if word in ("a", "an") and not scale:
            continue
        half = word.startswith("half")
        value = Decimal("0.5") if half else Decimal(_SMALL.get(word) or word.replace(",", ""))
        found.add(value * _SCALES.get(scale, 1))
    return frozenset(found)
