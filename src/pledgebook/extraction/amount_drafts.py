"""An amount as its sentence tells it, before bare numbers have their unit."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from pledgebook.extraction.amount_tokens import Words
from pledgebook.model import Per


class Draft(NamedTuple):
    """An amount as the sentence tells it: tokens `first` to before `last`, of the words `words`.

    `codes` are its candidate currencies; `kind` is "money", "things" or "bare" (unit or item not told here),
    `hint` says what a bare one must be, `item_first` and `item_last` are tokens.
    """

    words: Words
    first: int
    last: int
    number_first: int
    number_last: int
    low: Decimal | None
    high: Decimal | None
    kind: str
    codes: tuple[str, ...] = ()
    item: str | None = None
    item_first: int = -1
    item_last: int = -1
    per: Per | None = None
    modifiers: tuple[str, ...] = ()
    approximate: bool = False
    hint: str = ""
    scale: int = 1
    elliptic: bool = False

    @property
    def size(self) -> Decimal:
        """The figure by which amounts are compared."""
        return self.low if self.low is not None else self.high or Decimal(0)
