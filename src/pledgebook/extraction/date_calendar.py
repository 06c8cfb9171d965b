"""Days, months, years and parts of years as the calendar has them: "18 March 2024", "Q3 2024"."""

from __future__ import annotations

from datetime import date, timedelta

from pledgebook.extraction.date_periods import Period, Viewpoint, day_period, month_period, stretch, year_period
from pledgebook.extraction.date_words import date_words


def year_number(word: str) -> int | None:
    digits = word.removeprefix("fy")
    if len(digits) == 4 and digits.isdigit():
        return int(digits)
    return 2000 + int(digits) if word.startswith("fy") and len(digits) == 2 and digits.isdigit() else None


def _day(word: str) -> int | None:
    digits = word[:-2] if word[-2:] in ("st", "nd", "rd", "th") else word
    return int(digits) if digits.isdigit() and len(digits) <= 2 else None


def _month(word: str) -> int | None:
    words = date_words()
    return words.months.get(word) or words.short_months.get(word)


def read_calendar(words: list[str], viewpoint: Viewpoint) -> Period | None:
    """ISO and numeric days, "18 March 2024", "March 18", "March 2024", "2024", "fiscal year 2024"."""
    if words[0] in ("fiscal", "financial", "budget", "fy", "year") and len(words) > 1:
        return read_calendar([words[-1] if year_number(words[-1]) else "fy" + words[-1]], viewpoint)
    if len(words) == 1:
        return _one_word(words[0], viewpoint)
    plain = [word for word in words if word != "of"]
    year = year_number(plain[-1]) or year_of(plain[-2:], viewpoint)
    if year is not None:
        plain = plain[:-1] if year_number(plain[-1]) else plain[:-2]
    return _month_and_day(plain, year, viewpoint)


def _one_word(word: str, viewpoint: Viewpoint) -> Period | None:
    if (year := year_number(word)) is not None:
        return year_period(year)
    numbers = word.replace("/", "-").replace(".", "-").split("-")
    if len(numbers) == 3 and all(number.isdigit() for number in numbers):
        first, middle, last = (int(number) for number in numbers)
        return day_period(date(first, middle, last) if first > 31 else date(last, middle, first))
    if len(numbers) == 2 and "/" in word and all(number.isdigit() for number in numbers) and int(numbers[1]) <= 12:
        return nearest_day(int(numbers[1]), int(numbers[0]), viewpoint)
    return None


def _month_and_day(words: list[str], year: int | None, viewpoint: Viewpoint) -> Period | None:
    months = [(i, month) for i, word in enumerate(words) if (month := _month(word))]
    if len(months) != 1 or len(words) > 2:
        return None
    place, month = months[0]
    if len(words) == 1:
        return month_period(year, month) if year is not None else None
    day = _day(words[1 - place])
    if day is None:
        return None
    return day_period(date(year, month, day)) if year is not None else nearest_day(month, day, viewpoint)


def year_of(words: list[str], viewpoint: Viewpoint) -> int | None:
    """The year of "this year", "that year", "the following year"."""
    if len(words) != 2 or words[1] != "year":
        return None
    moved = {"this": 0, "current": 0, "last": -1, "previous": -1, "next": 1}.get(words[0])
    if moved is not None:
        return viewpoint.published.year + moved
    if viewpoint.told is not None and words[0] in ("that", "same", "following"):
        return viewpoint.told.first.year + (words[0] == "following")
    return None


def nearest_day(month: int, day: int, viewpoint: Viewpoint) -> Period:
    """The day of a year that is not told: before publication, or after it if the text looks ahead."""
    published = viewpoint.published
    here = date(published.year, month, day)
    if viewpoint.view == "future":
        return day_period(here if here >= published else date(published.year + 1, month, day))
    # A release may be dated a day before the event that it tells of, never half a year.
    return day_period(here if here <= published + timedelta(days=45) else date(published.year - 1, month, day))


def read_part_of_year(words: list[str], viewpoint: Viewpoint) -> Period | None:
    """ "Q3 2024", "the second half of the year", "the last quarter"."""
    number = date_words().ordinals.get(words[0])
    if number is None:
        return None
    short = words[0][0] if words[0] in ("q1", "q2", "q3", "q4", "h1", "h2") else ""
    unit = {"q": "quarter", "h": "half"}.get(short) or (words[1] if len(words) > 1 else "")
    if unit not in ("quarter", "half"):
        return None
    rest = [word for word in words[1:] if word not in ("quarter", "half", "of", "in")]
    year = year_told(rest, viewpoint)
    if year is None:
        return None
    months, parts = (3, 4) if unit == "quarter" else (6, 2)
    if not -1 <= number <= parts:
        return None
    index = parts if number == -1 else number
    found = stretch(year, (index - 1) * months + 1, months, "quarter" if unit == "quarter" else "half")
    if not rest and viewpoint.view == "future" and found.last < viewpoint.published:
        found = stretch(year + 1, (index - 1) * months + 1, months, found.grain)
    return found


def year_told(words: list[str], viewpoint: Viewpoint) -> int | None:
    if not words or words == ["year"]:
        return viewpoint.published.year
    return year_number(words[-1]) or year_of(words[-2:], viewpoint)
