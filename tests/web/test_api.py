"""The API: its figures are those of the command line, its pages and tags hold, nobody writes without the right to."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from asgi import Client

import pledgebook
from pledgebook import pipeline
from pledgebook.cli import main
from pledgebook.web import tokens
from pledgebook.web.api.rights import Bucket
from pledgebook.web.app import create_app

EXAMPLES = Path(__file__).parents[2] / "examples" / "march-2024"
API = "/api/v1"
NOW = datetime(2024, 3, 14, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script>\u202e=1+1"


@pytest.fixture(scope="session")
def march(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("api") / "march.book"
    pledgebook.open(path).read(EXAMPLES)
    return path


@pytest.fixture(scope="session")
def reader(march: Path) -> Client:
    return Client(create_app(march))


@pytest.fixture
def book(march: Path, tmp_path: Path) -> Path:
    """A book of one's own, to write into."""
    shutil.copytree(march, tmp_path / "own.book")
    return tmp_path / "own.book"


@pytest.fixture
def client(book: Path) -> Client:
    return Client(create_app(book))


@pytest.fixture
def ada(book: Path) -> dict[str, str]:
    return {"Authorization": f"Bearer {tokens.add(book, 'Ada', NOW)}"}


def rows(client: Client, address: str) -> list[dict[str, Any]]:
    answer = client.get(f"{API}/{address}")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["rows"]
    return found


def a_claim(client: Client) -> str:
    return str(rows(client, "claims?limit=1")[0]["claim"])


def decide(
    client: Client, claim: str, headers: dict[str, str], version: str | None = None, **more: Any
) -> httpx.Response:
    seen = version or client.get(f"{API}/claims/{claim}").json()["version"]
    body = {"kind": "accept", "claim": claim, **more}
    return client.post(f"{API}/decisions", json=body, headers={**headers, "If-Match": f'"{seen}"'})


# The same figures


@pytest.mark.parametrize(
    ("arguments", "address"),
    [
        ([], ""),
        (["--as-of", "2024-03-15"], "as_of=2024-03-15"),
        (["--donor", "eu", "--donor", "US", "--aid", "military"], "donor=eu&donor=US&aid=military"),
        (["--recipient", "UA", "--item", "shell"], "recipient=UA&item=shell"),
        (["--status", "open", "--status", "partly delivered"], "status=open&status=partly+delivered"),
    ],
)
@pytest.mark.parametrize("query", ["report", "pledges", "claims", "overdue", "blocked", "needs"])
def test_every_row_is_the_very_line_of_the_command(
    march: Path, reader: Client, capsys: Any, query: str, arguments: list[str], address: str
):
    assert main([query, "--book", str(march), *arguments, "--format", "jsonl"]) == 0
    printed = capsys.readouterr()
    answer = reader.get(f"{API}/{query}?{address}&limit=1000")
    body = answer.text.split('"rows": [\n')[1].removesuffix("\n]}\n")
    assert ([] if not body else body.split(",\n")) == printed.out.splitlines()
    assert answer.json()["notes"] == printed.err.splitlines()
    assert answer.json()["total"] == len(printed.out.splitlines())


@pytest.mark.parametrize(
    ("arguments", "address"),
    [
        (["report", "--by", "donor", "--by", "aid", "--in", "EUR"], "report?by=donor&by=aid&in=EUR"),
        (["blocked", "--lifted"], "blocked?lifted=true"),
        (["find", "shells"], "find?words=shells"),
        (["review", "--most", "7"], "review?most=7"),
        (["changes", "--from", "2024-03-13", "--to", "2024-04-30"], "changes?from=2024-03-13&to=2024-04-30"),
    ],
)
def test_options_have_the_names_of_the_command(
    march: Path, reader: Client, capsys: Any, arguments: list[str], address: str
):
    assert main([*arguments, "--book", str(march), "--format", "jsonl"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert told
    assert rows(reader, f"{address}{'&' if '?' in address else '?'}limit=1000") == told


def test_csv_is_that_of_the_command(march: Path, reader: Client, capsys: Any):
    assert main(["pledges", "--book", str(march), "--format", "csv"]) == 0
    printed = capsys.readouterr().out
    for answer in (
        reader.get(f"{API}/pledges?format=csv"),
        reader.get(f"{API}/pledges", headers={"Accept": "text/csv, application/json;q=0.5"}),
    ):
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        assert answer.text.splitlines() == printed.splitlines()


def test_why_tells_each_posting_with_its_sentence(march: Path, reader: Client):
    pledge = rows(reader, "pledges?donor=US")[0]["pledge"]
    told = reader.get(f"{API}/pledges/{pledge}").json()
    explained = pledgebook.open(march).why(pledge)
    assert told["pledge"] == explained.pledge
    assert [row["number"] for row in told["postings"]] == [row["number"] for row in explained.postings]
    assert [row["sentence"]["quote"] for row in told["postings"] if row["sentence"]] == [
        row["sentence"].quote for row in explained.postings if row["sentence"]
    ]
    assert told["sources"] == explained.sources
    assert {claim["pledge"] for claim in told["claims"]} == {pledge}
    earlier = reader.get(f"{API}/pledges/{pledge[:8]}?as_of=2024-03-15").json()
    assert len(earlier["claims"]) < len(told["claims"])


def test_documents_come_with_their_text_and_the_places_of_their_claims(reader: Client):
    listed = rows(reader, "documents")
    assert sum(row["claims"] for row in listed) == 79
    for row in listed:
        told = reader.get(f"{API}/documents/{row['document']}").json()
        assert [told["text"][claim["start"] : claim["end"]] for claim in told["claims"]] == [
            claim["quote"] for claim in told["claims"]
        ]
        assert reader.get(f"{API}/documents/{row['hash']}").json() == told


def test_the_book_tells_how_much_is_in_it(reader: Client):
    told = reader.get(f"{API}/book").json()
    assert (told["documents"], told["claims"], told["as_of"]) == (12, 79, "2024-12-31")


def test_a_timeline_and_a_calendar(march: Path, reader: Client):
    book = pledgebook.open(march)
    assert rows(reader, "timeline?in=EUR") == book.timeline(in_currency="EUR").rows
    assert rows(reader, "calendar?as_of=2024-03-31") == book.calendar(as_of="2024-03-31").rows


# Pages and tags


def test_pages_lead_to_each_other(reader: Client):
    whole = rows(reader, "claims?limit=1000")
    address, found, seen = f"{API}/claims?limit=30&donor=europe&donor=US", [], 0
    wanted = rows(reader, "claims?limit=1000&donor=europe&donor=US")
    while address:
        answer = reader.get(address)
        found += answer.json()["rows"]
        seen += 1
        assert int(answer.headers["x-total-count"]) == len(wanted)
        links = dict(reversed(part.split("; ")) for part in answer.headers.get("link", "").split(", ") if part)  # type: ignore[misc]
        address = links.get('rel="next"', "").strip("<>")
    assert found == wanted
    assert seen == -(-len(wanted) // 30)
    assert len(wanted) < len(whole)
    assert 'rel="prev"' in answer.headers["link"]


def test_a_known_answer_is_not_sent_again(reader: Client):
    for address in ("report?by=donor", "pledges/c-a33x", "book", "decisions", f"claims/{a_claim(reader)}"):
        answer = reader.get(f"{API}/{address}")
        again = reader.get(f"{API}/{address}", headers={"If-None-Match": f'"x", {answer.headers["etag"]}'})
        assert (again.status_code, again.content) == (304, b""), address
        assert again.headers["etag"] == answer.headers["etag"]
    other = reader.get(f"{API}/report?by=aid", headers={"If-None-Match": answer.headers["etag"]})
    assert other.status_code == 200


def test_a_tag_changes_with_the_book(book: Path, client: Client, ada: dict[str, str]):
    before = client.get(f"{API}/report").headers["etag"]
    assert decide(client, a_claim(client), ada, kind="reject").status_code == 201
    pipeline.bring_up_to_date(book)
    assert client.get(f"{API}/report").headers["etag"] != before


# What cannot be used


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("pledges?as_of=yesterday", 422, "as_of"),
        ("pledges?as_of=2024-02-31", 422, "no date"),
        ("pledges?recorded_by=noon", 422, "recorded_by"),
        ("pledges?donor=nobody-at-all", 422, "nobody-at-all"),
        ("pledges?status=late", 422, "status"),
        ("pledges?limit=0", 422, "limit"),
        ("pledges?limit=100000", 422, "limit"),
        ("pledges?offset=-1", 422, "offset"),
        ("pledges?format=xml", 422, "format"),
        ("report?by=colour", 422, "by"),
        ("report?in=XYZ", 422, "XYZ"),
        ("find", 422, "words"),
        ("changes", 422, "first day"),
        ("pledges?release=q9", 404, "q9"),
        ("pledges/c-zzzz", 404, "c-zzzz"),
        ("claims/c-zzzz", 404, "c-zzzz"),
        ("documents/none", 404, "none"),
        ("nothing", 404, "nothing"),
    ],
)
def test_what_cannot_be_used_is_told_in_a_sentence(reader: Client, address: str, status: int, told: str):
    answer = reader.get(f"{API}/{address}")
    assert (answer.status_code, list(answer.json())) == (status, ["error"])
    assert told in answer.json()["error"]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({}, "kind"),
        ({"kind": "praise"}, "kind"),
        ({"kind": "correct"}, "--field and --value"),
        ({"kind": "correct", "field": "amount", "value": "much"}, "amount"),
        ({"kind": "same"}, "--other"),
        ({"kind": "accept", "other": "c-"}, "may be"),
        ({"kind": "accept", "colour": "red"}, "colour"),
    ],
)
def test_a_decision_that_cannot_be_carried_out_says_why(
    client: Client, ada: dict[str, str], body: dict[str, Any], told: str
):
    claim = a_claim(client)
    body = {"claim": claim, **body}
    answer = client.post(f"{API}/decisions", json=body, headers={**ada, "If-Match": "x"})
    assert answer.status_code == 422
    assert told in answer.json()["error"]
    assert rows(client, "decisions") == []


def test_an_address_names_all_its_methods(client: Client):
    answer = client.post(f"{API}/report")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
    assert client.request("DELETE", f"{API}/decisions").headers["allow"] == "GET, POST"


# Writing


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer "}, 401),
        ({"Authorization": "Bearer nobody's"}, 401),
        ({"Authorization": "Basic QWRhOng="}, 401),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_nobody_writes_without_the_right_to(client: Client, ada: dict[str, str], headers: dict[str, str], status: int):
    own = ada if "Origin" in headers else {}
    claim = a_claim(client)
    for path, body in (("decisions", {"kind": "accept", "claim": claim}), ("releases", {"name": "q1"})):
        answer = client.post(f"{API}/{path}", json=body, headers={**own, **headers, "If-Match": "v-x"})
        assert answer.status_code == status
        assert answer.json()["error"]
    assert rows(client, "decisions") == rows(client, "releases") == []
    assert client.post(
        f"{API}/releases", json={"name": "q1"}, headers={**ada, "Origin": "http://testserver"}
    ).is_success


def test_a_token_that_was_taken_back_writes_no_more(book: Path, client: Client, ada: dict[str, str]):
    assert decide(client, a_claim(client), ada).status_code == 201
    tokens.revoke(book, "Ada")
    assert decide(client, a_claim(client), ada).status_code == 401


def test_a_decision_needs_the_version_that_was_looked_at(client: Client, ada: dict[str, str]):
    body = {"kind": "accept", "claim": a_claim(client)}
    assert client.post(f"{API}/decisions", json=body, headers=ada).status_code == 428
    tag = client.get(f"{API}/claims/{body['claim']}").headers["etag"]
    assert client.post(f"{API}/decisions", json=body, headers={**ada, "If-Match": tag}).status_code == 201


def test_the_second_reviewer_is_told_and_both_decisions_are_kept(book: Path, client: Client, ada: dict[str, str]):
    bo = {"Authorization": f"Bearer {tokens.add(book, 'Bo', NOW)}"}
    claim = a_claim(client)
    seen = client.get(f"{API}/claims/{claim}").json()["version"]
    assert decide(client, claim, ada, seen, why="checked").status_code == 201
    late = decide(client, claim, bo, seen, kind="reject")
    assert late.status_code == 412
    assert "Ada said accept" in late.json()["error"]
    assert [(each["who"], each["kind"], each["why"]) for each in late.json()["decided"]] == [
        ("Ada", "accept", "checked")
    ]
    assert [row["who"] for row in rows(client, "decisions")] == ["Ada"]
    assert decide(client, claim, bo, late.json()["version"], kind="reject").status_code == 201
    assert [(row["who"], row["kind"], row["state"]) for row in rows(client, "decisions")] == [
        ("Ada", "accept", "waiting"), ("Bo", "reject", "waiting"),
    ]  # fmt: skip
    pipeline.bring_up_to_date(book)
    assert [row["state"] for row in rows(client, "decisions")] == ["overruled", "stands"]
    assert [each["who"] for each in client.get(f"{API}/claims/{claim}").json()["decisions"]] == ["Ada", "Bo"]


def test_two_at_once_on_one_version_are_never_both_taken(book: Path, client: Client, ada: dict[str, str]):
    bo = {"Authorization": f"Bearer {tokens.add(book, 'Bo', NOW)}"}
    claim = a_claim(client)
    seen = client.get(f"{API}/claims/{claim}").json()["version"]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda who: decide(client, claim, who, seen).status_code, (ada, bo)))
    assert sorted(answers) == [201, 412]
    assert len(rows(client, "decisions")) == 1


def test_a_pair_has_a_version_of_its_own(client: Client, ada: dict[str, str]):
    one, two = (row["pledge"] for row in rows(client, "pledges?limit=2"))
    before = client.get(f"{API}/claims/{one}?other={two}").json()["version"]
    assert decide(client, two, ada).status_code == 201
    assert decide(client, one, ada, before, kind="same", other=two).status_code == 412
    fresh = client.get(f"{API}/claims/{one}?other={two}").json()["version"]
    assert decide(client, one, ada, fresh, kind="same", other=two).status_code == 201


def test_a_release_is_frozen_and_asked_by_its_name(book: Path, client: Client, ada: dict[str, str]):
    body = {"name": "2024 q1", "as_of": "2024-03-31", "why": "a look"}
    made = client.post(f"{API}/releases", json=body, headers=ada)
    assert (made.status_code, made.json()["status"], made.json()["who"]) == (201, "draft", "Ada")
    before = client.get(f"{API}/report?as_of=2024-03-31").json()["rows"]
    claim = rows(client, "pledges?donor=US&as_of=2024-03-31")[0]["pledge"]
    assert decide(client, claim, ada, kind="reject").is_success
    pipeline.bring_up_to_date(book)
    told = client.get(f"{API}/report?release=2024+q1").json()
    assert (told["rows"], told["as_of"]) == (before, "2024-03-31")
    pledge = rows(client, "pledges?release=2024+q1")[0]["pledge"]
    assert client.get(f"{API}/pledges/{pledge}?release=2024+q1").json()["as_of"] == "2024-03-31"
    assert rows(client, "changes?from_release=2024+q1")
    public = client.post(f"{API}/releases", json={"name": "2024 q1", "status": "public"}, headers=ada).json()
    assert [each["status"] for each in public["history"]] == ["draft", "public"]
    again = client.post(f"{API}/releases", json={"name": "2024 q1", "status": "draft"}, headers=ada)
    assert (again.status_code, "stays so" in again.json()["error"]) == (422, True)


def test_a_past_state_answers_after_its_files_are_gone(book: Path, client: Client, ada: dict[str, str]):
    address = f"pledges?{httpx.QueryParams({'recorded_by': datetime.now(UTC).isoformat()})}"
    before = rows(client, address)
    for kind in ("reject", "accept", "reject"):
        assert decide(client, a_claim(client), ada, kind=kind).is_success
        pipeline.bring_up_to_date(book)
    assert rows(client, f"{address}&limit=99") == before


def test_writes_are_counted(client: Client, ada: dict[str, str]):
    client.app.state.bucket = Bucket(at_once=2, a_second=0.5, clock=lambda: 0.0)
    codes = [client.post(f"{API}/releases", json={"name": f"q{n}"}, headers=ada) for n in range(3)]
    assert [answer.status_code for answer in codes] == [201, 201, 429]
    assert codes[-1].headers["retry-after"] == "2"
    # Guesses of tokens are counted by where they come from.
    wrong = {"Authorization": "Bearer guess"}
    assert [client.post(f"{API}/releases", json={"name": "x"}, headers=wrong).status_code for _ in range(3)] == [
        401, 401, 429,
    ]  # fmt: skip


def test_a_bucket_fills_again():
    now = [0.0]
    bucket = Bucket(at_once=1, a_second=2, clock=lambda: now[0])
    assert [bucket.wait_for("ada"), bucket.wait_for("bo"), bucket.wait_for("ada")] == [0, 0, 0.5]
    now[0] = 0.5
    assert bucket.wait_for("ada") == 0


# Strange content


def test_hostile_words_are_told_as_they_are_and_run_nowhere(tmp_path: Path, write: Callable[[str, object], Path]):
    told = {
        "id": f"x/{HOSTILE}", "published": "2024-03-13", "publisher": HOSTILE, "language": "en", "title": HOSTILE,
        "text": f"{HOSTILE} The United States promised 300 million dollars of aid to Ukraine. {HOSTILE}",
    }  # fmt: skip
    path = tmp_path / "strange.book"
    pledgebook.open(path).read(write("x.json", told))
    client = Client(create_app(path))
    listed = client.get(f"{API}/documents")
    assert listed.headers["content-type"] == "application/json"
    assert listed.headers["x-content-type-options"] == "nosniff"
    assert listed.json()["rows"][0]["title"] == HOSTILE
    assert "\u202e" not in listed.text
    assert client.get(f"{API}/documents/{listed.json()['rows'][0]['hash']}").json()["text"] == told["text"]
    lines = client.get(f"{API}/documents?format=csv").text.splitlines()
    assert all(not cell.startswith("=") for line in lines for cell in line.split(","))


# What is worked out once for many questions


@pytest.mark.parametrize("day", ["2024-03-13", "2024-03-15", "2024-06-30", "2024-12-31", "2025-06-30"])
def test_what_is_kept_for_others_is_what_the_command_says(march: Path, reader: Client, day: str):
    book, api = pledgebook.open(march), f"as_of={day}"
    for filters in (
        {},
        {"donor": "eu"},
        {"item": "Shell"},
        {"aid": "military"},
        {"recipient": "UA"},
        {"status": "open"},
    ):
        address = str(httpx.QueryParams({**filters, "limit": "1000"}))
        for query in ("pledges", "overdue", "report", "timeline", "calendar"):
            assert rows(reader, f"{query}?{api}&{address}") == getattr(book, query)(as_of=day, **filters).rows
    assert rows(reader, f"changes?from=2024-03-01&to={day}&limit=1000") == book.changes("2024-03-01", day).rows
