"""What the tests of the kinds of files share: reading one path, and files made by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pledgebook.model import Document, Issue
from pledgebook.reading import ReadDocument, ReadOptions, read_paths

Write = Callable[[str, object], Path]


def read(path: Path | str, **options: Any) -> list[ReadDocument | Issue]:
    return list(read_paths([path], ReadOptions(**options)))


def documents(path: Path | str, **options: Any) -> list[Document]:
    return [told.document for told in read(path, **options) if isinstance(told, ReadDocument)]


def issues(path: Path | str, **options: Any) -> list[Issue]:
    told = [told for told in read(path, **options) if isinstance(told, Issue)]
    assert all("\n" not in issue.reason for issue in told)
    return told


def reason(path: Path | str, **options: Any) -> str:
    """The only thing that is told: why nothing could be read."""
    assert documents(path, **options) == []
    [issue] = issues(path, **options)
    return issue.reason


def page(text: str, more: str = "") -> str:
    return (
        f"<!doctype html><html lang='en'><head><title>Aid</title>{more}</head><body><nav>Home</nav><article>"
        f"<h1>Aid</h1><p>{text}</p>"
        "<p>More is to follow in the coming weeks, the minister of defence said.</p></article></body></html>"
    )


def pdf(pages: list[list[str]], info: str = "", trailer: str = "") -> bytes:
    """A PDF with these lines on its pages."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids = []
    for lines in pages:
        shown = " ".join(f"({line}) Tj T*" for line in lines)
        content = f"BT /F1 12 Tf 14 TL 50 750 Td {shown} ET"
        objects.append(f"<</Length {len(content)}>>stream\n{content}\nendstream")
        objects.append(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>"
            f"/Contents {len(objects)} 0 R>>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>"
    if info:
        objects.append(info)
        trailer += f"/Info {len(objects)} 0 R"
    out, places = "%PDF-1.7\n", []
    for number, told in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{told}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    return (
        f"{out}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{len(out)}\n%%EOF\n"
    ).encode("latin-1")
