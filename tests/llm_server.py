"""A server of language models for tests: on 127.0.0.1, it answers what it was told to, and keeps the questions."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[["Handler"], None]


def says(*claims: Any) -> Reply:
    """An answer with these claims."""
    return writes(json.dumps({"claims": claims}))


def writes(content: Any, finish: str = "stop", **message: Any) -> Reply:
    """A chat completion with this content, whole or cut off."""
    choice = {"finish_reason": finish, "message": {"role": "assistant", "content": content, **message}}
    return responds(json.dumps({"choices": [choice]}))


def responds(body: str | bytes, status: int = 200, **headers: str) -> Reply:
    """A response with this body, whatever it is; `Retry_After` is the header Retry-After."""
    content = body if isinstance(body, bytes) else body.encode("utf-8")

    def reply(handler: Handler) -> None:
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(content)

    return reply


def hangs_up(handler: Handler) -> None:
    """No response at all."""
    handler.close_connection = True


def stalls(handler: Handler) -> None:
    """A response that never begins."""
    handler.server.stopped.wait(30)


def drips(handler: Handler) -> None:
    """A response that goes on for ever, a byte at a time."""
    handler.send_response(200)
    handler.end_headers()
    while not handler.server.stopped.wait(0.02):
        handler.wfile.write(b" ")
        handler.wfile.flush()


def floods(handler: Handler) -> None:
    """A response that goes on for ever, as fast as it is read."""
    handler.send_response(200)
    handler.end_headers()
    while not handler.server.stopped.is_set():
        handler.wfile.write(b" " * 100_000)


@dataclass(slots=True)
class Asked:
    """A question as it came: the path, the headers, and what the JSON says."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


class Server(ThreadingHTTPServer):
    """Gives each reply once, in their order, and the last one ever after."""

    daemon_threads = True

    def __init__(self, replies: tuple[Reply, ...]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.replies = list(replies)
        self.asked: list[Asked] = []
        self.stopped = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(Asked(self.path, dict(self.headers), body))
        replies = self.server.replies
        reply = replies.pop(0) if len(replies) > 1 else replies[0]
        try:
            reply(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Tests print nothing."""


@contextmanager
def serving(*replies: Reply) -> Iterator[Server]:
    """A server that runs as long as the block."""
    with Server(replies) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.stopped.set()
            server.shutdown()
            thread.join()
