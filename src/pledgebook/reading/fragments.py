"""Pieces of HTML as text: what feeds carry in their entries."""

from __future__ import annotations

from typing import Any

from lxml import etree

BLOCKS = frozenset(
    """address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main
    nav ol p pre section table tbody td th thead tr ul""".split()
)
"""Elements before and after which a line ends."""

UNSEEN = frozenset(("script", "style", "template", "noscript", "iframe", "object", "svg", "head", "title"))


def text_of_fragment(fragment: str) -> str:
    """The words of a piece of HTML, a paragraph a line; of what is no HTML, the words themselves."""
    if "<" not in fragment and "&" not in fragment:
        return fragment.strip()
    # In an element of our own, so that words before the first tag are kept; elements too deep are left out.
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, encoding="utf-8")
    root = etree.fromstring(f"<div>{fragment}</div>".encode("utf-8", "replace"), parser)
    return "" if root is None else _lines(root)


def _lines(root: Any) -> str:
    words: list[str] = []
    hidden = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        hidden += (element.tag in UNSEEN) * (1 if event == "start" else -1)
        if element.tag in BLOCKS:
            words.append("\n")
        said = element.text if event == "start" else element.tail
        if said and not hidden:
            # White space of HTML is a blank; lines end with their elements.
            words.append(" ".join(f"|{said}|".split())[1:-1])
    lines = (" ".join(line.split(" ")).strip() for line in "".join(words).split("\n"))
    return "\n".join(line for line in lines if line)
