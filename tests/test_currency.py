"""Money in one currency: at the rate of the right day, told with it, never silently dropped."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pledgebook.errors import WrongCall
from pledgebook.model import Bounds
from pledgebook.reporting.currency import Rate, RateTable, latest_ecb_day, rates_in_words, read_rates
from pledgebook.reporting.report import Layout, convert
from test_totals import bounds, pledge

FRIDAY, SUNDAY = date(2024, 3, 15), date(2024, 3, 17)


def test_the_rate_of_a_banking_day_is_its_own():
    """The ECB's reference rate of 15 March 2024 was 1.0892 dollars for one euro."""
    assert RateTable().rate("USD", FRIDAY) == Rate("USD", FRIDAY, Decimal("1.0892"), "ECB")


def test_a_sunday_takes_the_friday_before_it():
    assert RateTable().rate("USD", SUNDAY) == RateTable().rate("USD", FRIDAY)


def test_a_currency_that_is_no_longer_quoted_has_no_rate():
    """The ECB has quoted no rouble since 1 March 2022."""
    assert RateTable().rate("RUB", date(2022, 2, 25)) is not None
    assert RateTable().rate("RUB", FRIDAY) is None


def test_before_the_euro_and_long_after_the_last_rate_there_is_none():
    assert RateTable().rate("USD", date(1998, 12, 31)) is None
    assert RateTable().rate("USD", date(latest_ecb_day().year + 1, 12, 31)) is None


def test_money_converts_at_its_rate():
    conversion = RateTable().conversion("USD", "EUR", FRIDAY)
    assert conversion is not None
    assert conversion(bounds(300_000_000, None)) == Bounds(Decimal("275431509.36"), None)
    assert [rate.day for rate in conversion.rates] == [FRIDAY]


def test_between_two_foreign_currencies_both_rates_are_told():
    conversion = RateTable().conversion("NOK", "USD", FRIDAY)
    assert conversion is not None
    assert [rate.currency for rate in conversion.rates] == ["NOK", "USD"]


def test_the_same_currency_needs_no_rate():
    conversion = RateTable().conversion("UAH", "UAH", FRIDAY)
    assert conversion is not None
    assert (conversion(bounds(7, 7)), conversion.rates) == (bounds(7, 7), ())


def test_things_are_never_converted():
    assert RateTable().conversion("item", "EUR", FRIDAY) is None


def test_a_users_table_adds_currencies(tmp_path: Path):
    file = tmp_path / "rates.csv"
    file.write_text("date,currency,eur_rate\n2024-03-01,UAH,41.5\n2024-03-14,uah,42\n2024-04-01,UAH,44\n", "utf-8")
    assert read_rates(file).rate("UAH", FRIDAY) == Rate("UAH", date(2024, 3, 14), Decimal(42), "own table")


def test_a_users_table_goes_before_the_banks():
    own = Rate("USD", FRIDAY, Decimal(2), "own table")
    assert RateTable({"USD": [own]}).rate("USD", FRIDAY) == own


@pytest.mark.parametrize(
    "line", ["2024-03-01,UAH,much", "soon,UAH,42", "2024-03-01,HRYVNIA,42", "2024-03-01,UAH,0", "2024-03-01,UAH,NaN"]
)
def test_a_line_that_is_no_rate_is_named(tmp_path: Path, line: str):
    file = tmp_path / "rates.csv"
    file.write_text(f"date,currency,eur_rate\n{line}\n", "utf-8")
    with pytest.raises(WrongCall, match=r"rates\.csv:2"):
        read_rates(file)


def test_a_missing_table_is_a_wrong_call(tmp_path: Path):
    with pytest.raises(WrongCall, match="cannot read the rates"):
        read_rates(tmp_path / "none.csv")


def test_an_unknown_currency_is_a_wrong_call():
    with pytest.raises(WrongCall, match="no rates for 'XYZ'"):
        convert([], Layout(currency="XYZ"))


def test_each_pledge_takes_its_own_day_and_what_has_no_rate_stays_apart():
    early = replace(pledge("a", 109, unit="USD"), rate_day=date(2024, 3, 1))
    late = replace(pledge("b", 109, unit="USD"), rate_day=FRIDAY)
    converted = convert([early, late, pledge("c", 40, unit="UAH"), pledge("d", 3, unit="item")], Layout(currency="eur"))
    assert [one.unit for one in converted.pledges] == ["EUR", "EUR", "UAH", "item"]
    assert [converted.rates[name][0].day for name in ("a", "b")] == [date(2024, 3, 1), FRIDAY]
    assert converted.without_rate == ("UAH",)
    assert converted.pledges[1].figures.open == converted.pledges[1].figures.promised


def test_rates_are_told_with_their_days():
    rates = [Rate("USD", FRIDAY, Decimal("1.0892"), "ECB")] * 2
    assert rates_in_words(rates) == "1 EUR = 1.0892 USD (ECB, 2024-03-15)"
