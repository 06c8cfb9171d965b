"""The queries over a derived book, and how their answers are printed."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pledgebook.errors import NotInBook, WrongCall
from pledgebook.ledger.status import status_on
from pledgebook.model import STATUSES, Bounds, PartialDate, PledgeState, Status
from pledgebook.reporting import exports, queries, render
from pledgebook.reporting.explained import draw_explanation
from pledgebook.reporting.find import find
from pledgebook.reporting.questions import Question, codes
from pledgebook.reporting.report import Layout, report
from pledgebook.reporting.table import Row, Table
from pledgebook.reporting.why import why
from pledgebook.reporting.words import amount_in_words, one_line
from reporting_book import DerivedBook, day

Range: TypeAlias = tuple[int, int | None]

BILLION, MILLION = 10**9, 10**6
HOSTILE = "[red]=cmd[/red] \x1b[31m\x1b]0;title\x07\u202eevil\x00\x9b1m"


@pytest.fixture
def book() -> DerivedBook:
    book = DerivedBook()
    book.document("d1", "2024-03-01", title="Aid for Ukraine")
    book.document("d2", "2024-06-30", publisher="Post")
    return book


def asked(day_: str | None = None, **more: tuple[str, ...]) -> Question:
    return Question(as_of=day(day_) if day_ else None, **more)


def names(table: Table) -> list[str]:
    return [row["pledge"] for row in table]


# As of


def test_a_state_holds_from_one_publication_to_the_next(book: DerivedBook):
    book.pledge("p")
    book.state("p", "2024-03-01", "2024-05-01", promised=(300, 300))
    book.state("p", "2024-05-01", promised=(400, None), status="partly delivered")
    before, on_the_day, later = (
        queries.pledges(book.connection, asked(as_of)).rows for as_of in ("2024-02-29", "2024-04-30", "2024-05-01")
    )
    assert before == []
    assert [(row["promised"], row["status"]) for row in on_the_day + later] == [
        ([300, 300], "open"), ([400, None], "partly delivered"),
    ]  # fmt: skip


def test_without_a_day_a_report_is_as_of_the_latest_document(book: DerivedBook):
    assert queries.latest_day(book.connection) == day("2024-06-30")
    assert queries.pledges(book.connection, asked()).notes == ("As of 2024-06-30.",)


def test_an_empty_book_says_what_to_do():
    with pytest.raises(NotInBook, match="pledgebook read"):
        queries.pledges(DerivedBook().connection, Question())


def test_claims_that_were_withdrawn_are_gone_from_that_day_on(book: DerivedBook):
    book.claim("c1", "2024-03-01", withdrawn="2024-04-01")
    assert [len(queries.claims(book.connection, asked(as_of))) for as_of in ("2024-03-31", "2024-04-01")] == [1, 0]


# Status


@pytest.mark.parametrize(
    ("base", "delivered", "cancelled", "as_of", "status"),
    [
        ("open", 0, 0, "2024-03-31", "open"),
        ("open", 0, 0, "2024-04-01", "overdue"),
        ("partly delivered", 40, 0, "2024-04-01", "overdue"),
        ("partly delivered", 84, 16, "2024-04-01", "partly delivered"),
        ("delivered", 100, 0, "2024-04-01", "delivered"),
        ("blocked", 0, 0, "2024-04-01", "blocked"),
        ("cancelled", 0, 100, "2024-04-01", "cancelled"),
    ],
)
def test_overdue_from_the_day_after_the_date(
    book: DerivedBook, base: str, delivered: int, cancelled: int, as_of: str, status: str
):
    book.known("p", (100, 100), delivered=(delivered, delivered), cancelled=(cancelled, cancelled), status=base,
               due="2024-03", due_last_day="2024-03-31")  # fmt: skip
    assert queries.pledges(book.connection, asked(as_of)).rows[0]["status"] == status


def test_a_promise_of_some_is_overdue_too(book: DerivedBook):
    book.known("p", (0, None), unit=None, due="2024-03", due_last_day="2024-03-31")
    assert queries.pledges(book.connection, asked("2024-05-01")).rows[0]["status"] == "overdue"


ends = st.sampled_from([(0, 0), (0, None), (0, 50), (50, None), (50, 50), (20, 50)])
due_dates = st.none() | st.sampled_from(["2024", "2024-03", "2024-03-13"])


@given(ends, ends, ends, ends, due_dates, st.sampled_from(STATUSES))
@settings(max_examples=60, deadline=None)
def test_the_query_and_the_ledger_agree_on_what_is_overdue(
    proposed: Range, promised: Range, delivered: Range, cancelled: Range, due: str | None, status: Status
):
    stages = {"proposed": proposed, "promised": promised, "delivered": delivered, "cancelled": cancelled}
    date_ = PartialDate.parse(due) if due else None
    told = {
        stage: Bounds(Decimal(low), high if high is None else Decimal(high)) for stage, (low, high) in stages.items()
    }
    state = PledgeState("p", day("2024-03-01"), None, due=date_, status=status, **told)
    book = DerivedBook()
    book.known("p", stages.pop("promised"), due=due, due_last_day=date_ and date_.last_day, status=status, **stages)
    [row] = queries.pledges(book.connection, asked("2024-06-30")).rows
    assert row["status"] == status_on(state, day("2024-06-30"))


def test_overdue_tells_what_is_missing_and_for_how_long(book: DerivedBook):
    book.known("p", (MILLION, MILLION), unit="item", delivered=(500_000, 500_000), due="2024-03",
               due_last_day="2024-03-31", status="partly delivered")  # fmt: skip
    book.claim("c2", "2024-03-02", pledge="p", due="2024-03", quote="a million by March")
    [row] = queries.overdue(book.connection, asked("2024-04-10"))
    assert (row["overdue"], row["days_overdue"], row["quote"]) == ([500_000, 500_000], 10, "a million by March")


# Filters


def test_filters_take_any_of_several(book: DerivedBook):
    book.known("us", (1, 1))
    book.known("cz", (1, 1), donors=["CZ", "DK"], item="Artillery shell", aid="other")
    find_ = lambda **more: names(queries.pledges(book.connection, asked(**more)))  # noqa: E731
    assert find_(donors=("DK", "SE")) == ["cz"]
    assert find_(recipients=("UA",)) == ["cz", "us"]
    assert find_(items=("SHELL",)) == ["cz"]
    assert find_(aids=("military",)) == ["us"]
    assert find_(statuses=("open",)) == ["cz", "us"]
    assert find_(donors=("us",), statuses=("blocked",)) == []


def test_groups_stand_for_their_members_and_their_body():
    assert set(codes(["g7"])) == {"CA", "DE", "FR", "GB", "IT", "JP", "US", "G7"}
    assert {"EU", "DE", "PL"} < set(codes(["eu"]))
    assert codes(["EU", "us", "Poland", "rheinmetall"]) == ("EU", "PL", "US", "rheinmetall")


@pytest.mark.parametrize("wrong", [{"aids": ("arms",)}, {"statuses": ("late",)}])
def test_an_unknown_word_is_a_wrong_call(wrong: dict[str, tuple[str, ...]]):
    with pytest.raises(WrongCall, match="use one of"):
        Question(**wrong)


# Blocked, needs


def test_a_block_is_told_with_who_holds_it_and_since_when(book: DerivedBook):
    book.pledge("p")
    book.state("p", "2024-01-10", "2024-02-01", proposed=(60, 60), blocked=(60, 60), status="blocked")
    book.state("p", "2024-02-01", "2024-03-01", proposed=(60, 60), status="proposed")
    book.state("p", "2024-03-01", proposed=(60, 60), blocked=(60, 60), status="blocked")
    book.claim("old", "2024-01-10", event="block", pledge="p", held_by="the Senate")
    book.claim("new", "2024-03-01", event="block", pledge="p", held_by="the House", happened="2024-02", quote="stuck")
    [row] = queries.blocked(book.connection, asked())
    assert (row["held_by"], row["since"], row["quote"], row["blocked"]) == (["the House"], "2024-02", "stuck", [60, 60])
    assert queries.blocked(book.connection, asked("2024-02-10")).rows == []


def test_an_appeal_that_many_publish_is_one_need(book: DerivedBook):
    for name, publisher in (("a", "Wire"), ("b", "Post"), ("c", "Wire")):
        book.claim(name, "2024-03-05", event="appeal", donors=["NATO"], speaker="Jens", item="shell",
                   document=name, publisher=publisher)  # fmt: skip
    [row] = queries.needs(book.connection, asked())
    assert (row["speaker"], row["asked"], row["publishers"], row["claims"]) == ("Jens", ["NATO"], ["Post", "Wire"], 3)


# Report


def test_report_tells_each_unit_and_what_it_rests_on(book: DerivedBook):
    book.known("us", (300, 300))
    book.known("eu", (5000, None), donors=["EU"], unit="EUR")
    table = report(book.connection, asked(), Layout(by=("donor",), rules="7"))
    assert [(row["donor"], row["unit"], row["promised"], row["open_ended"]) for row in table] == [
        ("EU", "EUR", [5000, None], 1), ("US", "USD", [300, 300], 0),
    ]  # fmt: skip
    assert table.notes[0] == (
        "2 claims · 1 independent source · 0% of the value reviewed by a person · 100% (EUR) estimated"
        " · 1 pledge with an open end · as of 2024-06-30 · rules 7"
    )


def test_report_has_the_promised_columns(book: DerivedBook):
    book.known("us", (300, 300))
    [row] = report(book.connection, asked(), Layout(by=("month", "aid")))
    assert (row["month"], row["aid"], row["pledges"], row["claims"]) == ("2024-03", "military", 1, 1)
    assert {"proposed", "promised", "blocked", "contracted", "delivered", "cancelled", "overdue", "open"} <= set(row)


def test_report_in_one_currency_takes_the_day_of_what_happened(book: DerivedBook):
    book.pledge("p")
    book.state("p", "2024-03-20", promised=(10892, 10892))
    book.claim("p", "2024-03-20", pledge="p", happened="2024-03-15")
    table = report(book.connection, asked(), Layout(currency="EUR"))
    assert table.rows[0]["promised"] == [10000, 10000]
    assert table.rows[0]["rates"] == [{"currency": "USD", "date": "2024-03-15", "per_euro": 1.0892}]
    assert "1 EUR = 1.0892 USD (ECB, 2024-03-15)" in table.notes[1]


def test_report_counts_a_part_whose_whole_was_not_asked_for(book: DerivedBook):
    book.known("w", (5000, 5000), donors=["EU"])
    book.known("p", (500, 500), donors=["DE"], part_of="w")
    assert report(book.connection, asked(donors=("DE",)), Layout()).rows[0]["promised"] == [500, 500]
    assert report(book.connection, asked(), Layout()).rows[0]["promised"] == [5000, 5000]


def test_an_unknown_grouping_is_a_wrong_call():
    with pytest.raises(WrongCall, match="--by"):
        Layout(by=("colour",))


# Why


@pytest.fixture
def explained(book: DerivedBook) -> DerivedBook:
    book.known("c-abc1", (300, 300), aliases=["DKM3", "c-old"])
    book.known("c-abd2", (10, 10), part_of="c-abc1")
    book.claim("c2", "2024-04-01", pledge="c-abc1", document="d2", start=10, end=17, quote="arrived", event="deliver")
    for number, claim, known_from, move in (
        (1, "c-abc1", "2024-03-01", ("source", "promised")), (2, "c2", "2024-04-01", ("promised", "delivered")),
    ):  # fmt: skip
        book._insert("postings", {"pledge": "c-abc1", "number": number, "claim": claim, "unit": "USD", "low": 300,
                                  "from_account": move[0], "to_account": move[1], "high": 300, "high_open": False,
                                  "known_from": known_from, "rule": "rule in words"})  # fmt: skip
    reasons = [{"feature": "amount", "weight": 3.5, "words": "the same amount"}]
    match = {"kind": "same", "left": "c-abc1", "right": "c2", "weight": 3.5, "pledge": "c-abc1", "reasons": reasons}
    book._insert("matches", match)
    return book


def test_why_tells_each_posting_with_its_sentence(explained: DerivedBook):
    told = why(explained.connection, "DKM3", asked(), {"t-d2": "Before. It all arrived at last. After."}.get)
    sentence = told.postings[1]["sentence"]
    assert [row["to"] for row in told.postings] == ["promised", "delivered"]
    assert (sentence.before, sentence.quote, sentence.after) == ("", "arrived", "")
    assert told.matches[0]["reasons"][0]["words"] == "the same amount"
    assert [(row["kind"], row["pledge"]) for row in told.relatives] == [("part", "c-abd2")]


def test_why_marks_the_quote_in_its_sentence(explained: DerivedBook):
    text = "First. It arrived on Monday. Last."
    explained.connection.execute("UPDATE claims SET start = 10, \"end\" = 17 WHERE claim = 'c2'")
    sentence = why(explained.connection, "c-abc", asked(), {"t-d2": text}.get).postings[1]["sentence"]
    assert (sentence.before, sentence.quote, sentence.after) == ("It ", "arrived", " on Monday.")


def test_why_knows_only_what_was_known(explained: DerivedBook):
    told = why(explained.connection, "c-abc1", asked("2024-03-31"), lambda _: None)
    assert len(told.postings) == 1
    assert told.matches == []


@pytest.mark.parametrize(("name", "error"), [("c-ab", WrongCall), ("c-zz", NotInBook), ("", WrongCall)])
def test_a_name_must_mean_one_pledge(explained: DerivedBook, name: str, error: type[Exception]):
    with pytest.raises(error):
        why(explained.connection, name, asked(), lambda _: None)


def test_why_before_anything_was_known(explained: DerivedBook):
    with pytest.raises(NotInBook, match="--as-of"):
        why(explained.connection, "c-abc1", asked("2024-02-01"), lambda _: None)


def test_why_is_drawn_with_hostile_words_made_harmless(explained: DerivedBook):
    explained.connection.execute("UPDATE claims SET quote = ?, speaker = ? WHERE claim = 'c2'", [HOSTILE, HOSTILE])
    drawn = io.StringIO()
    draw_explanation(why(explained.connection, "c-abc1", asked(), lambda _: None), render.console_for(drawn))
    assert "«[red]=cmd[/red] evil1m»" in drawn.getvalue()
    assert_harmless(drawn.getvalue())


# Find


def test_find_looks_through_documents_pledges_and_actors(book: DerivedBook):
    book.known("c-1", (5, 5), item="artillery shell", donors=["rheinmetall"])
    found = lambda words: [(row["kind"], row["id"]) for row in find(book.connection, words, asked())]  # noqa: E731
    assert found("aid Ukraine") == [("document", "d1")]
    assert found("shell artillery") == [("pledge", "c-1")]
    assert found("ua") == [("pledge", "c-1"), ("actor", "UA")]
    assert found("Ukraine shell") == []


def test_find_shows_what_full_text_search_found_by_the_day(book: DerivedBook):
    book.document("later", "2025-01-01")
    hits = lambda words, most: [{"document": "later", "snippet": "x"}, {"document": "d2", "snippet": words}]  # noqa: E731
    rows = find(book.connection, "shells", asked("2024-06-30"), hits).rows
    assert [(row["id"], row["what"]) for row in rows] == [("d2", "shells")]


# Words and printing


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (5 * BILLION, 5 * BILLION, "5.0bn EUR"),
        (44 * BILLION, None, "≥ 44bn EUR"),
        (0, 1_600 * MILLION, "up to 1.6bn EUR"),
        (2_500 * MILLION, 3 * BILLION, "2.5–3bn EUR"),
        (500 * MILLION, 2 * BILLION, "500m–2.0bn EUR"),
        (6_050 * MILLION, 6_050 * MILLION, "6.05bn EUR"),
        (180_000, 180_000, "180k EUR"),
        (18_500, 18_500, "18,500 EUR"),
        (0, None, "some EUR"),
        (0, 0, "–"),
        (-60 * BILLION, -60 * BILLION, "−60bn EUR"),
    ],
)
def test_amounts_in_words(low: int, high: int | None, words: str):
    assert amount_in_words(low, high, "EUR") == words


def assert_harmless(text: str) -> None:
    assert not any((ord(letter) < 32 and letter != "\n") or 127 <= ord(letter) < 160 for letter in text)
    assert "\u202e" not in text


commands = st.lists(st.sampled_from(["\x1b[", "31m", "\x9b", "\x1b]0;", "\x07", "\n"])).map("".join)


@given(st.text(alphabet=st.characters()) | commands)
def test_one_line_is_harmless(text: str):
    line = one_line(text)
    assert_harmless(line)
    assert "\n" not in line


def hostile_table() -> Table:
    row: Row = {"pledge": "c-1", "donors": [HOSTILE], "item": HOSTILE, "promised": [5, None], "quote": HOSTILE}
    return Table(HOSTILE, tuple(row), [row], (HOSTILE,))


def test_a_table_is_drawn_without_what_its_words_ask_for():
    drawn = io.StringIO()
    render.draw(hostile_table(), render.console_for(drawn, 120))
    assert "[red]=cmd[/red]" in drawn.getvalue()
    assert_harmless(drawn.getvalue())


def test_a_notebook_shows_words_as_words():
    table = Table("<b>", ("item",), [{"item": "<script>alert(1)</script>"}], ("<i>note</i>",))
    page = table._repr_html_()
    assert "<script>" not in page
    assert "<i>" not in page
    assert "<b>" not in page


def test_jsonl_is_one_line_a_row_for_every_reader():
    row = {"quote": "a\u2028b\x85c\x1b", "amount": [1, None], "donors": ["DK"]}
    [line] = exports.jsonl(Table("t", tuple(row), [row]))
    assert json.loads(line) == row
    assert line.splitlines() == [line]
    assert "\x85" not in line


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-cmd|x", "@SUM(A1)", "\tx", "\rx", "-2+3"])
def test_csv_cells_never_start_a_formula(cell: str):
    assert exports.harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-5", "+1.5", "plain", "1-2", ""])
def test_csv_leaves_numbers_and_words_alone(cell: str):
    assert exports.harmless(cell) == cell


def test_csv_has_two_columns_an_amount_and_numbers_as_they_are():
    row: Row = {"donors": ["DK", "NL"], "promised": [-5, None], "item": "=x", "due": None}
    records = list(csv.reader(exports.csv_lines(Table("t", tuple(row), [row]))))
    assert records == [["donors", "promised_low", "promised_high", "item", "due"], ["DK;NL", "-5", "", "'=x", ""]]


def test_tables_fit_eighty_columns(book: DerivedBook):
    stages = {"proposed": (1, 2), "blocked": (3, 5), "contracted": (0, 7 * MILLION), "delivered": (44 * MILLION, None)}
    book.known("c-1", (5 * BILLION, None), cancelled=(1, 1), due="2024-03", due_last_day="2024-03-31", **stages)
    for table in (queries.pledges(book.connection, asked()), report(book.connection, asked(), Layout(by=("donor",)))):
        drawn = io.StringIO()
        render.draw(table, render.console_for(drawn, 80))
        assert max(len(line) for line in drawn.getvalue().splitlines()) <= 80


def test_arrow_has_amounts_as_lists_of_numbers(book: DerivedBook):
    book.known("c-1", (5, None))
    arrow = queries.pledges(book.connection, asked()).arrow()
    assert arrow.column("promised").to_pylist() == [[5.0, None]]
    assert arrow.column("donors").to_pylist() == [["US"]]
