"""Who looks at a page: signed in or not, in which colours."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from pledgebook.errors import PledgebookError
from pledgebook.web import tokens

SESSION = "pledgebook_session"
COLOURS = "pledgebook_colours"

SESSION_SECONDS = 12 * 3600
"""A working day: who comes back tomorrow gives the token again."""

_SECRET = secrets.token_bytes(32)
"""Signs sessions; another one after each start, which ends all sessions."""


class Refused(PledgebookError):
    """A write without the right to it; pages tell it with status 403."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """`name` is the reviewer's, None for one who only reads; `csrf` is what the forms of this session carry."""

    name: str | None = None
    csrf: str = ""
    colours: str = ""


def visitor_of(request: Request) -> Visitor:
    """Who sends the request."""
    colours = request.cookies.get(COLOURS, "")
    colours = colours if colours in ("light", "dark") else ""
    session = request.cookies.get(SESSION, "")
    name = _name_in(session, request.app.state.served.path)
    return Visitor(name, _signed(f"csrf {session}") if name else "", colours)


def sign_in(request: Request, response: Response, token: str) -> str:
    """Give the response the session of the reviewer whose token it is; Refused if it is nobody's."""
    name = tokens.reviewer(request.app.state.served.path, token)
    if name is None:
        raise Refused("this token is nobody's; make one with: pledgebook token --book BOOK add NAME")
    told = urlsafe_b64encode(f"{int(time.time()) + SESSION_SECONDS} {_mark(token)} {name}".encode()).decode()
    response.set_cookie(
        SESSION, f"{told}.{_signed(told)}", max_age=SESSION_SECONDS, httponly=True, samesite="strict",
        secure=request.url.scheme == "https",
    )  # fmt: skip
    return name


def sign_out(response: Response) -> None:
    response.delete_cookie(SESSION, httponly=True, samesite="strict")


def require_reviewer(request: Request, form: dict[str, str]) -> Visitor:
    """Who sends a form, surely from a page of this app; Refused if nobody is signed in or it comes from elsewhere."""
    require_own_origin(request)
    visitor = visitor_of(request)
    if visitor.name is None:
        raise Refused("nobody is signed in, or the session is over; sign in with your token")
    if not hmac.compare_digest(visitor.csrf.encode(), form.get("csrf", "").encode()):
        raise Refused("the form does not come from a page of this session; load the page again")
    return visitor


def require_own_origin(request: Request) -> None:
    """Refused for a request that another site's page sends."""
    origin = request.headers.get("origin")
    if origin is None or urlsplit(origin).netloc != request.headers.get("host"):
        raise Refused("the request comes from another site's page; nothing was written")


def _name_in(session: str, book: Path) -> str | None:
    """The reviewer's name in a session that was signed here, is not over, and whose token still holds."""
    told, _, signature = session.partition(".")
    if not signature or not hmac.compare_digest(_signed(told).encode(), signature.encode()):
        return None
    until, mark, name = urlsafe_b64decode(told).decode().split(" ", 2)
    if time.time() > int(until) or mark not in _marks(book, name):
        return None
    return name


def _mark(token: str) -> str:
    """The beginning of the token's digest as the book keeps it: tells tokens apart, gives none away."""
    return hashlib.sha256(token.strip().encode()).hexdigest()[:16]


def _marks(book: Path, name: str) -> set[str]:
    return {each.digest[:16] for each in tokens.tokens(book) if each.name == name}


def _signed(text: str) -> str:
    return hmac.new(_SECRET, text.encode(), hashlib.sha256).hexdigest()
