"""Runs the app on a port of this machine."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from pledgebook.errors import WrongCall
from pledgebook.web.app import LOOPBACK, Settings, create_app


def run(book: Path, host: str, port: int, names: tuple[str, ...], tell: Callable[[str], None]) -> None:
    """Serve the book until it is stopped; WrongCall if nothing can listen there or the parts are not installed."""
    import uvicorn

    app = create_app(book, Settings(hosts=hosts_for(host, names)))
    with listening(host, port) as place:
        shown = f"[{host}]" if ":" in host else host
        tell(f"http://{shown}:{place.getsockname()[1]}/")
        # Who asks, and for what, is nobody's business: no log of requests.
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, ws="none")
        # Ctrl-C is how it is stopped.
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[place])


def hosts_for(host: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names under which the app may be asked: where it listens, and those that were told."""
    own = ("*",) if host in ("0.0.0.0", "::") and not names else (host,)  # noqa: S104 (only if it was asked for)
    return tuple(dict.fromkeys((*own, *LOOPBACK, *names)))


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens; WrongCall if the port is taken or the host is not this machine's."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    place = socket.socket(family, socket.SOCK_STREAM)
    place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        place.bind((host, port))
    except OSError as error:
        place.close()
        raise WrongCall(
            f"cannot listen on {host}, port {port}: {error.strerror}; choose another with --port"
        ) from error
    return place
