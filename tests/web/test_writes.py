"""Writes through pages: only by reviewers, only from pages of their own session; nothing said is lost."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sites import EXAMPLES, NOW, Reviewer, Site, serving

import pledgebook
from pledgebook import pipeline
from pledgebook.web import tokens, visitors
from pledgebook.web.pages.signing import own_path
from pledgebook.web.writing import Said, note, version_of


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("few") / "few.book"
    pledgebook.open(path).read(*sorted(EXAMPLES.glob("*.json"))[:4])
    return path


@pytest.fixture
def own(few: Path, tmp_path: Path) -> Iterator[Site]:
    """A book of the test alone: the first four articles."""
    shutil.copytree(few, tmp_path / "own.book")
    with serving(tmp_path / "own.book") as site:
        yield site


def first_claim(site: Site) -> str:
    return next(row["claim"] for row in site.book.review().rows if row["kind"] == "claim")


def decided(site: Site) -> list[tuple[str, str]]:
    return [(each.who, each.kind) for each in pipeline.decisions(site.path)]


def settled(site: Site) -> None:
    """Waits until what was decided is worked in."""
    assert site.served.worker.wait(60)


# Refused


def test_who_is_not_signed_in_writes_nothing(own: Site):
    with own.client() as client:
        for path in ("/review/decide", "/releases", "/sign-out"):
            form = {"kind": "accept", "claim": first_claim(own), "name": "x", "csrf": ""}
            answer = client.post(path, data=form, headers={"Origin": own.base})
            assert answer.status_code == 403
            assert "sign in" in answer.text
    assert decided(own) == []
    assert len(own.book.releases()) == 0


def test_a_wrong_token_opens_nothing(own: Site):
    with own.client() as client:
        answer = client.post("/sign-in", data={"token": "wrong"}, headers={"Origin": own.base})
        assert answer.status_code == 403
        assert not client.cookies


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", None])
def test_pages_of_other_sites_write_nothing(own: Site, origin: str | None):
    reviewer = own.signed_in("Ada")
    form = {"csrf": reviewer.csrf(), "kind": "accept", "claim": first_claim(own)}
    headers = {"Origin": origin} if origin else {}
    for path in ("/review/decide", "/releases", "/sign-in", "/colours"):
        assert reviewer.client.post(path, data=form, headers=headers).status_code == 403
    assert decided(own) == []


@pytest.mark.parametrize("csrf", ["", "0" * 64, "ä"])
def test_a_form_of_another_session_writes_nothing(own: Site, csrf: str):
    reviewer = own.signed_in("Ada")
    answer = reviewer.post("/review/decide", {"csrf": csrf, "kind": "accept", "claim": first_claim(own)})
    assert answer.status_code == 403
    assert decided(own) == []


@pytest.mark.parametrize("session", ["", "x", "x.y", ".", "eA==.0", "ä.ö"])
def test_a_forged_session_is_nobodys(own: Site, session: str):
    with own.client() as client:
        answer = client.get("/review", headers={"Cookie": f"{visitors.SESSION}={session}".encode()})
        assert answer.status_code == 200
        assert "Sign in" in answer.text


def test_a_session_ends_with_its_token_and_with_signing_out(own: Site):
    ada, bo = own.signed_in("Ada"), own.signed_in("Bo")
    assert "Signed in as Ada" in ada.client.get("/").text
    tokens.revoke(own.path, "Ada")
    assert "Signed in as" not in ada.client.get("/").text
    assert bo.post("/sign-out", {}).status_code == 303
    assert "Signed in as" not in bo.client.get("/").text


def test_a_session_cannot_be_read_by_scripts_or_sent_by_others(own: Site):
    token = tokens.add(own.path, "Ada", NOW)
    with own.client() as client:
        answer = client.post("/sign-in", data={"token": token}, headers={"Origin": own.base})
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert token not in answer.headers["set-cookie"]


def test_a_form_that_is_too_large_is_refused(own: Site):
    reviewer = own.signed_in("Ada")
    assert reviewer.post("/review/decide", {"why": "x" * 100_000}).status_code == 400
    assert decided(own) == []


@pytest.mark.parametrize(
    "then", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x", "", "a\r\nb"]
)
def test_signing_in_leads_nowhere_else(then: str):
    assert own_path(then) == "/"


# Kept


@pytest.mark.parametrize("kind", ["accept", "reject"])
def test_a_decision_answers_at_once_and_is_worked_in(own: Site, kind: str):
    reviewer, claim = own.signed_in("Ada"), first_claim(own)
    answer = reviewer.post("/review/decide", {"kind": kind, "claim": claim, "why": "looked"}, **{"HX-Request": "true"})
    assert answer.status_code == 200
    assert f"Ada {kind}ed" in answer.text
    assert decided(own) == [("Ada", kind)]
    settled(own)
    assert {"accept": "accepted", "reject": "rejected"}[kind] in {
        row["review"] for row in own.served.book().rows("SELECT review FROM claims WHERE claim = $claim", claim=claim)
    }


def test_without_a_script_the_queue_follows(own: Site):
    answer = own.signed_in("Ada").post(
        "/review/decide", {"kind": "accept", "claim": first_claim(own), "then": "//evil"}
    )
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/review?noted=accepted")


def test_any_field_is_corrected(own: Site):
    reviewer, claim = own.signed_in("Ada"), first_claim(own)
    for field, value in (("amount", "5m EUR"), ("donors", "DK+NL"), ("due", "2024-12"), ("item", "none")):
        form = {"kind": "correct", "claim": claim, "field": field, "value": value}
        assert reviewer.post("/review/decide", form).status_code == 303
    settled(own)
    [row] = own.served.book().rows("SELECT * FROM claims WHERE claim = $claim", claim=claim)
    assert (int(row["low"]), row["unit"], row["donors"], row["due"], row["item"]) == (
        5_000_000, "EUR", ["DK", "NL"], "2024-12", None,
    )  # fmt: skip


@pytest.mark.parametrize(
    "form",
    [
        {"kind": "correct", "field": "amount", "value": "much"}, {"kind": "correct", "field": "nothing", "value": "x"},
        {"kind": "same"}, {"kind": "same", "other": "c-nothing"}, {"kind": "nonsense"},
        {"kind": "accept", "claim": "c-no"},
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_told_and_not_kept(own: Site, form: dict[str, str]):
    reviewer = own.signed_in("Ada")
    answer = reviewer.post("/review/decide", {"claim": first_claim(own), **form}, **{"HX-Request": "true"})
    assert answer.status_code in (400, 404, 422)
    assert decided(own) == []


def seen_by(reviewer: Reviewer, claim: str) -> str:
    text = reviewer.client.get("/review").text.split(f'name="claim" value="{claim}"')[1]
    return text.split('name="seen" value="')[1].split('"')[0]


def test_the_second_is_told_what_the_first_decided(own: Site):
    ada, bo, claim = own.signed_in("Ada"), own.signed_in("Bo"), first_claim(own)
    before = {"ada": seen_by(ada, claim), "bo": seen_by(bo, claim)}
    ada.post("/review/decide", {"kind": "reject", "claim": claim, "seen": before["ada"], "why": "no aid"})
    form = {"kind": "accept", "claim": claim, "seen": before["bo"]}
    answer = bo.post("/review/decide", form, **{"HX-Request": "true"})
    assert "Ada rejected" in answer.text
    assert "(no aid)" in answer.text
    assert "Both decisions are kept" in answer.text
    assert decided(own) == [("Ada", "reject"), ("Bo", "accept")]


def test_two_who_press_at_once_are_both_kept(own: Site):
    people = [own.signed_in(name) for name in ("Ada", "Bo", "Cy")]
    claim = first_claim(own)
    seen = seen_by(people[0], claim)
    forms = [{"kind": kind, "claim": claim, "seen": seen} for kind in ("accept", "reject", "accept")]
    answers: list[str] = []
    start = threading.Barrier(len(people))

    def press(reviewer: Reviewer, form: dict[str, str]) -> None:
        form["csrf"] = reviewer.csrf()
        start.wait()
        answers.append(reviewer.post("/review/decide", form, **{"HX-Request": "true"}).text)

    threads = [threading.Thread(target=press, args=pair) for pair in zip(people, forms, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(decided(own)) == [("Ada", "accept"), ("Bo", "reject"), ("Cy", "accept")]
    assert sorted("Meanwhile" in answer for answer in answers) == [False, True, True]


def test_what_was_not_seen_can_be_refused(own: Site):
    claim = first_claim(own)
    seen = version_of(own.path, claim)
    assert note(own.path, Said("accept", claim, "Ada", seen=seen), only_if_seen=True).decision is not None
    stale = note(own.path, Said("reject", claim, "Bo", seen=seen), only_if_seen=True)
    assert stale.decision is None
    assert [each.who for each in stale.unseen] == ["Ada"]
    assert decided(own) == [("Ada", "accept")]


def test_what_is_worked_in_is_told_until_it_is(own: Site, monkeypatch: pytest.MonkeyPatch):
    reviewer, claim = own.signed_in("Ada"), first_claim(own)
    slow = threading.Event()
    bring = pipeline.bring_up_to_date
    monkeypatch.setattr(pipeline, "bring_up_to_date", lambda path: (slow.wait(30), bring(path)))
    reviewer.post("/review/decide", {"kind": "accept", "claim": claim})
    during = reviewer.client.get("/review").text
    assert "1 decision is being worked in" in during
    assert f'name="claim" value="{claim}"' not in during
    slow.set()
    settled(own)
    assert "being worked in" not in reviewer.client.get("/review").text


def test_the_tables_follow_what_another_process_reads(own: Site):
    before = len(own.served.book().table("pledges"))
    own.book.read(EXAMPLES)
    assert len(own.served.book().table("pledges")) > before


# Releases


def test_a_release_is_made_signed_off_and_compared(own: Site):
    reviewer = own.signed_in("Ada")
    assert reviewer.post("/releases", {"name": "first", "as_of": "2024-03-14", "why": "to show"}).status_code == 303
    own.book.read(EXAMPLES)
    assert reviewer.post("/releases", {"name": "second", "status": "draft"}).status_code == 303
    assert reviewer.post("/releases", {"name": "first", "status": "signed-off"}).status_code == 303
    assert reviewer.post("/releases", {"name": "first", "status": "nonsense"}).status_code == 400
    rows = own.book.releases().rows
    assert [(row["name"], row["status"], row["who"]) for row in rows] == [
        ("first", "signed-off", "Ada"), ("second", "draft", "Ada"),
    ]  # fmt: skip
    text = reviewer.client.get("/releases").text
    assert "signed off" in text
    assert "to show" in text
    compared = own.get("/compare?from_release=first&to_release=second").text
    changed = own.book.changes(from_release="first", to_release="second")
    assert changed.rows
    assert all(row["pledge"] in compared for row in changed.rows[:20])
    as_then = own.get("/?release=first").text
    assert own.book.report(release="first").notes[0] in as_then
    assert "This is the release" in as_then


def test_a_decision_takes_no_time_of_who_waits(own: Site, monkeypatch: pytest.MonkeyPatch):
    reviewer, claim = own.signed_in("Ada"), first_claim(own)
    form = {"csrf": reviewer.csrf(), "kind": "accept", "claim": claim}
    monkeypatch.setattr(pipeline, "bring_up_to_date", lambda path: time.sleep(3))
    start = time.perf_counter()
    reviewer.client.post("/review/decide", data=form, headers={"Origin": own.base})
    assert time.perf_counter() - start < 2
