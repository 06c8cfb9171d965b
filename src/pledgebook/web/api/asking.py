"""What may stand in an address of the API: filters, day, page, format. The names are those of the command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from fastapi import Depends, Path, Query
from starlette.requests import Request

from pledgebook.model import Aid, Status
from pledgebook.web.asked import LONGEST_VALUE, MOST_VALUES, Wanted, wanted

DATE = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})?)?$"
PRINTABLE = r"^[^\x00-\x1f\x7f]*[^\x00-\x20\x7f][^\x00-\x1f\x7f]*$"
"""Some words: without controls, and not only spaces."""

MOST_ROWS = 5_000
USUAL_ROWS = 100
FARTHEST = 10**8
"""Rows of a page at most, and without being asked; how far one may page."""

Grouping: TypeAlias = Literal["donor", "recipient", "aid", "item", "month", "pledge", "origin", "instrument"]
Format: TypeAlias = Literal["json", "csv"]
Text: TypeAlias = Annotated[str, Query(min_length=1, max_length=LONGEST_VALUE, pattern=PRINTABLE)]
Date: TypeAlias = Annotated[str, Query(pattern=DATE, examples=["2024-03-14", "2024-03"])]
Name: TypeAlias = Annotated[str, Path(min_length=1, max_length=LONGEST_VALUE, pattern=PRINTABLE)]
Names: TypeAlias = Annotated[list[Text] | None, Query(max_length=MOST_VALUES)]


def filters(
    request: Request,
    as_of: Annotated[
        Date | None, Query(description="Only what was published by then; else the day of the latest document.")
    ] = None,
    recorded_by: Annotated[
        str | None, Query(pattern=MOMENT, description="Only what the book had learned by then, in UTC.")
    ] = None,
    release: Annotated[Text | None, Query(description="The book as it was released under this name.")] = None,
    donor: Annotated[Names, Query(description="Who gives: codes or groups (`europe`, `eu`, `nato`, `g7`).")] = None,
    recipient: Annotated[Names, Query(description="Who receives: codes or groups.")] = None,
    aid: Annotated[list[Aid] | None, Query(max_length=MOST_VALUES, description="The kind of aid.")] = None,
    item: Annotated[Names, Query(description="Words that the item holds.")] = None,
    status: Annotated[list[Status] | None, Query(max_length=MOST_VALUES, description="Where a pledge stands.")] = None,
) -> Wanted:
    """The question; what cannot be used was told before."""
    return wanted(request)


def moments(
    request: Request,
    as_of: Annotated[Date | None, Query(description="As of which day; else that of the latest document.")] = None,
    recorded_by: Annotated[str | None, Query(pattern=MOMENT, description="Only what the book had learned.")] = None,
    release: Annotated[Text | None, Query(description="The book as it was released under this name.")] = None,
) -> Wanted:
    """The day and the state of the book, for what is named and not filtered."""
    return wanted(request)


@dataclass(frozen=True, slots=True)
class Page:
    """Which rows of a table, and in which form."""

    limit: int
    offset: int
    format: Format


def page(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=MOST_ROWS, description="Rows of a page.")] = USUAL_ROWS,
    offset: Annotated[int, Query(ge=0, le=FARTHEST, description="Rows before the page.")] = 0,
    format: Annotated[
        Format | None, Query(description="`json` or `csv`; else what the header `Accept` likes better.")
    ] = None,
) -> Page:
    likes_csv = request.headers.get("accept", "").split(",")[0].partition(";")[0].strip() == "text/csv"
    return Page(limit, offset, format or ("csv" if likes_csv else "json"))


Filters: TypeAlias = Annotated[Wanted, Depends(filters)]
Moments: TypeAlias = Annotated[Wanted, Depends(moments)]
Paging: TypeAlias = Annotated[Page, Depends(page)]
