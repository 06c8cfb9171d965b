"""A Chromium of this machine, and a process of `pledgebook serve` for it to look at."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
GRAVE = ("serious", "critical")


def chromium() -> str:
    """The browser's path; without one the test is skipped, in CI it fails."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        told = "no Chromium on this machine (Debian: apt-get install chromium)"
        if os.environ.get("CI"):
            pytest.fail(told)
        pytest.skip(told)
    return found


@dataclass
class Window:
    """A page of the browser, and what it complained about."""

    page: Any
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status < 400, (path, answer.status)

    def faults(self) -> list[str]:
        """What axe-core finds serious or critical."""
        self.page.evaluate(axe())
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{each['id']}: {node['html'][:200]} ({node['failureSummary'][:200]})"
            for each in found["violations"]
            if each["impact"] in GRAVE
            for node in each["nodes"][:3]
        ]

    def overflow(self) -> int:
        """How many pixels of the page stand out at its side."""
        told: int = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return told


@cache
def axe() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


@contextmanager
def browsing(base: str, **more: Any) -> Iterator[Window]:
    """A window of the browser, with 1200 by 800 pixels unless told otherwise."""
    from playwright.sync_api import sync_playwright

    path = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        page = browser.new_context(**{"base_url": base, "viewport": {"width": 1200, "height": 800}, **more}).new_page()
        window = Window(page)
        page.on("console", lambda m: window.complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: window.complaints.append(str(error)))
        yield window
        browser.close()


@contextmanager
def process(book: Path) -> Iterator[str]:
    """`pledgebook serve` on a free port; gives its address."""
    command = [sys.executable, "-m", "pledgebook", "serve", "--book", str(book), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as served:
        assert served.stdout is not None
        try:
            yield served.stdout.readline().strip().rstrip("/")
        finally:
            served.terminate()
            served.wait()
