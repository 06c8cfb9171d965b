"""What is given as aid: words for things and money, and model names that hold numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from pledgebook.model import Aid
from pledgebook.vocabulary.loading import read_toml


@dataclass(frozen=True, slots=True)
class Item:
    """A word for what is given: its singular in lower case, its kind of aid and its family.

    `aid` is None for words that fit every kind ("package"). Items of one `group` are words for
    the same thing; `generic` ones ("equipment") can stand for any item of their kind.
    `container` words ("tranche", "tonne") say how much and leave what to the words after "of".
    """

    term: str
    group: str
    aid: Aid | None
    generic: bool = False
    container: bool = False


@cache
def items() -> Mapping[str, Item]:
    """Every known item by its singular term in lower case."""
    known: dict[str, Item] = {}
    for entry in read_toml("items")["item"]:
        aid = None if entry["aid"] == "any" else entry["aid"]
        generic, container = bool(entry.get("generic", False)), bool(entry.get("container", False))
        for term in entry["words"]:
            known[term] = Item(term, entry["group"], aid, generic, container)
    return MappingProxyType(known)


@cache
def item_forms() -> Mapping[str, Item]:
    """Every known item by its singular and plural forms in lower case."""
    forms = {plural_of(term): item for term, item in items().items()}
    return MappingProxyType(forms | dict(items()))


@cache
def aid_modifiers() -> Mapping[str, Aid]:
    """Words in lower case that tell the kind of aid of what they stand before ("humanitarian")."""
    return MappingProxyType({word: aid for aid, words in read_toml("items")["modifiers"].items() for word in words})


def item_of(phrase: str) -> Item | None:
    """The known item that a phrase names by its head, or by the words after "of" if the head is a container."""
    words = phrase.lower().replace("’", "'").split()
    head = next((place for place, word in enumerate(words) if place and word in _HEAD_ENDS), len(words))
    found = _last_item(words[:head])
    if (found is None or found.container) and head < len(words):
        return item_of(" ".join(words[head + 1 :])) or found
    return found


_HEAD_ENDS = frozenset({"of", "for", "to", "worth", "from", "with", "including", "in"})
"""Words after which a noun phrase's head is past."""

_LONGEST_TERM = 6
"""Words of the longest term in items.toml, with room to spare."""


def _last_item(words: list[str]) -> Item | None:
    """The longest known term that ends nearest to the end of these words."""
    for end in range(len(words), 0, -1):
        for start in range(max(0, end - _LONGEST_TERM), end):
            item = item_forms().get(" ".join(words[start:end]))
            if item:
                return item
    return None


@cache
def _irregular() -> tuple[Mapping[str, str], Mapping[str, str]]:
    plurals: Mapping[str, str] = read_toml("items")["plurals"]
    return plurals, {plural: singular for singular, plural in plurals.items()}


def plural_of(term: str) -> str:
    """The plural of a noun phrase in lower case, by its head ("round of ammunition" → "rounds of ammunition")."""
    rest, word, tail = _around_head(term)
    plurals, _ = _irregular()
    if word in plurals:
        plural = plurals[word]
    elif word.endswith(("s", "x", "z", "ch", "sh")):
        plural = word + "es"
    elif word.endswith("y") and word[-2:-1] not in set("aeiou"):
        plural = word[:-1] + "ies"
    else:
        plural = word + "s"
    return f"{rest}{plural}{tail}"


def singular_of(phrase: str) -> str:
    """A noun phrase in lower case with its head in the singular ("rounds of ammunition" → "round of ammunition")."""
    known = item_forms().get(phrase)
    if known:
        return known.term
    rest, word, tail = _around_head(phrase)
    _, singulars = _irregular()
    known = item_forms().get(word)
    return f"{rest}{singulars.get(word) or (known.term if known else _regular_singular(word))}{tail}"


def _around_head(phrase: str) -> tuple[str, str, str]:
    """What stands before a noun phrase's head word, the word, and what follows from "of" or "for" on."""
    cuts = [place for link in (" of ", " for ") if (place := phrase.find(link)) > 0]
    core = phrase[: min(cuts)] if cuts else phrase
    rest, space, word = core.rpartition(" ")
    return rest + space, word, phrase[len(core) :]


def _regular_singular(word: str) -> str:
    if not word.endswith("s") or word.endswith(("ss", "us", "is")) or len(word) < 4:
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zzes")):
        return word[:-2]
    return word[:-1]


@cache
def model_names() -> tuple[str, ...]:
    """Names of arms and machines that hold a number of their own ("Leopard 2"), the longest first."""
    names = read_toml("models")["names"]
    return tuple(sorted({name for name in names if any(mark.isdigit() for mark in name)}, key=lambda n: (-len(n), n)))


@cache
def model_pattern() -> str:
    """An RE2 pattern for model names and calibres, whose numbers count nothing ("F-16", "155 mm")."""
    return "(?:" + "|".join([*read_toml("models")["patterns"], *map(_quoted, model_names())]) + ")"


def _quoted(name: str) -> str:
    """A name as a pattern: marks stand for themselves, a space or hyphen for either."""
    parts = ("[  -]" if mark in " -" else mark if mark.isalnum() else f"\\{mark}" for mark in name)
    return "\\b" + "".join(parts)
