"""RSS and Atom feeds: a document for each entry that carries a text. Nothing that an entry links to is fetched."""

from __future__ import annotations

import functools
import html
import io
from collections.abc import Iterator
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from time import struct_time
from typing import Any

import re2
from lxml import etree

from pledgebook.model import Document, Issue
from pledgebook.reading.content import Content
from pledgebook.reading.fragments import text_of_fragment
from pledgebook.reading.options import Read, ReadDocument, ReadOptions, Unreadable, checked_day, told_briefly

MOST_FEED_BYTES = 20_000_000
"""Largest feed that is read: most are under a megabyte, and none has reason to be larger."""

MOST_ENTRIES = 10_000
"""Entries that are read of one feed; most hold ten to a hundred."""

MOST_ELEMENTS = 300_000
"""Elements of a feed: thirty an entry; feedparser takes a tenth of a millisecond for each."""

MOST_HEAD = 500
"""Elements beside the entries that are looked at: a feed has ten to twenty. What feedparser takes for them grows
with their square."""

ENTRIES = ("{*}item", "{*}entry")

SPACES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "atom": "http://www.w3.org/2005/Atom",
}
"""Prefixes that feeds use without declaring them."""

KEPT_ENTITIES = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})


def is_feed(content: Content, beginning: bytes) -> bool:
    return bool(_root().search(_in_ascii(beginning)))


@functools.cache
def _root() -> Any:
    """Finds the beginning of a feed, after what may stand before it."""
    before = r"<\?.*?\?>|<!--.*?-->|<!doctype[^>\[]*(?:\[.*?\]\s*)?>"
    return re2.compile(rf"(?is)\A\s*(?:(?:{before})\s*)*<(?:rss|rdf:rdf|(?:[a-z0-9]+:)?feed)\b")


def _in_ascii(beginning: bytes) -> str:
    """The beginning without the zeros of UTF-16, whose letters are not needed here."""
    return beginning.replace(b"\0", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").decode("utf-8", "replace")


def read_feed(content: Content, options: ReadOptions) -> Iterator[Read]:
    """The whole entries of a feed; one without text or date, and whatever is cut off or broken, is an Issue."""
    return told_briefly(_entries(content, options), content.place)


def _entries(content: Content, options: ReadOptions) -> Iterator[Read]:
    import feedparser

    root, issues = _whole_feed(content)
    # From a stream: a text might be taken for an address and fetched, or for a file and opened.
    stream = io.BytesIO(etree.tostring(root, encoding="utf-8", xml_declaration=True))
    headers = {"content-location": content.url} if content.url else {}
    told = feedparser.parse(stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    for number, entry in enumerate(told.entries, 1):
        try:
            yield ReadDocument(_document(entry, told.feed, options))
        except Unreadable as error:
            yield Issue(f"{content.place}, entry {number}", str(error))
    if not told.entries and not issues:
        raise Unreadable("a feed without entries")
    yield from issues


def _document(entry: Any, feed: Any, options: ReadOptions) -> Document:
    text = _text_of(entry)
    if not text.strip():
        raise Unreadable("the entry carries no text, only a link; read the address of its page")
    source = entry.get("source") or {}
    return Document.make(
        text,
        published=checked_day(_day_of(entry), options),
        publisher=text_of_fragment(source.get("title") or feed.get("title") or "") or options.publisher,
        language=(entry.get("language") or feed.get("language") or "en").split("-")[0].lower(),
        title=text_of_fragment(entry.get("title") or ""),
        url=entry.get("link") or None,
    )


def _text_of(entry: Any) -> str:
    """The fullest text that the entry carries."""
    parts = [*(entry.get("content") or ()), entry.get("summary_detail") or {}]
    texts = (
        part["value"] if part.get("type") == "text/plain" else text_of_fragment(part["value"])
        for part in parts
        if part.get("value")
    )
    return next((text for text in texts if text.strip()), "")


def _day_of(entry: Any) -> date | None:
    """The day on which the entry was published where its publisher sits; None if it tells none."""
    name = next((name for name in ("published", "updated", "created") if dict.get(entry, name)), None)
    if name is None:
        return None
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            return read(entry[name].strip()).date()
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    worked_out = dict.get(entry, f"{name}_parsed")
    return _day_of_time(worked_out) if worked_out else None


def _day_of_time(time: struct_time) -> date | None:
    try:
        return date(time.tm_year, time.tm_mon, time.tm_mday)
    except ValueError:
        return None


def _whole_feed(content: Content) -> tuple[Any, list[Issue]]:
    """The feed as a tree in which all is in order, and what had to be left out; Unreadable if it has no root.

    feedparser reads what is no XML in a time that grows with the square of its size: it never sees such.
    """
    data = _with_numbers(content.whole(MOST_FEED_BYTES))
    root, error = _parsed(data, recover=False)
    issues = []
    if root is None:
        root, _ = _parsed(_with_ampersands(data), recover=True)
        if root is None:
            raise Unreadable(f"a feed that cannot be read ({error})")
        issues.append(Issue(content.place, f"the feed is broken ({error}); its whole entries are read"))
        if _is_cut_off(data):
            _take_out(_found(root)[-1:])
            issues[0] = Issue(content.place, f"the feed breaks off ({error}); the entries before that are read")
    if sum(1 for _ in root.iter(etree.Element)) > MOST_ELEMENTS:
        raise Unreadable(f"a feed of more than {MOST_ELEMENTS:,} elements; split it")
    if left_out := _found(root)[MOST_ENTRIES:]:
        _take_out(left_out)
        issues.append(Issue(content.place, f"{len(left_out):,} entries after the first {MOST_ENTRIES:,} are not read"))
    _put_in_order(root)
    return root, issues


def _parsed(data: bytes, recover: bool) -> tuple[Any, str]:
    """The root, and what is wrong. Entities are not followed, nothing is fetched, and depth is bounded."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=recover,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(data, parser), ""
    except etree.XMLSyntaxError as error:
        return None, " ".join(str(error.msg).split())


def _found(root: Any) -> list[Any]:
    return list(root.iter(*ENTRIES))


def _take_out(elements: list[Any]) -> None:
    for element in elements:
        if element.getparent() is not None:
            element.getparent().remove(element)


def _put_in_order(root: Any) -> None:
    """Leave out entities, entries within entries, and names with a prefix that nobody declared."""
    etree.strip_elements(root, etree.Entity, with_tail=False)
    _take_out([entry for entry in _found(root) if next(entry.iterancestors(*ENTRIES), None) is not None])
    channels = [root, *root.iterchildren("{*}channel")][:2]
    beside = [child for channel in channels for child in channel if not _is_entry(child) and child not in channels]
    _take_out(beside[MOST_HEAD:])
    for element in root.iter(etree.Element):
        prefix, colon, name = element.tag.rpartition("}")[2].partition(":")
        if colon:
            element.tag = f"{{{SPACES[prefix]}}}{name}" if prefix in SPACES and name.isalpha() else "unknown"
        for attribute in [name for name in element.keys() if ":" in name.rpartition("}")[2]]:  # noqa: SIM118
            del element.attrib[attribute]


def _is_entry(element: Any) -> bool:
    return str(element.tag).rpartition("}")[2] in ("item", "entry")


def _is_cut_off(data: bytes) -> bool:
    """Whether the last entry begins and does not end."""
    last: dict[bool, int] = {False: -1, True: -1}
    for name in (b"item", b"entry"):
        last[False] = max(last[False], data.rfind(b"<" + name + b">"), data.rfind(b"<" + name + b" "))
        last[True] = max(last[True], data.rfind(b"</" + name))
    return last[False] > last[True]


def _with_numbers(data: bytes) -> bytes:
    """The feed with the names of HTML for characters (`&nbsp;`), which XML does not know, as numbers."""

    def number(found: Any) -> bytes:
        name = found.group(1)
        letters = html.unescape(f"&{name.decode('ascii')};")
        if name in KEPT_ENTITIES or letters.startswith("&"):
            return bytes(found.group(0))
        return "".join(f"&#{ord(letter)};" for letter in letters).encode("ascii")

    return bytes(_entity().sub(number, data))


@functools.cache
def _entity() -> Any:
    return re2.compile(rb"&([A-Za-z][A-Za-z0-9]{1,30});")


def _with_ampersands(data: bytes) -> bytes:
    """The feed with each & that begins no character as one (`AT&T`)."""
    pieces = data.split(b"&")
    begins = _begins_character()
    return pieces[0] + b"".join((b"&" if begins.match(piece[:12]) else b"&amp;") + piece for piece in pieces[1:])


@functools.cache
def _begins_character() -> Any:
    return re2.compile(rb"(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});")
