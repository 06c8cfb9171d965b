"""How pages put figures, parties and strange text: escaped, on one line, exact on hover."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from pledgebook.model import ITEM
from pledgebook.reporting.words import NOTHING_TOLD, amount_in_words, one_line, printable

EVENT_WORDS = {
    "appeal": "asked for", "propose": "proposed", "pledge": "promised", "commit": "approved (binding)",
    "contract": "ordered", "schedule": "scheduled", "deliver": "arrived", "block": "held up", "miss": "missed",
    "cancel": "cancelled",
}  # fmt: skip

STATUS_WORDS = {
    "proposed": "proposed", "open": "promised, open", "blocked": "held up", "partly delivered": "partly arrived",
    "delivered": "arrived", "overdue": "overdue", "cancelled": "cancelled",
}  # fmt: skip

STAGE_WORDS = {
    "source": "outside", "proposed": "proposed", "promised": "promised", "blocked": "held up", "contracted": "ordered",
    "delivered": "arrived", "cancelled": "cancelled", "overdue": "overdue", "open": "open",
    "beyond": "beyond the promise", "due": "due", "status": "status", "pledge": "pledge",
}  # fmt: skip
"""What stages and other figures are called on pages."""

DECISION_WORDS = {
    "accept": "accepted", "reject": "rejected", "correct": "corrected", "same": "said to be one pledge",
    "different": "said to be two pledges", "split": "parted off", "part_of": "said to be a part", "merge": "merged",
}  # fmt: skip


def amount(bounds: Sequence[Any] | None, unit: str | None = None, *, none: str = NOTHING_TOLD) -> Markup:
    """A range for people, with the exact figures on hover: `2.5–3bn EUR`."""
    if not bounds or list(bounds) == [0, 0]:
        return Markup('<span class="none">{}</span>').format(none)
    low, high = bounds[0], bounds[1]
    words = amount_in_words(low, high)
    return Markup('<data value="{}" title="{}">{}</data>{}').format(
        f"{low or 0}..{'' if high is None else high}", exact(bounds, unit), words, in_unit(unit)
    )


def movement(low: Any, high: Any, unit: str | None) -> Markup:
    """What a posting moves: a range, or what each end moves by where it takes something back."""
    if high is None or 0 <= low <= high:
        return amount([low, high], unit)
    told = [f"{'+' if each > 0 else ''}{amount_in_words(each, each) if each else '0'}" for each in (low, high)]
    words = told[0] if low == high else f"at least {told[0]}, at most {told[1]}"
    return Markup('<data value="{}..{}" title="at least {}, at most {}">{}</data>{}').format(
        low, high, digits(low), digits(high), words, in_unit(unit)
    )


def lead(before: str | None) -> str:
    """What stands before a quote, with the space between them if there is one."""
    return one_line(before or "") + (" " if before and before[-1:].isspace() else "")


def tail(after: str | None) -> str:
    """What stands after a quote, with the space between them if there is one."""
    return (" " if after and after[:1].isspace() else "") + one_line(after or "")


def in_unit(unit: str | None) -> Markup:
    return Markup("") if unit in (None, ITEM) else Markup(' <span class="unit">{}</span>').format(one_line(unit or ""))


def exact(bounds: Sequence[Any] | None, unit: str | None = None) -> str:
    """The exact figures: `2,500,000,000 to 3,000,000,000 EUR`."""
    if not bounds:
        return NOTHING_TOLD
    low, high = bounds[0] or 0, bounds[1]
    told = f" {unit}" if unit not in (None, ITEM) else ""
    if high is None:
        return f"at least {digits(low)}{told}" if low else "some, nobody says how much"
    if low == high:
        return digits(low) + told
    return f"{digits(low)} to {digits(high)}{told}" if low else f"up to {digits(high)}{told}"


def digits(value: Any) -> str:
    """Every digit, with separators: `1,234,567.5`."""
    number = Decimal(str(value))
    return f"{int(number):,}" if number == number.to_integral_value() else f"{number:,.2f}"


def name(code: str | None) -> str:
    """The name of a party, else its code."""
    from pledgebook.vocabulary import name_of

    if not code:
        return NOTHING_TOLD
    return one_line(name_of(code) or code)


def names(codes: str | Iterable[str] | None) -> str:
    """Parties that act together: `Denmark + Netherlands`; also from `DK+NL`."""
    told = codes.split("+") if isinstance(codes, str) else list(codes or ())
    return " + ".join(name(code) for code in told) or NOTHING_TOLD


def listed(values: Iterable[str] | None) -> str:
    return ", ".join(one_line(str(value)) for value in values or ()) or NOTHING_TOLD


def plain(value: Any) -> str:
    """Any text on one line, without controls and marks that turn the direction."""
    return NOTHING_TOLD if value in (None, "", []) else one_line(str(value))


def text(value: str) -> str:
    """Text with its line ends, without controls."""
    return printable(value)


def web_address(url: str | None) -> str | None:
    """The address if it is one of the web that a link may lead to; None for `javascript:` and all else."""
    told = printable(url or "").strip()
    try:
        parts = urlsplit(told)
    except ValueError:
        return None
    return told if parts.scheme in ("http", "https") and parts.netloc and not any(c.isspace() for c in told) else None


def path_part(value: str) -> str:
    """A value as one part of an address."""
    return quote(value, safe="")


def count(number: int, thing: str, many: str | None = None) -> str:
    """`1 claim`, `2,000 claims`."""
    return f"{number:,} {thing if number == 1 else many or thing + 's'}"
