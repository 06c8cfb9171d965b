"""The closed word lists of time, and the pattern that finds phrases made of them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import re2


@dataclass(frozen=True, slots=True)
class DateWords:
    """The lists of vocabulary/dates.toml; words in lower case, blanks inside a word as blanks."""

    months: dict[str, int]
    short_months: dict[str, int]
    weekdays: dict[str, int]
    seasons: dict[str, int]
    numbers: dict[str, int]
    ordinals: dict[str, int]
    holidays: dict[str, tuple[int, int]]
    vague: frozenset[str]
    roles: dict[str, str]
    ahead: frozenset[str]
    back: frozenset[str]
    never_past: frozenset[str]
    no_verb: frozenset[str]
    verbs_in_s: frozenset[str]


def _list(words: str) -> list[str]:
    return [word.replace("_", " ") for word in words.split()]


@cache
def date_words() -> DateWords:
    """The word lists, read once."""
    raw = tomllib.loads((files("pledgebook") / "vocabulary" / "dates.toml").read_text("utf-8"))
    return DateWords(
        months=raw["months"],
        short_months=raw["short_months"],
        weekdays=raw["weekdays"],
        seasons=raw["seasons"],
        numbers=raw["numbers"],
        ordinals=raw["ordinals"],
        holidays={name.replace("_", " "): (day[0], day[1]) for name, day in raw["holidays"].items()},
        vague=frozenset(_list(raw["vague"]["words"])),
        roles={word: role for role, words in raw["prepositions"].items() for word in _list(words)},
        ahead=frozenset(_list(raw["cues"]["ahead"])),
        back=frozenset(_list(raw["cues"]["back"])),
        never_past=frozenset(_list(raw["cues"]["never_past"])),
        no_verb=frozenset(_list(raw["cues"]["no_verb"])),
        verbs_in_s=frozenset(_list(raw["cues"]["verbs_in_s"])),
    )


def any_of(words: object) -> str:
    """A group that matches any of the words, the longest first, blanks as any white space, either apostrophe."""
    assert hasattr(words, "__iter__")
    listed = sorted((re2.escape(str(word)) for word in words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(listed).replace("\\ ", r"\s+").replace("\\'", "['’]") + ")"


def _month_names(names: dict[str, int]) -> str:
    """Months as written: with a capital or in capitals, never in small letters (`may`, `march`)."""
    return any_of([form for name in names for form in (name.capitalize(), name.upper())])


_YEAR = r"(?:19[6-9]\d|20[0-6]\d)"
"""Years that aid is told of: 1960 (the first aid statistics) to 2069."""

_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_UNITS = r"(?i:hours?|days?|weeks?|weekends?|fortnights?|months?|quarters?|years?|decades?)"
_THE = r"(?:(?i:the)\s+)?"


def _fragments() -> dict[str, str]:
    """The pieces of the pattern, by name."""
    words = date_words()
    full, short = _month_names(words.months), f"(?:{_month_names(words.short_months)}\\.?)"
    month = f"(?:{full}|{short})"
    quantity = rf"(?:\d{{1,3}}|(?:(?i:an?|the)\s+)?(?i:{any_of([*words.numbers, *words.vague])}))"
    quantity = rf"{quantity}(?:\s+(?i:and\s+a\s+half|of|or\s+(?:so|two|three|more)|to\s+{any_of(words.numbers)}))?"
    which_year = r"(?i:this|last|next|that|(?:the\s+)(?:same|following|current)|the)"
    weekday = any_of([name.capitalize() for name in words.weekdays])
    return {
        "full": full, "month": month, "quantity": quantity, "weekday": weekday,
        "season": f"(?i:{any_of(words.seasons)})",
        "fiscal": rf"(?:(?i:(?:fiscal|financial|budget)\s+years?\s+(?:\(FYs?\)\s+)?)|FYs?\s?)(?:{_YEAR}|\d\d)\b",
        "of_year": rf"(?:\s*,?\s*(?i:(?:of\s+)?)(?:{_YEAR}|{which_year}\s+(?i:year))\b)?",
        "which": r"(?i:this|last|next|that|past|coming|current|following|previous|same|upcoming|late)",
        "holiday": rf"(?i:{any_of(words.holidays)}|new\s+year|easter|midsummer)",
    }  # fmt: skip


def _strong(f: dict[str, str]) -> list[str]:
    """Phrases that tell a time without a preposition."""
    ordinal = r"(?i:first|second|third|fourth|last|final|1st|2nd|3rd|4th)"
    part = rf"(?:{ordinal}\s+(?i:quarter|half)|[QH][1-4])"
    return [
        rf"{_YEAR}-[01]\d-[0-3]\d",
        rf"(?:0?[1-9]|[12]\d|3[01])[./](?:0?[1-9]|1[0-2])[./]{_YEAR}",
        rf"{_DAY}(?:\s+(?i:of))?\s+{f['month']}(?:,?\s+{_YEAR})?",
        rf"{f['month']}\s+{_DAY}\b(?:,?\s+{_YEAR}\b)?",
        rf"{f['full']}(?:\s+(?:(?i:to|and|through|until)|[-–])\s+|[-–]){f['full']}\s+{_YEAR}",
        rf"{f['month']},?\s+(?i:(?:of\s+)?)(?:{_YEAR}|(?i:this|last|next)\s+(?i:year))",
        rf"{_YEAR}(?:[-–/]|\s*[–-]\s*|\s+(?i:to|through|until)\s+)(?:{_YEAR}|\d\d\b)",
        f["fiscal"],
        rf"{part}{f['of_year']}",
        rf"(?i:earlier|later)\s+(?:(?i:in)\s+)?{_THE}(?:{f['which']}\s+{_UNITS}|{_YEAR}|{f['full']}|{f['season']})",
        rf"(?i:this|last|next|that|the\s+same|(?:the\s+)?(?:following|previous))\s+(?:{_UNITS}|{f['season']}|{f['full']}|{f['weekday']})",
        r"(?i:yesterday|today|tonight|tomorrow|(?:this|yesterday|tomorrow)\s+(?:morning|afternoon|evening)|last\s+night)",
        rf"{f['weekday']}(?:\s+(?i:morning|afternoon|evening|night))?",
        rf"{f['quantity']}\s+{_UNITS}\s+(?i:ago|earlier|later|from\s+now)",
        r"(?i:to\s+date|so\s+far|thus\s+far|until\s+now|up\s+to\s+now)",
        rf"(?i:the\s+year)\s+(?:{_YEAR})",
        rf"(?i:mid|early|late|end)[-\s](?:{_YEAR}|{f['full']}(?:\s+{_YEAR})?)",
        rf"(?i:end)\s+(?i:of\s+)(?:{f['full']}\s+)?{_YEAR}",
        r"(?i:year['’]s\s+end|year-end)",
        r"(?i:day\s+(?:after\s+tomorrow|before\s+yesterday))",
    ]


def _weak(f: dict[str, str]) -> list[str]:
    """Phrases that tell a time only after a preposition."""
    position = (
        r"(?i:(?:very\s+)?(?:end|beginning|start|middle|close|turn|rest|remainder|first\s+days?|first\s+weeks?|"
        r"last\s+days?|last\s+weeks?|course|eve|run-up)\s+(?:of|to)\s+|early\s+|mid[-\s]|late\s+|end[-\s])"
    )
    basic = "|".join(
        [
            rf"{_YEAR}(?:(?:\s*[-–/]\s*|\s+(?i:and|to|through|until|or)\s+)(?:{_YEAR}|\d\d\b))?",
            rf"{f['full']}(?:(?:\s*[-–]\s*|\s+(?i:and|to|through|until|or)\s+){f['full']})?",
            rf"{f['season']}{f['of_year']}",
            f["holiday"],
            rf"(?:(?i:next|coming|past|last|following|first)\s+)(?:{f['quantity']}\s+)?{_UNITS}",
            rf"{f['quantity']}\s+{_UNITS}(?:['’]\s+(?i:time))?",
            r"(?i:year|month|week|quarter|day|decade|meeting|summit|conference|weekend|same\s+day)",
            r"(?i:weeks|days|months|years)",
            rf"(?i:(?:an?\s+)?(?:{any_of(date_words().numbers)}|\d{{1,2}})-(?:year|month|week|day)\s+period)",
            rf"{_DAY}/(?:1[0-2]|0?[1-9])",
        ]
    )
    return [rf"{_THE}(?i:about\s+|around\s+|some\s+)?{position}?{_THE}(?:{basic})"]


def _pattern(group: str) -> str:
    """The pattern of whole time phrases; `group` opens the groups of the preposition and of the rest."""
    f = _fragments()
    prepositions = f"(?i:{any_of(date_words().roles)})"
    position = (
        r"(?i:(?:very\s+)?(?:end|beginning|start|middle|close|first\s+days?|rest|course)\s+of\s+|early\s+(?:in\s+)?|"
        r"mid[-\s]|late\s+(?:in\s+)?|end[-\s])"
    )
    strong = "|".join(_strong(f))
    weak = "|".join(_weak(f))
    return (
        rf"\b(?:{group}{prepositions})\s+)?{group}(?:{_THE}{position})?{_THE}(?:{strong}))\b"
        rf"|\b{group}{prepositions})\s+{group}(?:{weak}))\b"
    )


@cache
def phrase_pattern() -> Any:
    """The pattern of whole time phrases; group 1 (or 3) is the preposition, group 2 (or 4) the rest."""
    return re2.compile(_pattern("("))


@cache
def place_pattern() -> Any:
    """The same for bytes of ASCII and without groups, several times faster: it tells only where phrases stand."""
    return re2.compile(_pattern("(?:").replace("’", "").replace("–", "").encode("ascii"))
