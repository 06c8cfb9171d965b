"""Search over documents, pledges and actors."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from pledgebook.web.drawing import Data, View, page
from pledgebook.web.pages.documents import documents

router = APIRouter(include_in_schema=False)


@router.get("/search")
def search(request: Request) -> Response:
    words = request.query_params.get("words", "").strip()[:200]
    return page(
        request, "search.html", lambda view: _found(view, words), data=Data("find", {"words": words}) if words else None
    )


def _found(view: View, words: str) -> dict[str, Any]:
    if not words.split():
        return {"words": "", "found": None}
    rows = view.table("find", words).rows
    kinds = {kind: [row for row in rows if row["kind"] == kind] for kind in ("pledge", "document", "actor")}
    titles = {row["document"]: row["title"] or row["document"] for row in documents(view).rows}
    return {"words": words, "found": kinds, "number": len(rows), "titles": titles}
