"""The elements that IATI's activities are made of; text is what XML allows, addresses are those of the web."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urlsplit

from pledgebook.reporting import iati_codes as codes
from pledgebook.reporting.table import Row
from pledgebook.reporting.words import one_line
from pledgebook.vocabulary import kind_of, name_of

LANG = "{http://www.w3.org/XML/1998/namespace}lang"

IN_ADDRESSES = "%/:?&=#~+!$,;@*-._"
"""Characters that stay as they are in an address; all else but letters and digits is percent-encoded."""

PAGE, CATEGORY = "text/html", "A12"
"""What a source is taken for: a page about the activity (codelist DocumentCategory)."""


@dataclass(frozen=True, slots=True)
class Element:
    """An element with attributes and either text or elements within."""

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    within: Sequence[Element] = ()
    text: str | None = None

    def made(self) -> Any:
        """As an element of lxml."""
        from lxml import etree

        made = etree.Element(self.name, {name: plain_text(value) for name, value in self.attributes.items()})
        made.text = None if self.text is None else plain_text(self.text)
        made.extend([element.made() for element in self.within])
        return made


def plain_text(text: str) -> str:
    """The text on one line, without what XML forbids."""
    return one_line(text).replace("\ufffe", "").replace("\uffff", "")


def narrative(text: str, language: str = "en") -> Element:
    """Words, with their language where it is not English and its code is one that XML knows."""
    parts = language.split("-")
    letters = [part.isascii() and part.isalnum() and 1 <= len(part) <= 8 for part in parts]
    known = language != "en" and all(letters) and parts[0].isalpha()
    return Element("narrative", {LANG: language} if known else {}, text=text or "not told")


def organisation(name: str, code: str, attributes: Mapping[str, str] | None = None) -> Element:
    return Element(name, {"type": codes.organisation_type(code), **(attributes or {})}, (narrative(actor_name(code)),))


def actor_name(code: str) -> str:
    """A code's English name; of one that is not known, its words."""
    known = name_of(code)
    return known if known != code or kind_of(code) else code.replace("-", " ")


def recipients(names: Sequence[str]) -> Iterator[Element]:
    """States, then regions, with equal shares of 100 percent; without either, developing countries at large."""
    states = [code for code in names if kind_of(code) == "state"]
    regions = [code for code in names if kind_of(code) == "region"]
    shares = _shares(len(states) + len(regions))
    for code in states:
        yield Element("recipient-country", {"code": code, "percentage": next(shares)})
    for code in regions:
        yield _region(code, next(shares))
    if not states and not regions:
        yield Element("recipient-region", {"vocabulary": "1", "code": codes.ANYWHERE, "percentage": "100"})


def _region(code: str, share: str) -> Element:
    number = codes.REGION.get(code)
    vocabulary = {"vocabulary": "1", "code": number} if number else {"vocabulary": codes.OWN_VOCABULARY, "code": code}
    return Element("recipient-region", {**vocabulary, "percentage": share}, (narrative(name_of(code)),))


def _shares(number: int) -> Iterator[str]:
    """Equal shares in hundredths of a percent that make 100 exactly; the first ones take what is left over."""
    hundredths, left = divmod(10_000, number or 1)
    for place in range(number):
        yield f"{Decimal(hundredths + (place < left)) / 100:f}"


def web_address(url: str | None) -> str | None:
    """The address as XML's anyURI holds it; None for anything but http and https."""
    try:
        parts = urlsplit(url or "")
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    address, mark, fragment = quote(plain_text(parts.geturl()), safe=IN_ADDRESSES).partition("#")
    return _with_whole_escapes(address + mark + fragment.replace("#", "%23"))


def _with_whole_escapes(address: str) -> str:
    """A percent sign that begins no escape is one itself."""
    first, *others = address.split("%")
    hexadecimal = frozenset("0123456789abcdefABCDEF")
    escaped = (
        f"%{part}" if len(part) >= 2 and hexadecimal.issuperset(part[:2]) else f"%25{part}" for part in others
    )  # fmt: skip
    return first + "".join(escaped)


def document_link(document: Row) -> Element:
    language = document["language"]
    return Element("document-link", {"url": web_address(document["url"]) or "", "format": PAGE}, (
        Element("title", {}, (narrative(document["title"] or document["document"], language),)),
        Element("category", {"code": CATEGORY}),
        *([Element("language", {"code": language})] if language and language != "zxx" else []),
        Element("document-date", {"iso-date": str(document["published"])}),
    ))  # fmt: skip
