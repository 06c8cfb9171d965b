"""The frozen types refuse what cannot be true."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgebook.model import AmountRange, Bounds, Claim, Document, PartialDate, Span, make_id

TEXT = "Oslo gave 3 cranes."


def a_claim() -> Claim:
    document = Document.make(TEXT, published=date(2024, 5, 1))
    return Claim(
        document.id, document.hash, Span.of(TEXT, 0, 18), "deliver", ("NO",), ("UA",),
        AmountRange.exactly(3, "item"), "crane", "other", "total",
    )  # fmt: skip


@given(st.text(min_size=1), st.data())
def test_a_span_is_its_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = Span.of(text, start, end)
    assert text[span.start : span.end] == span.quote
    assert span.holds_in(text)


def test_a_span_of_another_text_is_found_out() -> None:
    assert not Span.of(TEXT, 0, 4).holds_in("Bergen gave 3 cranes.")


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (4, 2), (0, 99)])
def test_no_span_outside_the_text(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no span"):
        Span.of(TEXT, start, end)


@pytest.mark.parametrize("text", ["2024", "2024-03", "2024-03-13"])
def test_partial_dates_keep_their_precision(text: str) -> None:
    assert str(PartialDate.parse(text)) == text


def test_a_month_ends_on_its_last_day() -> None:
    assert PartialDate.parse("2024-02").last_day == date(2024, 2, 29)
    assert PartialDate.parse("2024").last_day == date(2024, 12, 31)


@pytest.mark.parametrize("text", ["", "24", "2024-3", "2024-13", "2024-02-30", "March 2024", "２０２４"])
def test_no_partial_date(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        PartialDate.parse(text)


@pytest.mark.parametrize(
    ("low", "high", "unit"),
    [(None, None, "EUR"), (2, 1, "EUR"), (-1, 1, "EUR"), (1, 1, "euro"), (Decimal("NaN"), None, "EUR"), (1, 1, "")],
)
def test_no_amount(low: object, high: object, unit: str) -> None:
    bounds = [None if b is None else Decimal(str(b)) for b in (low, high)]
    with pytest.raises(ValueError, match=r".+"):
        AmountRange(bounds[0], bounds[1], unit)


def test_bounds_never_cross() -> None:
    with pytest.raises(ValueError, match="cross"):
        Bounds(Decimal(2), Decimal(1))


def test_ids_tell_parts_apart() -> None:
    assert make_id("c", "ab", "c") != make_id("c", "a", "bc")
    assert make_id("c", None) != make_id("c", "")
    assert make_id("c", "a") == make_id("c", "a")


def test_claim_ids_are_content_not_confidence() -> None:
    claim = a_claim()
    assert replace(claim, confidence=0.2, extractor="rules 9").id == claim.id
    assert replace(claim, donors=("SE",)).id != claim.id


def test_values_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        a_claim().event = "pledge"  # type: ignore[misc]
