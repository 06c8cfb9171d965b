"""The queue of what most deserves a look, and the decisions of those who look."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from pledgebook import pipeline
from pledgebook.errors import PledgebookError, WrongCall
from pledgebook.model import AIDS, BASES, DECISION_KINDS, EVENTS, PERS, Decision
from pledgebook.reporting.table import Row
from pledgebook.reviewing.corrections import CORRECTABLE
from pledgebook.web.context import claims_told
from pledgebook.web.drawing import Data, View, environment, page
from pledgebook.web.pages.signing import form_of
from pledgebook.web.visitors import require_reviewer
from pledgebook.web.words import DECISION_WORDS
from pledgebook.web.writing import Noted, Said, note, versions

router = APIRouter(include_in_schema=False)

SHOWN = 20
MOST = 200

CHOICES = {"event": EVENTS, "aid": AIDS, "basis": BASES, "per": PERS}
"""Fields of which only these words can be said."""

WRITTEN = {
    "amount": "300m USD, 2.5bn..3bn EUR, 31 item", "donors": "DK+NL", "recipients": "UA",
    "happened": "2024-03-14 or 2024-03", "due": "2024-03-14 or 2024-03",
}  # fmt: skip
"""How fields are written that are no free text."""


@router.get("/review")
def review(request: Request) -> Response:
    return page(request, "review.html", _queue, data=Data("review"))


def _queue(view: View) -> dict[str, Any]:
    most = int(view.parameter("most")) if view.parameter("most").isdecimal() else SHOWN
    table = view.table("review", max(1, min(most, MOST)))
    told = claims_told(view.book, [row[side] for row in table.rows for side in ("claim", "other")])
    new = said_since(view)
    rows = [row for row in table.rows if not is_decided(row, told, new)]
    seen = versions(view.served.path, [(row["claim"], row["other"]) for row in rows])
    return {
        "table": table, "items": [item(row, told, seen) for row in rows], "fields": tuple(CORRECTABLE),
        "choices": CHOICES, "written": WRITTEN, "noted": view.parameter("noted"), "unseen": view.parameter("unseen"),
        "most": most,
    }  # fmt: skip


def item(row: Row, told: dict[str, Row], seen: dict[tuple[Any, Any], str]) -> Row:
    """Something to decide, with its claims in context and the version that the reviewer sees."""
    return {
        **row, "left": told.get(row["claim"] or ""), "right": told.get(row["other"] or ""),
        "seen": seen.get((row["claim"], row["other"]), ""),
        "id": "-".join(filter(None, (row["kind"], row["claim"], row["other"]))),
    }  # fmt: skip


def said_since(view: View) -> list[Decision]:
    """The decisions in the log that the tables do not know yet."""
    if not view.waiting:
        return []
    known = {each["decision"] for each in view.book.rows("SELECT decision FROM decisions")}
    return [each for each in pipeline.decisions(view.served.path) if each.id not in known]


def is_decided(row: Row, told: dict[str, Row], new: list[Decision]) -> bool:
    """Whether one of these decisions answers what the row asks."""
    places = [_place(told.get(row[side] or "")) for side in ("claim", "other")]
    if places[0] is None:
        return False
    for each in new:
        about = [(ref.document_hash, ref.start, ref.end) if ref else None for ref in (each.claim, each.other)]
        if about[0] == places[0] and (row["kind"] == "claim" or each.kind == "part_of" or about[1] == places[1]):
            return True
    return False


def _place(claim: Row | None) -> tuple[str, int, int] | None:
    return (claim["document_hash"], claim["start"], claim["end"]) if claim else None


@router.post("/review/decide")
async def decide(request: Request) -> Response:
    """Keep the decision, and tell what others decided meanwhile. Without JavaScript the queue follows."""
    form = await form_of(request)
    visitor = require_reviewer(request, form)
    said = said_in(form, visitor.name or "")
    as_part = request.headers.get("hx-request") == "true"
    try:
        noted = await run_in_threadpool(note, request.app.state.served.path, said)
    except PledgebookError as error:
        if not as_part:
            raise
        return HTMLResponse(_drawn("_not_noted.html", sentence=str(error)), 422)
    request.app.state.served.worker.wake()
    if as_part:
        return HTMLResponse(_drawn("_noted.html", noted=noted, unseen=in_words(noted), id=form.get("id", "")))
    then = form.get("then") or "/review"
    told = {"noted": DECISION_WORDS[said.kind], "unseen": " ".join(in_words(noted))}
    return RedirectResponse(f"{then if then.startswith('/review') else '/review'}?{urlencode(told)}", 303)


def said_in(form: dict[str, str], who: str) -> Said:
    """What a form of the queue says."""
    kind, given = (
        form.get("kind", ""),
        {name: form.get(name, "").strip() for name in ("claim", "other", "field", "why", "seen")},
    )
    if kind not in DECISION_KINDS:
        raise WrongCall(f"{kind!r} is no decision; use one of {', '.join(DECISION_KINDS)}")
    said = Said(kind, given["claim"], who, why=given["why"], seen=given["seen"] or None)
    if kind == "correct":
        return replace(said, field=given["field"], value=form.get("value", "").strip())
    return replace(said, other=given["other"] or None) if kind in ("same", "different", "merge", "part_of") else said


def in_words(noted: Noted) -> list[str]:
    """What others decided that the reviewer had not seen, one sentence each."""
    return [_sentence(each) for each in noted.unseen]


def _sentence(decision: Decision) -> str:
    when = datetime.fromisoformat(decision.when).strftime("%H:%M:%S on %Y-%m-%d")
    field = f" {decision.field} to {decision.value}" if decision.field else ""
    why = f" ({decision.why})" if decision.why else ""
    return f"{decision.who} {DECISION_WORDS[decision.kind]}{field} at {when} UTC{why}."


def _drawn(template: str, **told: Any) -> str:
    return environment().get_template(template).render(told)
