"""Months, weekdays, seasons and feasts by their names: "last December", "in the spring", "by Christmas"."""

from __future__ import annotations

from datetime import date, timedelta

from pledgebook.extraction.date_calendar import year_told
from pledgebook.extraction.date_periods import Period, Viewpoint, day_period, month_period, stretch
from pledgebook.extraction.date_words import date_words

_WHICH = ("this", "last", "next", "past", "coming", "that", "same", "following", "previous", "upcoming", "current")


def read_named(words: list[str], viewpoint: Viewpoint) -> Period | None:
    """A month, weekday, season or feast by its name, with or without "last", "next", "this"."""
    lists = date_words()
    which = words[0] if words[0] in _WHICH else ""
    rest = words[1:] if which else words
    if not rest:
        return None
    if len(rest) == 1 and rest[0] in lists.months:
        return _named_month(lists.months[rest[0]], which, viewpoint)
    if rest[0] in lists.weekdays:
        return day_period(_named_weekday(lists.weekdays[rest[0]], which, viewpoint))
    if rest[0] in lists.seasons:
        return _season(rest, which, viewpoint)
    return _feast(" ".join(rest), viewpoint)


def _named_month(month: int, which: str, viewpoint: Viewpoint) -> Period:
    """A month without a year: the last one not after publication, or the next if the text looks ahead."""
    published = viewpoint.published
    months = month - published.month
    if which in ("next", "coming", "upcoming"):
        months += 12 if months <= 0 else 0
    elif which in ("last", "past", "previous"):
        months -= 12 if months >= 0 else 0
    elif which == "this":
        pass
    elif viewpoint.view == "near":
        months = (months + 5) % 12 - 5
    elif viewpoint.view == "future":
        months += 12 if months < 0 else 0
    else:
        months -= 12 if months > 0 else 0
    return month_period(published.year, published.month + months)


def _named_weekday(weekday: int, which: str, viewpoint: Viewpoint) -> date:
    back = (viewpoint.published.weekday() - weekday) % 7
    if which in ("last", "past", "previous"):
        return viewpoint.published - timedelta(days=back or 7)
    if which in ("next", "coming", "upcoming", "following"):
        return viewpoint.published + timedelta(days=7 - back)
    if viewpoint.view == "future":
        return viewpoint.published + timedelta(days=(7 - back) % 7)
    if which == "this":  # that of the week of publication
        return viewpoint.published + timedelta(days=weekday - viewpoint.published.weekday())
    return viewpoint.published - timedelta(days=back)


def _season(words: list[str], which: str, viewpoint: Viewpoint) -> Period | None:
    start = date_words().seasons[words[0]]
    rest = [word for word in words[1:] if word not in ("of", "in")]
    year = viewpoint.published.year if not rest else year_told(rest, viewpoint)
    if year is None:
        return None
    season = stretch(year, start, 3, "season")
    if rest:
        return season
    if viewpoint.view == "near" and not which:
        months = (start + 2 - viewpoint.published.month + 5) % 12 - 7  # from its last month, for it has to end
        return stretch(viewpoint.published.year, viewpoint.published.month + months, 3, "season")
    if which in ("next", "coming", "upcoming") or (viewpoint.view == "future" and which != "last"):
        return season if season.last >= viewpoint.published else stretch(year + 1, start, 3, "season")
    if which == "this" and start != 12:
        return season
    previous = stretch(year - 1, start, 3, "season")
    return (
        previous
        if season.first > viewpoint.published or (which == "last" and season.last >= viewpoint.published)
        else season
    )


def _feast(name: str, viewpoint: Viewpoint) -> Period | None:
    year = viewpoint.published.year
    fixed = date_words().holidays.get(name)
    if fixed is not None:
        return _nearest_feast(*fixed, viewpoint)
    if name in ("new year", "new year's"):  # the turn of the year, told from either side
        return month_period(year + (viewpoint.published.month > 6), 1)
    if name == "easter":
        return day_period(_easter(year))
    return month_period(year, 6) if name == "midsummer" else None


def _nearest_feast(month: int, day: int, viewpoint: Viewpoint) -> Period:
    here = date(viewpoint.published.year, month, day)
    if viewpoint.view == "past" and (here - viewpoint.published).days > 182:
        return day_period(date(here.year - 1, month, day))
    return day_period(here)


def _easter(year: int) -> date:
    """Western Easter Sunday (the anonymous Gregorian computus)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)
