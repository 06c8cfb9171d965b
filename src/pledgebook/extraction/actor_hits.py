"""What the pass over a text finds: names with all that is known of their words."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from pledgebook.vocabulary import Form, Kind, Meaning, traps


class Name(NamedTuple):
    """Words looked for: an actor's name, the head of a body's name, or a trap (without code and head).

    `lead` counts the characters of a leading "the" with its space; `first` marks names that are first
    names too, `last` those that may be a family name, `opens` those that other names begin with;
    `title` marks no names but what makes the next one another person's ("Jim", "Rep.").
    """

    words: str
    code: str
    kind: Kind
    form: Form
    short: bool
    head: Kind | None
    lead: int
    first: bool
    last: bool
    opens: bool
    title: bool


Hit: TypeAlias = tuple[int, int, Name]
"""(start, end, name)."""


def name_of_words(words: str, meaning: Meaning | None, head: Kind | None) -> Name:
    """What is known of words before any text is read."""
    known = meaning or Meaning("", "state", "metonym")
    return Name(
        words,
        known.code,
        known.kind,
        known.form,
        known.short,
        head,
        lead=len("the ") if words.startswith(("the ", "The ")) else 0,
        first=words in traps().first_names,
        last=" " not in words and known.form in ("name", "adjective", "capital", "person"),
        opens=known.form in ("name", "adjective", "capital"),
        title=meaning is None and words in traps().names_before,
    )
