"""The releases of a book: states frozen under a name. Making one, giving it another status, comparing two."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from pledgebook.asking import day_from
from pledgebook.model import RELEASE_STATUSES, ReleaseStatus
from pledgebook.releasing import release
from pledgebook.web.drawing import Data, View, page
from pledgebook.web.pages.signing import form_of
from pledgebook.web.visitors import require_reviewer

router = APIRouter(include_in_schema=False)

STATUS_WORDS = {"draft": "draft", "signed-off": "signed off", "public": "public"}


@router.get("/releases")
def listed(request: Request) -> Response:
    # A release leaves the tables as they are, so the page is not kept with them.
    return page(request, "releases.html", _list, data=Data("releases"), kept=False)


def _list(view: View) -> dict[str, Any]:
    rows = view.book.releases().rows
    return {
        "rows": list(reversed(rows)), "statuses": RELEASE_STATUSES, "release_words": STATUS_WORDS,
        "made": view.parameter("made"),
    }  # fmt: skip


@router.post("/releases")
async def make(request: Request) -> Response:
    """Freeze the book under a name, or give a release of this name another status."""
    form = await form_of(request)
    visitor = require_reviewer(request, form)
    status = cast(ReleaseStatus, form.get("status", "draft"))
    made = await run_in_threadpool(
        release, request.app.state.served.path, form.get("name", ""), status,
        as_of=day_from(form.get("as_of") or None), who=visitor.name or "", why=form.get("why", ""),
        when=datetime.now(UTC),
    )  # fmt: skip
    told = urlencode({"made": f"{made.name}: {STATUS_WORDS[made.status]}"})
    return RedirectResponse(f"/releases?{told}", 303)
