"""Times told in prose: their places, their dates as precise as told, and which of them a claim takes."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pledgebook.extraction.date_search import phrase_places
from pledgebook.extraction.date_words import phrase_pattern
from pledgebook.extraction.dates import Dates, announcement_day, due_of, end_of_period, find_dates, happened_of
from pledgebook.model import PartialDate

THURSDAY = date(2024, 3, 14)


def read(text: str, published: date = THURSDAY) -> list[tuple[str, str, str]]:
    return [(m.phrase, str(m.date), m.role) for m in find_dates(text, published)]


@pytest.mark.parametrize(
    ("text", "phrase", "told", "role"),
    [
        ("The tanks left on 12 March 2024.", "on 12 March 2024", "2024-03-12", "point"),
        ("The tanks left on Mar. 12, 2024.", "on Mar. 12, 2024", "2024-03-12", "point"),
        ("Signed 2024-02-29 in Riga", "2024-02-29", "2024-02-29", "point"),
        ("The tanks left on 12/3.", "on 12/3", "2024-03-12", "point"),
        ("The sum was paid on 20 November.", "on 20 November", "2023-11-20", "point"),
        ("The cabinet will meet on 20 November.", "on 20 November", "2024-11-20", "point"),
        ("He said so on Tuesday.", "on Tuesday", "2024-03-12", "point"),
        ("He said so on Thursday.", "on Thursday", "2024-03-14", "point"),
        ("Parliament will vote on Tuesday.", "on Tuesday", "2024-03-19", "point"),
        ("They meet next Monday.", "next Monday", "2024-03-18", "point"),
        ("Yesterday the bank paid.", "Yesterday", "2024-03-13", "point"),
        ("The bank paid this morning.", "this morning", "2024-03-14", "point"),
        ("The bank paid last week.", "last week", "2024-03", "point"),
        ("The bank paid last December.", "last December", "2023-12", "point"),
        ("The bank paid in mid-February.", "in mid-February", "2024-02", "point"),
        ("The bank paid in early 2023.", "in early 2023", "2023", "point"),
        ("The bank had paid in the autumn.", "in the autumn", "2023", "point"),
        ("The bank paid a week ago.", "a week ago", "2024-03-07", "point"),
        ("The bank paid ten weeks ago.", "ten weeks ago", "2024-01", "point"),
        ("The bank paid two years ago.", "two years ago", "2022", "point"),
        ("It was decided on the eve of the summit.", "on the eve of the summit", "2024-03-13", "point"),
        ("The guns will come next week.", "next week", "2024-03", "point"),
        ("They should come by the end of March.", "by the end of March", "2024-03", "deadline"),
        ("They should come by the end of next year.", "by the end of next year", "2025-12", "deadline"),
        ("They should come by the middle of 2025.", "by the middle of 2025", "2025-06", "deadline"),
        ("They should come no later than June.", "no later than June", "2024-06", "deadline"),
        ("They should come by New Year's Eve.", "by New Year's Eve", "2024-12-31", "deadline"),
        ("They could arrive within weeks.", "within weeks", "2024-04", "deadline"),
        ("They should come within a year.", "within a year", "2025-03", "deadline"),
        ("They come in the next two months.", "in the next two months", "2024-05", "deadline"),
        ("To be paid over the next three years.", "over the next three years", "2027", "deadline"),
        ("It runs from 2023 to 2027.", "from 2023 to 2027", "2027", "deadline"),
        ("They are due in September.", "due in September", "2024-09", "deadline"),
        ("It sends more aid this year.", "this year", "2024", "period"),
        ("For 2025 there is more.", "For 2025", "2025", "period"),
        ("They come in the second half of the year.", "in the second half of the year", "2024-12", "period"),
        ("They come in Q3 2024.", "in Q3 2024", "2024-09", "period"),
        ("They could come in the spring.", "in the spring", "2024-05", "period"),
        ("It is in the FY2025 request.", "in the FY2025", "2025", "period"),
        ("It has been stalled since November.", "since November", "2023-11", "start"),
        ("So far 300 guns have come.", "So far", "2024-03-14", "sofar"),
        ("OSLO, March 14 - Norway gives more.", "March 14", "2024-03-14", "dateline"),
    ],
)
def test_one_phrase(text: str, phrase: str, told: str, role: str) -> None:
    assert read(text) == [(phrase, told, role)]


@pytest.mark.parametrize(
    ("text", "phrase", "told", "role"),
    [
        ("The grant was paid last month.", "last month", "2024-02", "point"),
        ("The grant will be paid next month.", "next month", "2024-04", "point"),
        ("It arrived on Thursday (14/3).", "on Thursday", "2024-03-14", "point"),
        ("The loan was signed on 5 January 2024.", "on 5 January 2024", "2024-01-05", "point"),
        ("The loan was signed on January 5th.", "on January 5th", "2024-01-05", "point"),
        ("The loan was signed in December 2023.", "in December 2023", "2023-12", "point"),
        ("The loan was signed three days ago.", "three days ago", "2024-03-11", "point"),
        ("The loan was signed two months ago.", "two months ago", "2024-01", "point"),
        ("It will come the day after tomorrow.", "the day after tomorrow", "2024-03-16", "point"),
        ("He signed it the day before yesterday.", "the day before yesterday", "2024-03-12", "point"),
        ("The funds will arrive before the end of the month.", "before the end of the month", "2024-03", "deadline"),
        ("The funds will arrive by year’s end.", "by year’s end", "2024-12-31", "deadline"),
        ("The funds will arrive by the end of the decade.", "by the end of the decade", "2029-12", "deadline"),
        ("The funds will arrive by 2030.", "by 2030", "2030", "deadline"),
        ("The funds will arrive by mid-2025.", "by mid-2025", "2025-06", "deadline"),
        ("The funds will arrive by late 2025.", "by late 2025", "2025", "deadline"),
        ("The funds will arrive by the first half of 2025.", "by the first half of 2025", "2025-06", "deadline"),
        ("The funds will arrive within days.", "within days", "2024-03", "deadline"),
        ("The funds will arrive within six months.", "within six months", "2024-09", "deadline"),
        ("The funds will arrive within the next two weeks.", "within the next two weeks", "2024-03", "deadline"),
        ("Aid runs through 2027.", "through 2027", "2027", "deadline"),
        ("It will pay over five years.", "over five years", "2029", "deadline"),
        ("It will pay over a five-year period.", "over a five-year period", "2029", "deadline"),
        ("It covers the period 2024–2027.", "2024–2027", "2027", "period"),
        ("It covers fiscal year 2025.", "fiscal year 2025", "2025", "period"),
        ("It is in the budget for FY 2026.", "for FY 2026", "2026", "period"),
        ("It was paid in fiscal year 2022.", "in fiscal year 2022", "2022", "point"),
        ("It was paid in the third quarter of 2023.", "in the third quarter of 2023", "2023-09", "point"),
        ("It has been held up since early February.", "since early February", "2024-02", "start"),
        ("It has given aid since 2014.", "since 2014", "2014", "start"),
        ("To date the bank has paid 5 million.", "To date", "2024-03-14", "sofar"),
        ("The bank paid it earlier this week.", "earlier this week", "2024-03", "point"),
        ("The bank paid it earlier this year.", "earlier this year", "2024", "period"),
        ("The bank will pay it later this year.", "later this year", "2024", "period"),
        ("Ministers meet this Friday.", "this Friday", "2024-03-15", "point"),
        ("Ministers met last Friday.", "last Friday", "2024-03-08", "point"),
        ("Guns will come in the coming weeks.", "in the coming weeks", "2024-04", "deadline"),
        ("Guns came in the past three months.", "in the past three months", "2024-03", "period"),
        ("Guns will come by Easter.", "by Easter", "2024-03-31", "deadline"),
        ("KYIV, Ukraine, March 13 – Guns came.", "March 13", "2024-03-13", "dateline"),
    ],
)
def test_phrases_written_before_they_were_tried(text: str, phrase: str, told: str, role: str) -> None:
    assert (phrase, told, role) in read(text)


@pytest.mark.parametrize(
    "text",
    [
        "It may march on.",
        "A force of 2000 soldiers and 2,000 tanks.",
        "Jan Novak met Mar Lopez.",
        "They stay for ten years.",
        "About 1.5 million",
        "The first half billion arrived.",
    ],
)
def test_what_tells_no_date(text: str) -> None:
    assert read(text) == []


def test_a_bare_month_goes_by_the_verb() -> None:
    """A month without a year is the coming one if the sentence looks ahead, else the last one."""
    published = date(2024, 7, 29)
    assert read("They will come in January.", published)[0][1] == "2025-01"
    assert read("They came in January.", published)[0][1] == "2024-01"
    assert read("All had been handed over by November.", date(2025, 1, 31))[0][1] == "2024-11"
    assert read("The Union will miss its goal by next March.", date(2023, 11, 14))[0][1] == "2024-03"


def test_counting_from_a_time_told_before() -> None:
    assert read("In January they promised guns within twelve months.") == [
        ("In January", "2024-01", "point"),
        ("within twelve months", "2025-01", "deadline"),
    ]
    assert read("On 1 March he left. Two days later he was back.")[1][1] == "2024-03-03"


def test_a_range_keeps_its_beginning() -> None:
    [mention] = find_dates("The 2024-2027 plan", THURSDAY)
    assert (mention.first, mention.date) == (PartialDate(2024), PartialDate(2027))


def test_a_guess_is_marked_vague() -> None:
    assert [m.vague for m in find_dates("It left a few weeks ago, not three weeks ago.", THURSDAY)] == [True, False]


def test_due_and_happened_are_told_apart() -> None:
    text = "Norway said on Tuesday that it would send 30 guns by the end of 2025."
    mentions = find_dates(text, THURSDAY)
    start = text.index("it would")
    due, happened = (
        due_of(mentions, start, len(text), "pledge"),
        happened_of(mentions, start, len(text), "pledge", THURSDAY),
    )
    assert due is not None
    assert happened is not None
    assert (str(due.date), str(happened.date)) == ("2025-12", "2024-03-12")
    assert happened_of(mentions, start, len(text), "schedule", THURSDAY) is None


def test_a_date_after_another_claim_is_that_ones() -> None:
    text = "It promised 19 jets, of which six by 2026."
    mentions = find_dates(text, THURSDAY)
    first, second = text.index("19"), text.index("six")
    assert due_of(mentions, first, first + 7, "pledge", [second]) is None
    assert due_of(mentions, second, len(text), "pledge", [first]) == mentions[0]


def test_a_delivery_by_a_past_month_happened_then() -> None:
    text = "Some 400 lorries had been delivered by February."
    mentions = find_dates(text, THURSDAY)
    happened = happened_of(mentions, 0, len(text), "deliver", THURSDAY)
    assert happened is not None
    assert str(happened.date) == "2024-02"
    assert due_of(mentions, 0, len(text), "deliver") is None


def test_a_package_told_in_several_sentences_has_the_day_of_the_first() -> None:
    text = "Today Latvia announced a package. It includes 20 lorries. Last year it had sent 10."
    dates = Dates(text, THURSDAY)
    second, third = (34, 57), (58, len(text))
    today = announcement_day(text, second, dates.before(57), "pledge", THURSDAY)
    assert today is not None
    assert today.phrase == "Today"
    assert announcement_day(text, third, dates.before(len(text)), "pledge", THURSDAY) is None


def test_the_end_of_a_period() -> None:
    assert end_of_period(PartialDate(2024, 2)) == PartialDate(2024, 2, 29)
    assert end_of_period(PartialDate(2024)) == PartialDate(2024, 12, 31)


WORDS = st.sampled_from(
    [
        *[
            "by",
            "in",
            "on",
            "since",
            "the",
            "end",
            "of",
            "next",
            "last",
            "this",
            "year",
            "month",
            "week",
            "March",
            "2024",
            "2025",
            "31",
            "June",
            "Monday",
            "spring",
            "first",
        ],
        *[
            "half",
            "Q3",
            "to",
            "and",
            "two",
            "weeks",
            "ago",
            "later",
            "within",
            "from",
            "FY",
            "said",
            "will",
            "mid-",
            "early",
            "-",
            ",",
            ".",
            "14/3",
            "0",
        ],
        "\n",
    ]
)


@settings(max_examples=300, deadline=None)
@given(
    words=st.lists(WORDS, max_size=14),
    published=st.dates(min_value=date(1960, 1, 1), max_value=date(2069, 12, 31)),
)
def test_places_hold_on_any_words(words: list[str], published: date) -> None:
    """Every phrase stands at its place, in order, and none over another; no input is refused."""
    text = " ".join(words)
    end = 0
    for mention in find_dates(text, published):
        assert text[mention.start : mention.end] == mention.phrase
        assert end <= mention.start < mention.end
        end = mention.end


@settings(max_examples=100, deadline=None)
@given(day=st.dates(min_value=date(1960, 1, 1), max_value=date(2069, 12, 31)))
def test_a_full_date_is_read_as_written(day: date) -> None:
    for form in (f"{day:%Y-%m-%d}", f"{day.day} {day:%B %Y}", f"{day:%B} {day.day}, {day.year}"):
        assert [str(m.date) for m in find_dates(f"It came on {form}.", THURSDAY)] == [str(PartialDate.of(day))]


@pytest.mark.parametrize("words", ["Monday ", "due in March ", "Monday - ", "in 2024, "])
def test_every_phrase_of_a_long_line_is_found(words: str) -> None:
    mentions = find_dates(words * 5000, THURSDAY)
    assert len(mentions) == 5000


def test_a_line_of_marks_tells_no_date() -> None:
    assert find_dates("“" * 100_000, THURSDAY) == []


@settings(max_examples=200, deadline=None)
@given(words=st.lists(WORDS, max_size=30))
def test_the_look_for_places_finds_what_the_whole_pattern_finds(words: list[str]) -> None:
    text = " ".join(words)
    assert [text[start:end] for start, end in phrase_places(text)] == [
        m.group() for m in phrase_pattern().finditer(text)
    ]
