"""Articles as JSON: one object a file, or a list of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pledgebook.fields import shown
from pledgebook.model import Claim, Document, Issue, numbered
from pledgebook.reading.given import claims_of
from pledgebook.reading.options import Read, ReadDocument, ReadOptions, Unreadable, checked_day

FIELDS = ("id", "publisher", "language", "title", "url")
"""Fields that may be missing, besides `published` and `claims`."""

FORM = 'an article is an object {"id", "published", "publisher", "language", "title", "text"}'


def read_articles(text: str, place: str, options: ReadOptions) -> Iterator[Read]:
    """The articles in the text of a file; one that cannot be read is an Issue. Unreadable if it is no JSON."""
    told = parsed(text)
    if not isinstance(told, list):
        yield from read_article(told, place, options)
        return
    if not told:
        raise Unreadable("an empty list; no article in it")
    for number, record in enumerate(told):
        yield from read_article(record, place, options, f"/{number}")


def parsed(text: str, first_line: int = 1) -> Any:
    """What the JSON says, with exact numbers; Unreadable with line and column where it breaks off.

    `first_line` is the number of its first line within the file.
    """
    try:
        return json.loads(text, parse_float=Decimal)
    except json.JSONDecodeError as error:
        hint = "; put several articles in a list [ ]" if error.msg == "Extra data" else ""
        line = error.lineno + first_line - 1
        raise Unreadable(
            f"JSON breaks off or is wrong in line {line}, column {error.colno} ({error.msg}){hint}"
        ) from error
    except RecursionError as error:
        raise Unreadable("JSON with lists or objects too deep in each other") from error
    except (ValueError, ArithmeticError) as error:  # a number of thousands of digits, or beyond any exponent
        raise Unreadable(f"JSON with a value that cannot be read ({error})") from error


def read_article(record: object, place: str, options: ReadOptions, pointer: str = "") -> Iterator[Read]:
    """One article; `pointer` is the JSON pointer to it within the place."""
    try:
        document = article_of(record, options)
    except Unreadable as error:
        yield Issue(f"{place}#{pointer}" if pointer else place, str(error))
        return
    assert isinstance(record, dict)
    if not options.given_claims or record.get("claims") is None:
        yield ReadDocument(document)
        return
    told = list(claims_of(record["claims"], document, f"{place}#{pointer}/claims"))
    claims = numbered(each for each in told if isinstance(each, Claim))
    yield ReadDocument(document, tuple(claims))
    yield from (each for each in told if isinstance(each, Issue))


def article_of(record: object, options: ReadOptions) -> Document:
    """The document that an object tells; Unreadable with the field that is missing or wrong."""
    if not isinstance(record, dict):
        raise Unreadable(f"{shown(record)} is no article; {FORM}")
    if "text" not in record:
        raise Unreadable(f'no field "text"; {FORM}')
    told = {name: _text_of(record, name) for name in (*FIELDS, "text")}
    if not told["text"].strip():
        raise Unreadable('the field "text" is empty')
    return Document.make(
        told["text"],
        published=checked_day(_day_of(record), options),
        id=told["id"] or None,
        publisher=told["publisher"] or options.publisher,
        language=told["language"] or "en",
        title=told["title"],
        url=told["url"] or None,
    )


def _text_of(record: Mapping[str, Any], name: str) -> str:
    value = record.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unreadable(f'the field "{name}" holds {shown(value)}, and must hold text')
    return checked_text(value, f'the field "{name}"')


def checked_text(text: str, what: str) -> str:
    """The text as it is; Unreadable if it holds half of a character, which no file or database can hold."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        code = ord(text[error.start])
        raise Unreadable(f"{what} holds half of a character (\\u{code:04x}) at {error.start}") from error
    return text


def _day_of(record: Mapping[str, Any]) -> date | None:
    told = record.get("published")
    if told is None or told == "":
        return None
    try:
        return datetime.fromisoformat(told).date() if isinstance(told, str) else _no_day(told)
    except ValueError:
        return _no_day(told)


def _no_day(told: object) -> date:
    raise Unreadable(f'the field "published" holds {shown(told)}, and must hold a day such as 2024-03-14')
