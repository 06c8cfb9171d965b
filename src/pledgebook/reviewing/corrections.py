"""One field of a claim set to what a reviewer wrote."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from pledgebook.fields import WrongField, amount_of, date_of, one_of
from pledgebook.model import AIDS, BASES, EVENTS, ITEM, PERS, AmountRange, Claim

NOTHING_WRITTEN = ("", "none")
"""How a reviewer writes that a field tells nothing."""

SCALES = {"k": 10**3, "m": 10**6, "bn": 10**9, "tn": 10**12}


def corrected(claim: Claim, field: str, value: str | None) -> Claim:
    """The claim with this field as the reviewer wrote it; WrongField if field or value cannot be used."""
    read = CORRECTABLE.get(field)
    if read is None:
        raise WrongField(f"{field} is no field that can be corrected; use one of {', '.join(CORRECTABLE)}")
    changes: dict[str, Any] = {field: read(field, (value or "").strip())}
    return replace(claim, **changes)


def _one_of(words: tuple[Any, ...]) -> Callable[[str, str], Any]:
    return lambda field, value: one_of({field: value}, field, words)


def _codes(field: str, value: str) -> tuple[str, ...]:
    """Codes written `DK+NL` or `DK, NL`, each once and sorted; names of parties stand for their codes."""
    from pledgebook.vocabulary import code_of, kind_of

    if value.lower() in NOTHING_WRITTEN:
        return ()
    told = [name.strip() for name in value.replace("+", ",").split(",") if name.strip()]
    codes = {name: name if kind_of(name) else code_of(name) for name in told}
    unknown = [name for name, code in codes.items() if code is None]
    if unknown:
        raise WrongField(f"{field} names {', '.join(unknown)}, which is no code or name of a party that is known")
    return tuple(sorted({code for code in codes.values() if code}))


def _amount(field: str, value: str) -> AmountRange | None:
    """An amount written `300m USD`, `2.5bn..3bn EUR`, `..500000 item` (at most) or `44bn.. EUR` (at least)."""
    if value.lower() in NOTHING_WRITTEN:
        return None
    numbers, _, unit = value.rpartition(" ")
    low, dots, high = numbers.strip().partition("..")
    told = {"low": _number(low), "high": _number(high if dots else low), "unit": _unit(unit)}
    amount = amount_of(told)
    if amount is None:
        raise WrongField(f"{field} is {value!r}, and must be written such as 300m USD, 2.5bn..3bn EUR or 31 item")
    return amount


def _unit(told: str) -> str:
    return ITEM if told.lower() in ("item", "items") else told.upper()


def _number(told: str) -> Decimal | None:
    digits = told.strip().replace(",", "").lower()
    if not digits:
        return None
    scale = next((s for s in SCALES if digits.endswith(s)), "")
    try:
        return Decimal(digits.removesuffix(scale)) * SCALES.get(scale, 1)
    except InvalidOperation as error:
        raise WrongField(f"{told!r} is no number; write it such as 300000000, 300m or 1.5bn") from error


def _text(field: str, value: str) -> str | None:
    return None if value.lower() in NOTHING_WRITTEN else value


def _date(field: str, value: str) -> Any:
    return None if value.lower() in NOTHING_WRITTEN else date_of({field: value}, field)


def _per(field: str, value: str) -> Any:
    return None if value.lower() in NOTHING_WRITTEN else one_of({field: value}, field, PERS)


CORRECTABLE: Mapping[str, Callable[[str, str], Any]] = {
    "event": _one_of(EVENTS), "donors": _codes, "recipients": _codes, "amount": _amount, "item": _text,
    "aid": _one_of(AIDS), "basis": _one_of(BASES), "per": _per, "happened": _date, "due": _date, "speaker": _text,
    "held_by": _text, "instrument": _text, "channel": _text, "programme": _text,
}  # fmt: skip
"""Every field that a reviewer may set, with how its value is read."""
