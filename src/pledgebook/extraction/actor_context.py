"""Says whether a name found in a text stands for an actor there, from the words around it.

"London-based", "Jim Jordan", "Qatar Airways", "in Brussels" and a dateline's "KYIV" name no actor.
"""

from __future__ import annotations

from collections.abc import Sequence

from pledgebook.extraction.actor_hits import Hit, Name
from pledgebook.vocabulary import traps

REACH = 60
"""Characters looked at beside a name: a dateline or a few words fit."""


def words_in_doubt(text: str, words: set[str]) -> set[str]:
    """Those of the names found in a text that mean something else in it ("Georgia" beside "Atlanta")."""
    doubts = traps().ambiguous
    return {name for name in words & doubts.keys() if not doubts[name].lets_pass(text)}


def standing_for_actors(text: str, flat: str, hits: Sequence[Hit], titles: set[int]) -> list[Hit]:
    """The hits that stand for an actor where they stand; `titles` are the ends of others' first names.

    The marks beside a name tell at once that most are no trap; only the others are looked at closely.
    """
    starts = {start for start, _, _ in hits}
    line, line_end = 0, text.find("\n")
    kept: list[Hit] = []
    for hit in hits:
        start, end, name = hit
        before, after = flat[start - 1 : start], flat[end : end + 1]
        if not name.code or (name.last and start - 1 in titles and before == " "):
            continue
        if (after in JOINING or before in JOINING) and _is_joined(flat, start, end):
            continue
        goes_on = after == " " and not flat[end + 1 : end + 2].islower() and end + 1 not in starts
        if goes_on and _opens_other_name(flat, end, name):
            continue
        while 0 <= line_end < start:
            line, line_end = line_end + 1, text.find("\n", line_end + 1)
        if name.opens and ((start - line <= REACH and _is_dateline(text, hit)) or _stands_apart(flat, hit)):
            continue
        kept.append(hit)
    return kept


def _opens_other_name(flat: str, end: int, name: Name) -> bool:
    """Whether the words after a name make it a first name or the beginning of a firm's name."""
    if name.first and _is_first_name(flat, end):
        return True
    return name.opens and _names_private_body(flat, end)


def _stands_apart(flat: str, hit: Hit) -> bool:
    """Whether a city is a venue, or US a pronoun."""
    start, end, name = hit
    if name.form != "capital" and name.words != "US":
        return False
    before = flat[max(0, start - REACH) : start]
    if name.form == "capital":
        return _is_venue(before, flat[end : end + REACH])
    return before[-2:-1].isupper() and _is_pronoun(before, flat[end : end + REACH])


JOINING = frozenset({"-", "‑", "$", "€", "£"})
"""Marks that join a name to what stands beside it."""


def _is_joined(flat: str, start: int, end: int) -> bool:
    """A part of a compound that names no actor: "non-EU", "London-based", or a sign ("US$")."""
    if flat[end : end + 1] in ("$", "€", "£"):
        return True
    after = flat[end : end + REACH]
    if after.startswith(("-", "‑")) and first_word(after[1:]).lower() in traps().hyphen_after:
        return True
    before = flat[max(0, start - REACH) : start]
    return before.endswith(("-", "‑")) and _last_word(before[:-1]).lower() in traps().hyphen_before


def _is_first_name(flat: str, end: int) -> bool:
    """A first name before a single surname ("Jordan Smith said"), not before a headline's next words."""
    words = flat[end : end + REACH].split()
    if not words or not _is_capitalised(words[0]) or words[0] in traps().not_surnames:
        return False
    return len(words) == 1 or words[0][-1] in ",.;:" or not words[1][:1].isupper()


def _names_private_body(flat: str, end: int) -> bool:
    """Whether capitalised words after a name make it the name of a firm, paper or school."""
    for word in flat[end : end + REACH].split()[:3]:
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
    line = text.rfind("\n", max(0, hit[0] - REACH), hit[0]) + 1
    if hit[0] - line > REACH:
        return False
    head = text[line : line + 2 * REACH]
    ends = [place for dash in DATELINE_DASHES if (place := head.find(dash)) > 0]
    if not ends or hit[1] > line + min(ends) or _is_state_in_front(hit, line):
        return False
    words = head[: min(ends)].split()
    return _tells_place_and_time(words)


DATELINE_DASHES = ("—", "–", "--", " - ", ": ")
"""What parts a dateline from the report; the colon is usual in South Asia."""


def _is_state_in_front(hit: Hit, line: int) -> bool:
    """A state's name at the very start opens a headline; a dateline starts with a city."""
    return hit[0] == line and hit[2].form != "capital"


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
