"""The pages in a browser, on a server as people start it: no complaint, no barrier, everything by keyboard."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import Window, browsing, process
from sites import NOW, march_book

import pledgebook
from conftest import SHARED
from pledgebook import pipeline
from pledgebook.cli import main
from pledgebook.web import tokens

KIEL = SHARED / "kiel" / "Ukraine_Support_Tracker_release_7.xlsx"

PAGES = (
    "/", "/?as_of=2024-03-15&since=2024-03-08", "/?in=EUR", "/pledges", "/pledges?sort=-promised", "/donors",
    "/donors?key=gdp", "/needs", "/overdue?as_of=2024-06-30", "/blocked?lifted=1", "/compare?from=2024-03-12",
    "/documents", "/review", "/releases", "/search?words=shells", "/search", "/sign-in",
)  # fmt: skip


@pytest.fixture(scope="module")
def march(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return march_book(tmp_path_factory.mktemp("browser"))


@pytest.fixture(scope="module")
def address(march: Path) -> Iterator[str]:
    with process(march) as address:
        yield address


@pytest.fixture(scope="module")
def kiel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if not KIEL.is_file():
        pytest.skip(f"needs {KIEL}")
    path = tmp_path_factory.mktemp("kiel") / "kiel.book"
    pledgebook.open(path).read(KIEL)
    with process(path) as address:
        yield address


@pytest.fixture
def own(march: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A served book of the test alone."""
    shutil.copytree(march, tmp_path / "own.book")
    with process(tmp_path / "own.book") as address:
        yield address, tmp_path / "own.book"


def look(window: Window, paths: Any) -> dict[str, Any]:
    """What is wrong with each page, the first pledge and the first document among them; empty if nothing is."""
    faults: dict[str, Any] = {}
    for path in (*paths, "pledge", "document"):
        if path in ("pledge", "document"):
            window.open(f"/{path}s?as_of=2024-06-30" if path == "pledge" else "/documents")
            place = window.page.locator("tbody th a").nth(3 if path == "document" else 0).get_attribute("href")
            window.open(place)
        else:
            window.open(path)
        found = [*window.faults(), *window.complaints, *(["stands out at the side"] if window.overflow() > 0 else [])]
        if found:
            faults[path] = found
        window.complaints.clear()
    return faults


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_no_page_complains_or_is_a_barrier(address: str, colours: str):
    with browsing(address, color_scheme=colours) as window:
        assert look(window, PAGES) == {}


def test_every_page_fits_a_phone(address: str):
    with browsing(address, viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True) as window:
        assert look(window, PAGES) == {}


@pytest.mark.parametrize("width", [360, 1200])
def test_pages_of_a_tracker_are_whole(kiel: str, width: int):
    with browsing(kiel, viewport={"width": width, "height": 800}) as window:
        assert look(window, sorted({each.split("?")[0] for each in PAGES})) == {}


def test_the_day_is_chosen_and_stays(address: str):
    with browsing(address) as window:
        page = window.page
        window.open("/")
        page.fill("#as_of", "2024-03-15")
        page.click(".filters button")
        page.wait_for_url(re.compile("as_of=2024-03-15"))
        assert "as of 2024-03-15" in page.inner_text(".trust")
        page.click("nav[aria-label=Pages] >> text=Overdue")
        page.wait_for_url(re.compile("/overdue.*as_of=2024-03-15"))
        assert "2024-03-15" in page.inner_text("h1")
        page.go_back()
        assert "as of 2024-03-15" in page.inner_text(".trust")
        assert window.complaints == []


def test_a_bar_leads_to_the_sentence(address: str):
    with browsing(address) as window:
        page = window.page
        window.open("/?as_of=2024-03-15")
        page.locator(".bars tbody tr", has_text="European Union").locator(".drawn a").click()
        page.wait_for_url(re.compile("/pledges.*donor=EU"))
        page.click("tbody th a >> nth=0")
        page.wait_for_selector("h2 >> text=History")
        page.locator(".line blockquote footer a").first.click()
        page.wait_for_selector("article.text")
        assert page.locator(".claims li:target").count() == 1
        page.locator("article.text a.mark").first.click()
        assert page.evaluate("location.hash") != ""


def test_filters_work_without_a_script(address: str):
    with browsing(address, java_script_enabled=False) as window:
        page = window.page
        window.open("/pledges")
        page.fill("#donor", "NO")
        page.click(".filters button")
        assert page.locator("tbody tr").count() == 2
        page.fill("#words", "shells")
        page.click(".find button")
        assert page.locator(".hits li").count() > 2


def test_dark_is_chosen_and_stays(address: str):
    with browsing(address) as window:
        page = window.page
        window.open("/")
        ground = "getComputedStyle(document.documentElement).backgroundColor"
        assert page.evaluate(ground) == "rgb(255, 255, 255)"
        page.click("text=Dark")
        page.wait_for_selector("html[data-colours=dark]")
        dark = page.evaluate(ground)
        window.open("/pledges")
        assert page.evaluate(ground) == dark != "rgb(255, 255, 255)"
        assert window.faults() == []


def test_the_first_tab_leads_past_the_head(address: str):
    with browsing(address) as window:
        page = window.page
        window.open("/pledges")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"


def sign_in(window: Window, book: Path, name: str) -> None:
    token = tokens.add(book, name, NOW)
    window.open("/sign-in?then=/review")
    window.page.keyboard.press("Tab")
    window.page.locator("#token").focus()
    window.page.keyboard.type(token)
    window.page.keyboard.press("Enter")
    window.page.wait_for_selector(".queue > li")


def noted(window: Window, number: int) -> None:
    window.page.locator(".queue > li.noted").nth(number - 1).wait_for(state="attached")
    assert window.page.locator(".queue > li.noted").count() == number


def test_a_whole_review_by_keyboard(own: tuple[str, Path]):
    address, book = own
    with browsing(address) as window:
        page = window.page
        sign_in(window, book, "Ada")
        assert window.faults() == []
        page.keyboard.press("?")
        page.wait_for_selector("dialog[open]")
        page.keyboard.press("Escape")
        page.keyboard.press("j")
        page.keyboard.press("k")
        page.keyboard.press("a")
        noted(window, 1)
        page.keyboard.press("r")
        noted(window, 2)
        page.keyboard.press("c")
        page.keyboard.press("a")
        assert page.evaluate("document.activeElement.name") == "field"
        page.locator(".queue > li.current select[name=field]").focus()
        page.wait_for_timeout(1500)  # what was typed in the list before is forgotten
        page.keyboard.type("amount")
        assert page.locator(".queue > li.current select[name=field]").input_value() == "amount"
        page.keyboard.press("Tab")
        page.keyboard.type("much")
        page.keyboard.press("Enter")
        page.wait_for_selector(".queue > li.current .wrong")
        page.keyboard.press("Control+a")
        page.keyboard.type("5m EUR")
        page.keyboard.press("Enter")
        noted(window, 3)
        kinds = ["s", "d", "p"]
        ties = page.locator(".queue > li:not(.noted)[id^=same-], .queue > li:not(.noted)[id^=part-]")
        for number, key in enumerate(kinds[: ties.count()], 4):
            ties.first.focus()
            page.keyboard.press(key)
            noted(window, number)
        assert window.complaints == [each for each in window.complaints if "422" in each]
        told = [(each.who, each.kind) for each in pipeline.decisions(book)]
        assert told[:3] == [("Ada", "accept"), ("Ada", "reject"), ("Ada", "correct")]
        assert page.inner_text("#live").startswith("Noted")
        page.reload()
        page.wait_for_selector(".queue > li")


def test_two_reviewers_at_one_claim(own: tuple[str, Path]):
    address, book = own
    with browsing(address) as first:
        sign_in(first, book, "Ada")
        other = first.page.context.browser.new_context(base_url=address).new_page()
        second = Window(other)
        sign_in(second, book, "Bo")
        for window in (first, second):
            window.page.locator(".queue > li").first.focus()
        first.page.keyboard.press("r")
        noted(first, 1)
        second.page.keyboard.press("a")
        noted(second, 1)
        assert "Ada rejected" in second.page.inner_text(".queue > li.noted")
        assert "Both decisions are kept" in second.page.inner_text("#live")
        assert [(each.who, each.kind) for each in pipeline.decisions(book)] == [("Ada", "reject"), ("Bo", "accept")]


def test_a_release_in_the_browser(own: tuple[str, Path]):
    address, book = own
    with browsing(address) as window:
        page = window.page
        sign_in(window, book, "Ada")
        window.open("/releases")
        page.fill("#name", "2024 first")
        page.fill("#of", "2024-03-15")
        page.click("text=Make the release")
        page.wait_for_selector("tbody th >> text=2024 first")
        page.click("text=Sign off")
        page.wait_for_selector(".t-signed-off")
        assert window.faults() == []
        page.click("tbody th a")
        page.wait_for_selector("text=This is the release")
        assert "as of 2024-03-15" in page.inner_text(".trust")
        window.open("/releases")
        page.click("text=What changed")
        page.wait_for_selector("h1 >> text=release 2024 first")
        assert window.faults() == []
        assert window.complaints == []
    assert [row["status"] for row in pledgebook.open(book).releases()] == ["signed-off"]


def test_a_port_that_is_taken_is_told(march: Path, capsys: Any):
    with process(march) as address:
        assert main(["serve", "--book", str(march), "--port", address.rsplit(":", 1)[1]]) == 2
    assert "choose another with --port" in capsys.readouterr().err
