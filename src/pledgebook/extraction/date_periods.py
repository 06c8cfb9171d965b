"""Stretches of days, and how precisely they are told."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Literal, NamedTuple, TypeAlias

Grain: TypeAlias = Literal["day", "week", "month", "quarter", "half", "season", "year", "span"]
View: TypeAlias = Literal["past", "future", "near"]


class Period(NamedTuple):
    """The days from `first` to `last`; `vague` where the text gives no number to work it out from."""

    first: date
    last: date
    grain: Grain
    vague: bool = False


class Viewpoint(NamedTuple):
    """From where a phrase is read: the day of publication, an earlier date told, and the direction.

    `near` takes the closest on either side, a promised month half a year off as the coming one.
    """

    published: date
    told: Period | None
    view: View


def year_period(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31), "year")


def month_period(year: int, month: int) -> Period:
    """A month of a year; months below 1 and above 12 run into the years around."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return Period(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month")


def day_period(day: date) -> Period:
    return Period(day, day, "day")


def week_period(day: date) -> Period:
    """The days from Monday to Sunday around `day`."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=6), "week")


def stretch(year: int, month: int, months: int, grain: Grain) -> Period:
    return Period(month_period(year, month).first, month_period(year, month + months - 1).last, grain)


def end_of(period: Period) -> Period:
    """The last day of a week, the last month of a longer stretch."""
    if period.grain in ("day", "week", "month"):
        return period
    extra = 1 if period.grain == "season" else 0  # summers end with September's third week
    return month_period(period.last.year, period.last.month + extra)


def shift(day: date, months: int) -> date:
    """The same day of another month, or that month's last day."""
    there = month_period(day.year, day.month + months)
    return min(there.first + timedelta(days=day.day - 1), there.last)
