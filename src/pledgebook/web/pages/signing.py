"""Signing in with a reviewer's token, signing out, and the choice of colours."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from pledgebook.errors import WrongCall
from pledgebook.web import tokens, visitors
from pledgebook.web.drawing import View, page

router = APIRouter(include_in_schema=False)

LARGEST_FORM = 64 * 1024
"""Bytes of a form: a reason and a value, not a book."""

YEAR = 365 * 24 * 3600


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a form; WrongCall for one that is too large or none."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_FORM:
            raise WrongCall(f"the form is larger than {LARGEST_FORM} bytes")
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=100))
    except (UnicodeDecodeError, ValueError) as error:
        raise WrongCall("the form cannot be read") from error


def own_path(told: str) -> str:
    """The address on this site; the first page for any other."""
    parts = urlsplit(told)
    is_own = not parts.scheme and not parts.netloc and told.startswith("/") and not told.startswith(("//", "/\\"))
    return told if is_own and told.isprintable() else "/"


@router.get("/sign-in")
def sign_in_page(request: Request) -> Response:
    return page(request, "sign_in.html", _sign_in)


def _sign_in(view: View) -> dict[str, Any]:
    return {"then": own_path(view.parameter("then", "/review")), "has_tokens": bool(tokens.tokens(view.served.path))}


@router.post("/sign-in")
async def sign_in(request: Request) -> Response:
    form = await form_of(request)
    visitors.require_own_origin(request)
    response = RedirectResponse(own_path(form.get("then", "/review")), 303)
    visitors.sign_in(request, response, form.get("token", ""))
    return response


@router.post("/sign-out")
async def sign_out(request: Request) -> Response:
    visitors.require_reviewer(request, await form_of(request))
    response = RedirectResponse("/", 303)
    visitors.sign_out(response)
    return response


@router.post("/colours")
async def colours(request: Request) -> Response:
    """Light, dark, or as the machine is set."""
    form = await form_of(request)
    visitors.require_own_origin(request)
    response = RedirectResponse(own_path(form.get("then", "/")), 303)
    chosen = form.get("colours", "")
    if chosen in ("light", "dark"):
        response.set_cookie(visitors.COLOURS, chosen, max_age=YEAR, httponly=True, samesite="strict")
    else:
        response.delete_cookie(visitors.COLOURS, httponly=True, samesite="strict")
    return response
