"""From a sentence to its claims: who, to whom, how much, what happened; and what is no claim."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pledgebook.extraction import extract, extract_claims
from pledgebook.model import MAX_QUOTE, Claim, Document

DAY = date(2024, 5, 14)


def only(text: str) -> Claim:
    claims = extract(text, published=DAY)
    assert len(claims) == 1, claims
    return claims[0]


def told(claim: Claim) -> tuple[str, tuple[str, ...], tuple[str, ...], int | None, int | None, str | None]:
    amount = claim.amount
    low = None if amount is None or amount.low is None else int(amount.low)
    high = None if amount is None or amount.high is None else int(amount.high)
    return claim.event, claim.donors, claim.recipients, low, high, claim.unit


@pytest.mark.parametrize(
    ("text", "event", "donors", "recipients", "low", "high", "unit"),
    [
        (
            "Portugal will send Ukraine six helicopters, the defence ministry said.",
            "pledge", ("PT",), ("UA",), 6, 6, "item",
        ),
        (
            "Italy has delivered 20 generators to Moldova.",
            "deliver", ("IT",), ("MD",), 20, 20, "item",
        ),
        (
            "Sweden announced a new package of up to 450 million kronor for Ukraine on Monday.",
            "pledge", ("SE",), ("UA",), None, 450_000_000, "SEK",
        ),
        (
            "The European Union has approved a loan of at least €150 million to Moldova.",
            "commit", ("EU",), ("MD",), 150_000_000, None, "EUR",
        ),
        (
            "Japan gave Jordan $34.5 million in humanitarian assistance for refugees.",
            "deliver", ("JP",), ("JO",), 34_500_000, 34_500_000, "USD",
        ),
    ],
)  # fmt: skip
def test_one_claim(
    text: str,
    event: str,
    donors: tuple[str, ...],
    recipients: tuple[str, ...],
    low: int | None,
    high: int | None,
    unit: str,
) -> None:
    assert told(only(text)) == (event, donors, recipients, low, high, unit)


@pytest.mark.parametrize(
    "text",
    [
        "Poland spends 4 percent of its output on its own defence, about $35 billion a year.",
        "The quake killed 2,100 people and destroyed 14,000 houses in Nepal.",
        "A Patriot missile costs about four million dollars.",
        "Delegates from 40 countries met in Lisbon for two days.",
        "The mayor opened a new swimming pool that cost €3 million.",
    ],
)
def test_no_claim(text: str) -> None:
    assert extract(text, published=DAY) == []


def test_dates_are_worked_out_from_the_day_of_publication() -> None:
    claim = only("Norway will give Ukraine 300 million kroner by the end of next year.")
    assert str(claim.due) == "2025-12"
    assert claim.due_phrase == "by the end of next year"
    assert claim.unit == "NOK"


def test_a_restated_sum_in_another_currency_is_no_second_claim() -> None:
    claims = extract("Finland pledged €95 million (about $103 million) to Ukraine.", published=DAY)
    assert [c.unit for c in claims] == ["EUR"]


def test_what_is_told_twice_is_one_claim() -> None:
    text = "Canada will give Haiti $30 million. The $30 million that Canada will give Haiti is for clinics."
    assert len({(c.unit, c.donors, c.recipients) for c in extract(text, published=DAY)}) == 1


def test_spans_equal_their_text() -> None:
    text = "Estonia promised Ukraine 30 vehicles and 2,000 shells; Latvia has already sent 42 trucks."
    claims = extract(text, published=DAY)
    assert len(claims) >= 2
    assert all(c.span.holds_in(text) and len(c.span.quote) <= MAX_QUOTE for c in claims)
    assert all(0 < c.confidence <= 1 for c in claims)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["Oslo", "will", "give", "Ukraine", "$5 million", "and", "20 tanks", "by March", ",", ".", "\n", "•",
             "each", "of which", "has", "not", "blocked", "Germany", "the fund", "€1 (", ")", "=1+1", "\x00",
             "[red]", "—"]
        ),
        max_size=40,
    )
)  # fmt: skip
def test_any_text_gives_sound_claims(words: list[str]) -> None:
    text = " ".join(words)
    document = Document.make(text, published=DAY)
    first, again = extract_claims(document), extract_claims(document)
    assert first == again
    assert all(c.span.holds_in(text) for c in first)
    assert len({c.id for c in first}) == len(first)
