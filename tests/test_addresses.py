"""Addresses: only what was named is fetched, from machines that may be asked, and nothing without end."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

import pledgebook
from conftest import article
from pledgebook.cli import main
from pledgebook.reading import ReadDocument, addresses, find_files
from pledgebook.reading.files import Address
from pledgebook.reading.reach import is_public
from pledgebook.version import VERSION
from pledgebook.without_book import extract_files
from reading_files import documents, issues, page, pdf, read, reason

NEWS = "Norway will give Ukraine 10 tanks worth 300 million kroner, the ministry of defence told reporters."
OWN_DAY = "<meta property='article:published_time' content='2024-03-13T10:00:00Z'>"
FEED = f"""<rss version="2.0"><channel><title>Wire</title><item><title>A</title><link>/1</link><description>{NEWS}
</description><pubDate>Wed, 13 Mar 2024 10:00:00 GMT</pubDate></item></channel></rss>"""

Answer = Callable[[BaseHTTPRequestHandler], None]


class Site:
    """A web server on this machine that answers as it was told and keeps what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, str, str]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.asked.append((self.path, self.headers["Host"], self.headers["User-Agent"]))
                self.close_connection = True
                site.answers.get(self.path, told(b"", 404))(self)

            def log_message(self, *_: Any) -> None:
                """Says nothing."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False

            def handle_error(self, *_: Any) -> None:
                """Clients that leave are what is tested."""

        self.server = Server(("127.0.0.1", 0), Handler)
        self.at = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def has(self, path: str, body: bytes | str, kind: str = "text/html; charset=utf-8", status: int = 200,
            **headers: str) -> str:  # fmt: skip
        self.answers[path] = told(body.encode() if isinstance(body, str) else body, status, kind, **headers)
        return self.at + path

    def leads(self, path: str, target: str) -> str:
        return self.has(path, "", status=302, Location=target)


def told(body: bytes, status: int = 200, kind: str = "", **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            if value:
                handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.server.shutdown()
    made.server.server_close()


def test_a_page_is_fetched_and_read(site: Site):
    address = site.has("/a", page(NEWS, OWN_DAY + "<link rel=canonical href='https://other.example/'>"))
    [document] = documents(address, allow_private=True)
    assert NEWS in document.text
    assert (document.url, str(document.published)) == (address, "2024-03-13")
    assert [(path, agent) for path, _, agent in site.asked] == [
        ("/robots.txt", f"pledgebook/{VERSION}"), ("/a", f"pledgebook/{VERSION}"),
    ]  # fmt: skip


def test_feeds_articles_texts_and_pdfs_are_told_by_their_content(site: Site):
    feed = site.has("/feed", FEED, "text/xml")
    assert documents(feed, allow_private=True)[0].url == f"{site.at}/1"
    assert [path for path, *_ in site.asked] == ["/robots.txt", "/feed"], "what a feed links to is not fetched"
    assert documents(site.has("/a", json.dumps(article(NEWS)), "application/json"), allow_private=True)[0].id == "a1"
    assert documents(site.has("/b", json.dumps(article(NEWS)), "text/plain"), allow_private=True)[0].id == "a1"
    data = pdf([[NEWS[:60]]], "<</CreationDate(D:20240313)>>")
    [report] = read(site.has("/c.pdf", data, "application/octet-stream"), allow_private=True)
    assert isinstance(report, ReadDocument), report
    assert report.document.url == f"{site.at}/c.pdf"
    [text] = documents(site.has("/t", "Plain\r\n words", "text/plain"), allow_private=True, published=OTHER_DAY)
    assert text.text == "Plain\r\n words", "the text as it was read"


OTHER_DAY = date(2024, 3, 14)


def test_private_addresses_are_refused_unless_allowed(site: Site):
    address = site.has("/a", page(NEWS, OWN_DAY))
    assert "--allow-private" in reason(address)
    assert "--allow-private" in reason(address.replace("127.0.0.1", "localhost"))
    assert "--allow-private" in reason(address.replace("127.0.0.1", "2130706433")), "127.0.0.1 as one number"
    assert "--allow-private" in reason("http://[::1]/")
    assert "--allow-private" in reason("http://169.254.169.254/latest/meta-data/")
    assert site.asked == []


@pytest.mark.parametrize(
    ("ip", "public"),
    [
        ("93.184.216.34", True), ("2606:2800:220:1:248:1893:25c8:1946", True), ("127.0.0.1", False),
        ("10.1.2.3", False), ("172.16.0.1", False), ("192.168.1.1", False), ("169.254.169.254", False),
        ("100.64.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False), ("255.255.255.255", False),
        ("240.0.0.1", False), ("::1", False), ("::", False), ("fe80::1", False), ("fc00::1", False),
        ("ff02::1", False), ("::ffff:127.0.0.1", False), ("::ffff:8.8.8.8", True), ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False), ("64:ff9b::808:808", True), ("64:ff9b:1::a00:1", False), ("fec0::1", False),
        ("::127.0.0.1", False), ("198.18.0.1", False), ("192.0.2.1", False), ("2001:db8::1", False),
    ],
)  # fmt: skip
def test_which_addresses_are_public(ip: str, public: bool):
    assert is_public(ip_address(ip)) is public


def test_a_name_is_looked_up_once_and_that_machine_is_asked(site: Site, monkeypatch: pytest.MonkeyPatch):
    """A name that is public when it is checked, and private when it is connected to, gets nothing."""
    looked_up: list[str] = []
    real = socket.getaddrinfo

    def rebinding(host: Any, *arguments: Any, **more: Any) -> Any:
        if host != "rebind.example":
            return real(host, *arguments, **more)
        looked_up.append(host)
        return real("127.0.0.1", *arguments, **more)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    site.has("/a", page(NEWS, OWN_DAY))
    port = site.server.server_port
    assert documents(f"http://rebind.example:{port}/a", allow_private=True)
    assert looked_up == ["rebind.example"] * 2, "once for each thing asked"
    assert {host for _, host, _ in site.asked} == {f"rebind.example:{port}"}
    assert "not public" in reason(f"http://rebind.example:{port}/a")


def test_redirects_are_checked_like_the_first(site: Site, monkeypatch: pytest.MonkeyPatch):
    site.has("/a", page(NEWS, OWN_DAY))
    assert documents(site.leads("/r", "/a"), allow_private=True)[0].url == f"{site.at}/a"
    assert "file: is not fetched" in reason(site.leads("/file", "file:///etc/passwd"), allow_private=True)
    assert "Invalid URL" in reason(site.leads("/bad", "http://[::1"), allow_private=True)
    assert "name or password" in reason(site.leads("/who", site.at.replace("//", "//me:x@") + "/a"), allow_private=True)
    assert "more than 5 redirects" in reason(site.leads("/loop", "/loop"), allow_private=True)
    # As if this server were public, and nothing else here.
    port = site.server.server_port
    monkeypatch.setattr("pledgebook.reading.reach.is_public", lambda ip: str(ip) == "127.0.0.1")
    assert documents(site.at + "/a")
    for target in ("http://169.254.169.254/latest/meta-data/", f"http://127.0.0.2:{port}/a", f"http://[::1]:{port}/a"):
        assert "not public" in reason(site.leads("/private", target))


def test_robots_txt_is_kept_to(site: Site):
    site.has(
        "/robots.txt", "User-agent: *\nDisallow: /private\n\nUser-agent: pledgebook\nDisallow: /ours\n", "text/plain"
    )
    for path in ("/a", "/private", "/ours"):
        site.has(path, page(NEWS, OWN_DAY))
    assert documents(f"{site.at}/private", allow_private=True), "our own rules go before those for all"
    assert "robots.txt does not allow" in reason(f"{site.at}/ours", allow_private=True)
    assert "robots.txt does not allow" in reason(site.leads("/r", "/ours"), allow_private=True)
    assert "/ours" not in [path for path, *_ in site.asked]


def test_a_site_that_cannot_tell_its_rules_is_left_alone(site: Site):
    site.has("/robots.txt", "", status=503)
    site.has("/a", page(NEWS, OWN_DAY))
    assert "robots.txt" in reason(f"{site.at}/a", allow_private=True)
    site.has("/robots.txt", "Disallow: //[\nUser-agent: *\nDisallow: //[\n", "text/plain")
    assert read(f"{site.at}/a", allow_private=True)


def test_each_site_is_asked_for_its_rules_once_in_a_read(site: Site, tmp_path: Path):
    paths = [site.has(f"/{n}", page(f"{NEWS} {n}", OWN_DAY)) for n in range(3)]
    done = pledgebook.open(tmp_path / "a.book").read(*paths, allow_private=True)
    assert (done.documents, done.issues) == (3, ())
    assert [path for path, *_ in site.asked].count("/robots.txt") == 1


@pytest.mark.parametrize("size", [None, 10**12])
def test_a_body_without_end_is_left(site: Site, monkeypatch: pytest.MonkeyPatch, size: int | None):
    monkeypatch.setattr(addresses, "MOST_BYTES", 1_000_000)

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        if size:
            handler.send_header("Content-Length", str(size))
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 65_536)

    site.answers["/endless"] = endless
    assert reason(f"{site.at}/endless", allow_private=True) == "larger than 1 MB; save it and read the file"


def test_a_slow_site_is_left(site: Site, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(addresses, "MOST_SECONDS", 1.0)

    def slow(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n")
        if handler.path == "/body":
            handler.wfile.write(b"\r\n")
        while True:
            handler.wfile.write(b"X: y\r\n")
            time.sleep(0.05)

    site.answers.update({"/body": slow, "/head": slow})
    for path in ("/body", "/head"):
        begun = time.monotonic()
        assert reason(site.at + path, allow_private=True) == "not read within 1 seconds"
        assert time.monotonic() - begun < 10


def test_what_cannot_be_used_is_told(site: Site):
    assert "answered 404 Not Found" in reason(f"{site.at}/none", allow_private=True)
    assert "image/png" in reason(site.has("/i", b"\x89PNG", "image/png"), allow_private=True)
    assert "packed as br" in reason(site.has("/br", b"x", Content_Encoding="br"), allow_private=True)
    assert "broke off" in reason(site.has("/gz", b"x" * 100, Content_Encoding="gzip"), allow_private=True)
    assert "broke off" in reason(site.has("/short", b"x", Content_Length="100"), allow_private=True)
    assert "no article" in reason(site.has("/e", "<html><body></body></html>"), allow_private=True)
    assert "no connection" in reason("http://127.0.0.1:1/", allow_private=True)
    assert "no such site" in reason("http://nowhere.invalid/")
    assert "no such site" in reason(f"http://{'a' * 70}.example/")
    for address in ("http://", "http://me:secret@site.example/", "https://[::1", f"http://a.example/{'x' * 3000}"):
        assert reason(address)


def test_other_schemes_are_no_addresses():
    assert "only http and https" in issues("ftp://site.example/a")[0].reason
    assert "only http and https" in issues("file:///etc/passwd")[0].reason
    assert find_files(["HTTPS://site.example/a"]) == [Address("HTTPS://site.example/a")]


def test_it_works_where_a_loop_runs_already(site: Site):
    import asyncio

    address = site.has("/a", page(NEWS, OWN_DAY))

    async def notebook() -> int:
        return len(documents(address, allow_private=True))

    assert asyncio.run(notebook()) == 1


def test_the_commands_take_addresses(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    address = site.has("/feed", FEED, "application/rss+xml")
    book = str(tmp_path / "a.book")
    assert main(["read", "--book", book, address]) == 1
    assert "--allow-private" in capsys.readouterr().err
    assert main(["read", "--book", book, "--allow-private", address]) == 0
    assert main(["extract", "--allow-private", "--format", "jsonl", address]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {row["donors"][0] for row in rows} == {"NO"}
    assert pledgebook.open(book).claims().rows
    table, told = extract_files([address])
    assert (table.rows, len(told)) == ([], 1)
