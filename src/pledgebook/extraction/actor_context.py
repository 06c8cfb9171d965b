"""Says whether a name found in a text stands for an actor there, from the words around it.

"London-based", "Jim Jordan", "Qatar Airways", "in Brussels" and a dateline's "KYIV" name no actor.
"""

from __future__ import annotations

from typing import NamedTuple

from pledgebook.vocabulary import Kind, Meaning, traps

REACH = 60
"""Characters looked at beside a name: a dateline or a few words fit."""


class Hit(NamedTuple):
    """A name in a text: its place, its words and what they mean: an actor, the `head` of a body's name, or nothing."""

    start: int
    end: int
    words: str
    meaning: Meaning | None
    head: Kind | None


def words_in_doubt(text: str, words: set[str]) -> set[str]:
    """Those of the names found in a text that mean something else in it ("Georgia" beside "Atlanta")."""
    doubts = traps().ambiguous
    return {name for name in words & doubts.keys() if not doubts[name].lets_pass(text)}


def stands_for_actor(text: str, flat: str, hit: Hit, starts: set[int]) -> bool:
    meaning = hit.meaning
    assert meaning is not None
    before = flat[max(0, hit.start - REACH) : hit.start]
    after = flat[hit.end : hit.end + REACH]
    if _is_joined(before, after) or _is_surname(before, hit, meaning) or _is_first_name(after, hit, starts):
        return False
    if meaning.form not in {"name", "adjective", "capital"}:
        return True
    if _names_private_body(after, starts, hit.end) or _is_dateline(text, hit):
        return False
    if meaning.form == "capital":
        return not _is_venue(before, after)
    return not (hit.words == "US" and _is_pronoun(before, after))


def _is_joined(before: str, after: str) -> bool:
    """A part of a compound that names no actor: "non-EU", "London-based", or a sign ("US$")."""
    if after.startswith(("$", "€", "£")):
        return True
    if after.startswith(("-", "‑")) and first_word(after[1:]).lower() in traps().hyphen_after:
        return True
    return before.endswith(("-", "‑")) and _last_word(before[:-1]).lower() in traps().hyphen_before


def _is_surname(before: str, hit: Hit, meaning: Meaning) -> bool:
    """The family name of somebody else ("Jim Jordan", "Jill Biden")."""
    if " " in hit.words or meaning.form not in {"name", "adjective", "capital", "person"}:
        return False
    return before.endswith(" ") and _last_word(before[:-1]) in traps().names_before


def _is_first_name(after: str, hit: Hit, starts: set[int]) -> bool:
    """A first name before a single surname ("Jordan Smith said"), not before a headline's next words."""
    if hit.words not in traps().first_names or not after.startswith(" ") or hit.end + 1 in starts:
        return False
    words = after.split()
    if not words or not _is_capitalised(words[0]) or words[0] in traps().not_surnames:
        return False
    return len(words) == 1 or words[0][-1] in ",.;:" or not words[1][:1].isupper()


def _names_private_body(after: str, starts: set[int], end: int) -> bool:
    """Whether capitalised words after a name make it the name of a firm, paper or school."""
    if not after.startswith(" ") or end + 1 in starts:
        return False
    for word in after.split()[:3]:
        bare = word.strip(",.;:'’s") if word.endswith(("'s", "’s")) else word.rstrip(",.;:)")
        if bare in traps().after_any:
            return True
        if not _is_capitalised(bare) or bare != word:
            return False
    return False


def _is_venue(before: str, after: str) -> bool:
    """A city as the place of a meeting or event: "in Brussels", "the Berlin conference"."""
    following = first_word(after[1:]) if after.startswith(" ") else ""
    if following in traps().parts:
        return False
    return _last_word(before.removesuffix(" ")).lower() in VENUE_WORDS or following in traps().after_capital


VENUE_WORDS = frozenset(
    {
        "in",
        "at",
        "near",
        "outside",
        "around",
        "throughout",
        "across",
        "visiting",
        "visited",
        "via",
        "downtown",
        "central",
    }
)
"""Words before a city that tell where something happens rather than who acts."""


def _is_pronoun(before: str, after: str) -> bool:
    """The word "us" in a line of capitals."""
    previous, following = _last_word(before.rstrip()), first_word(after.lstrip())
    return previous in PRONOUN_GOVERNORS and (not following or following.isupper())


PRONOUN_GOVERNORS = frozenset(
    "GIVE HELP LET TELL TO FOR WITH OF JOIN ABOUT FROM CONTACT SEND SHOW LEAVE TAKE FOLLOW".split()
)
"""Words in capitals after which US is the pronoun."""


def _is_dateline(text: str, hit: Hit) -> bool:
    """Whether a name stands in the head of a paragraph that tells where and when it was written."""
    line = text.rfind("\n", max(0, hit.start - REACH), hit.start) + 1
    if hit.start - line > REACH:
        return False
    head = text[line : line + 2 * REACH]
    ends = [place for dash in DATELINE_DASHES if (place := head.find(dash)) > 0]
    if not ends or hit.end > line + min(ends) or _is_state_in_front(hit, line):
        return False
    words = head[: min(ends)].split()
    return _tells_place_and_time(words)


DATELINE_DASHES = ("—", "–", "--", " - ", ": ")
"""What parts a dateline from the report; the colon is usual in South Asia."""


def _is_state_in_front(hit: Hit, line: int) -> bool:
    """A state's name at the very start opens a headline; a dateline starts with a city."""
    return hit.start == line and hit.meaning is not None and hit.meaning.form != "capital"


def _tells_place_and_time(words: list[str]) -> bool:
    """Whether words are a city in capitals, or a city with a date or an agency, and nothing else."""
    if not all(word[0].isupper() or not word[0].isalpha() for word in words):
        return False
    city = words[0].strip(",")
    in_capitals = city.isupper() and len(city) >= SHORTEST_CITY
    return in_capitals or words[-1].endswith(")") or (words[0].endswith(",") and any(w.isdigit() for w in words))


SHORTEST_CITY = 4
"""Letters of the shortest city in a dateline's capitals (KYIV); shorter words are acronyms."""


def first_word(text: str) -> str:
    end = next((place for place, mark in enumerate(text) if not (mark.isalnum() or mark in "-'’")), len(text))
    return text[:end]


def _last_word(text: str) -> str:
    words = text[-REACH:].replace("(", " ").split()
    return words[-1].strip("\"“‘'") if words and not text.endswith(" ") else ""


def _is_capitalised(word: str) -> bool:
    return len(word) > 1 and word[0].isupper() and any(mark.islower() for mark in word)
