"""Atom feeds: what is new, due or revised for the filters of an address."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, TypeAlias
from xml.etree.ElementTree import Element, SubElement, tostring

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from pledgebook.reporting.table import Row
from pledgebook.web import words
from pledgebook.web.answers import Answer, answered
from pledgebook.web.asked import wanted
from pledgebook.web.drawing import View
from pledgebook.web.pages.overview import changed_since, due_soon, news
from pledgebook.web.visitors import Visitor

router = APIRouter(include_in_schema=False)

Entry: TypeAlias = dict[str, str]

ATOM = "http://www.w3.org/2005/Atom"

LOOKS_BACK = timedelta(days=60)
MOST_ENTRIES = 100

CHANGE_WORDS = {"new": "New", "revised": "Revised", "withdrawn": "Withdrawn", "merged": "Merged"}


@router.get("/feed.atom")
def feed(request: Request) -> Response:
    asked = wanted(request)
    view = View(request.app.state.served.book(asked.asked), asked, request, Visitor())
    return answered(
        request, view.book, lambda: Answer(drawn(view), "application/atom+xml; charset=utf-8"), str(request.base_url)
    )


def drawn(view: View) -> bytes:
    """The feed as XML; its times are those of publication, so that the same book gives the same feed."""
    base = str(view.request.base_url).rstrip("/")
    root = Element("feed", xmlns=ATOM)
    entries = [*_due(view, base), *_changed(view, base), *_overdue(view, base)]
    entries.sort(key=lambda entry: (entry["updated"], entry["id"]), reverse=True)
    _add(root, "title", f"Pledgebook: {_asked_in_words(view)}")
    _add(root, "subtitle", "What is new, revised, due or overdue.")
    _add(root, "id", base + view.link("/feed.atom"))
    _add(root, "updated", f"{view.day}T00:00:00Z")
    SubElement(root, "link", rel="self", href=base + view.link("/feed.atom"))
    SubElement(root, "link", rel="alternate", type="text/html", href=base + view.link("/"))
    SubElement(SubElement(root, "author"), "name").text = "Pledgebook"
    for entry in entries[:MOST_ENTRIES]:
        _entry(root, entry)
    xml: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return xml


def _asked_in_words(view: View) -> str:
    told = [f"{name} {value}" for name, value in view.wanted.pairs() if name != "recorded_by"]
    return ", ".join(told) or "all pledges"


def _entry(root: Element, entry: Entry) -> None:
    made = SubElement(root, "entry")
    for name in ("title", "id", "updated", "summary"):
        _add(made, name, entry[name])
    SubElement(made, "link", rel="alternate", type="text/html", href=entry["link"])
    SubElement(made, "category", term=entry["kind"])


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = words.text(text)


def _changed(view: View, base: str) -> Iterator[Entry]:
    """One entry a pledge that changed: its id tells the day too, so that a later change is another entry."""
    for row in news(changed_since(view, view.day - LOOKS_BACK)):
        title = f"{CHANGE_WORDS[row['change']]}: {_what(row)}"
        yield _told(row, base, row["change"], title, row["published"] or str(view.day), _figures(row))


def _due(view: View, base: str) -> Iterator[Entry]:
    for row in due_soon(view):
        title, summary = f"Due {row['due']}: {_what(row)}", f"{words.STATUS_WORDS[row['status']]}, due by {row['due']}."
        yield _told(row, base, "due", title, str(row["published"] or view.day), summary)


def _overdue(view: View, base: str) -> Iterator[Entry]:
    """What became overdue within the time of the feed, dated on the first day on which it was."""
    for row in view.table("overdue").rows:
        if row["days_overdue"] <= LOOKS_BACK.days:
            since = view.day - timedelta(days=row["days_overdue"] - 1)
            quote = f"«{words.plain(row['quote'])}»" if row["quote"] else ""
            yield _told(row, base, "overdue", f"Overdue since {row['due']}: {_what(row)}", str(since), quote)


def _told(row: Row, base: str, kind: str, title: str, day: str, summary: str) -> Entry:
    host = base.split("://")[-1].split(":")[0]
    return {
        "id": f"tag:{host},{day[:10]}:{row['pledge']}/{kind}", "title": title, "updated": f"{day[:10]}T00:00:00Z",
        "summary": summary, "link": f"{base}/pledges/{row['pledge']}", "kind": kind,
    }  # fmt: skip


def _what(row: Row) -> str:
    return f"{words.names(row['donors'])} to {words.names(row['recipients'])}, {words.plain(row['item'] or 'aid')}"


def _figures(row: Row) -> str:
    told = [
        f"{words.STAGE_WORDS[each['figure']]}: {_side(each, 'before')} → {_side(each, 'after')}"
        for each in row["figures"]
    ]
    quote = f" «{words.plain(row['quote'])}» {words.plain(row['publisher'])}" if row["quote"] else ""
    return "; ".join(told) + "." + quote


def _side(row: Row, side: str) -> str:
    told: Any = row[side]
    return words.exact(told, row["unit"]) if isinstance(told, list) else words.plain(told)
