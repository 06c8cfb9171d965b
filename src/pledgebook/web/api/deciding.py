"""What can be written: a reviewer's decision, and a release."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Header
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from pledgebook.asking import day_from
from pledgebook.model import Decision, DecisionKind, Release, ReleaseStatus
from pledgebook.pipeline import log_releases
from pledgebook.releasing import LONGEST_NAME, release
from pledgebook.reporting.queries import claim_named, prepare
from pledgebook.reporting.releases import release_row
from pledgebook.reporting.table import Row
from pledgebook.web.api import shapes
from pledgebook.web.api.answering import fresh
from pledgebook.web.api.asking import DATE, PRINTABLE
from pledgebook.web.api.describing import STALE, written
from pledgebook.web.api.refusals import Refusal
from pledgebook.web.api.rights import Reviewer
from pledgebook.web.serving import Served
from pledgebook.web.writing import Said, note, version_of

router = APIRouter(tags=["writing"])

LONGEST_WORDS = 2_000
LONGEST_ID = 100

Words = Annotated[str, Field(max_length=LONGEST_WORDS, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$")]
ClaimName = Annotated[str, Field(min_length=1, max_length=LONGEST_ID, pattern=PRINTABLE)]


class NewDecision(BaseModel):
    """What a reviewer says, as the arguments of `pledgebook decide`."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [
        {"kind": "correct", "claim": "c-a33xjujsbp7itiz3", "field": "amount", "value": "300m USD", "why": "misread"},
        {"kind": "same", "claim": "c-a33xjujsbp7itiz3", "other": "c-p2aa7c5l6t4x2r3q"},
    ]})  # fmt: skip

    kind: DecisionKind
    claim: ClaimName
    other: ClaimName | None = None
    field: Annotated[str, Field(max_length=40)] | None = None
    value: Words | None = None
    why: Words = ""


class NewRelease(BaseModel):
    """A state of the book under a name, or another status for the release of that name."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [
        {"name": "2024-q1", "status": "draft", "as_of": "2024-03-31", "why": "for the committee"},
    ]})  # fmt: skip

    name: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME, pattern=PRINTABLE)]
    status: ReleaseStatus = "draft"
    as_of: Annotated[str, Field(pattern=DATE)] | None = None
    why: Words = ""


@router.post(
    "/decisions",
    **written(
        shapes.DECIDED, "Say what a claim is, or what belongs together",
        "Nothing is deleted: a later decision overrules an earlier one. `If-Match` is the version of the claim (of "
        "both, where two are named) that the reviewer looked at, as `GET /claims/{claim}` tells it. If others "
        "decided meanwhile, nothing is written, and the answer tells what they said. The tables follow a moment later.",
        STALE,
    ),
)  # fmt: skip
def decide(
    request: Request,
    body: NewDecision,
    who: Reviewer,
    if_match: Annotated[str | None, Header(max_length=200, description="The version of the claim.")] = None,
) -> Response:
    served: Served = request.app.state.served
    if if_match is None:
        raise Refusal(428, "say which version of the claim was looked at: If-Match, from GET /api/v1/claims/CLAIM")
    claim, other = (_claim(served, name) for name in (body.claim, body.other))
    assert claim is not None
    told = Said(body.kind, claim, who, other, body.field, body.value, body.why, seen=_version(if_match))
    noted = note(served.path, told, only_if_seen=True)
    version = version_of(served.path, claim, other)
    if noted.decision is None:
        more = {"decided": [_decided(each) for each in noted.unseen], "version": version}
        raise Refusal(412, _meanwhile(noted.unseen), more=more)
    served.worker.wake()
    row = {**_decided(noted.decision), "claim": claim, "other": other, "state": "waiting"}
    return fresh(request, {"decision": row, "version": version}, status=201)


def _claim(served: Served, name: str | None) -> str | None:
    """The claim with this id, or the only one that begins so."""
    if name is None:
        return None
    with served.book().standing.cursor() as cursor:
        return claim_named(prepare(cursor), name)


def _version(if_match: str) -> str:
    """The version in the header: as it is, in quotes, or as the tag of a claim's answer."""
    return if_match.strip().removeprefix("W/").strip('"').partition(".")[0]


def _decided(decision: Decision) -> Row:
    names = ("kind", "field", "value", "who", "when", "why")
    return {"decision": decision.id, **{name: getattr(decision, name) for name in names}}


def _meanwhile(unseen: tuple[Decision, ...]) -> str:
    if not unseen:
        return "this is no version of the claim; nothing was written"
    told = "; ".join(f"{each.who} said {_said(each)} on {each.when[:16]}" for each in unseen)
    return f"meanwhile {told}; nothing was written. Look again, and send it with the new version if it still holds"


def _said(decision: Decision) -> str:
    return f"{decision.kind} {decision.field} = {decision.value}" if decision.field else decision.kind


@router.post(
    "/releases",
    **written(
        shapes.RELEASE, "Freeze the book under a name, or change a release's status",
        "A draft is signed off, what is signed off is made public; what is public stays so.",
    ),
)  # fmt: skip
def release_it(request: Request, body: NewRelease, who: Reviewer) -> Response:
    served: Served = request.app.state.served
    done = release(
        served.path, body.name, body.status, as_of=day_from(body.as_of), who=who, why=body.why, when=datetime.now(UTC)
    )
    return fresh(request, release_row(done, _entries(served, done)), status=201)


def _entries(served: Served, release: Release) -> list[Release]:
    return [each for each in log_releases(served.path) if each.name == release.name]
