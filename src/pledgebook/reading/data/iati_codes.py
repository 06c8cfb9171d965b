"""The code lists of IATI that decide what becomes of a transaction."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from pledgebook.model import Aid, Event

LETTERS = {
    "IF": "1", "C": "2", "D": "3", "E": "4", "IR": "5", "IP": "5", "LR": "6", "R": "7", "QP": "8", "QS": "9",
    "CG": "10",
}  # fmt: skip
"""Types of transactions in IATI 1.01 to 1.05, by their numbers since."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a type of transaction is: its name, its event, or why it is no aid that was given.

    `incoming`: it mirrors what somebody else gave.
    """

    name: str
    event: Event | None = None
    why_none: str = ""
    incoming: bool = False


KINDS: Mapping[str, Kind] = {
    "1": Kind("incoming funds", "deliver", incoming=True),
    "2": Kind("outgoing commitment", "commit"),
    "3": Kind("disbursement", "deliver"),
    "4": Kind("expenditure", "deliver"),
    "5": Kind("interest payment", why_none="what borrowers pay is no aid given"),
    "6": Kind("loan repayment", why_none="what borrowers pay back is no aid given"),
    "7": Kind("reimbursement", why_none="it pays back what was spent"),
    "8": Kind("purchase of equity", "deliver"),
    "9": Kind("sale of equity", why_none="what comes back from a sale is no aid given"),
    "10": Kind("credit guarantee", why_none="a guarantee moves no money"),
    "11": Kind("incoming commitment", "commit", incoming=True),
    "12": Kind("outgoing pledge", "pledge"),
    "13": Kind("incoming pledge", "pledge", incoming=True),
}

ROLES = {"1": "funding", "2": "accountable", "3": "extending", "4": "implementing"}
"""Roles of organisations; IATI 1 has them as words."""

INSTRUMENTS = {"11": "grant", "12": "grant", "21": "grant", "41": "loan", "42": "loan", "43": "loan", "51": "equity",
               "52": "equity", "53": "equity", "61": "debt relief", "62": "debt relief", "63": "debt relief",
               "1100": "guarantee"}  # fmt: skip
"""By the first two digits of the finance type, or by all of it."""

HUMANITARIAN = ("72", "73", "74", "12", "13", "52")
"""Beginnings of sectors (OECD) of five digits: emergency, reconstruction, prevention; health, population; food."""

FINANCIAL = ("A01", "A02", "510")

GOVERNMENTS = frozenset({"10", "11", "15"})
"""Types of organisations that stand for their state: government, its agencies, other public bodies."""

REGIONS = {
    "88": "europe", "89": "europe", "189": "north-africa", "289": "sub-saharan-africa", "298": "africa",
    "380": "caribbean", "389": "central-america", "489": "south-america", "498": "americas", "589": "middle-east",
    "619": "central-asia", "679": "south-asia", "689": "south-asia", "789": "asia", "798": "asia", "889": "oceania",
    "1027": "east-africa", "1028": "central-africa", "1029": "southern-africa", "1030": "west-africa",
    "1031": "caribbean", "1032": "central-america",
}  # fmt: skip
"""Regions of the OECD's list; 998, "developing countries", is nobody."""


def kind_of_transaction(code: str) -> Kind | None:
    return KINDS.get(LETTERS.get(code.upper(), code))


def role_of(code: str) -> str:
    """A role's name, from its number or from the words of IATI 1 ("Funding")."""
    return ROLES.get(code, code.strip().lower())


def instrument_of(finance_type: str) -> str | None:
    return INSTRUMENTS.get(finance_type) or (INSTRUMENTS.get(finance_type[:2]) if len(finance_type) == 3 else None)


def aid_of(humanitarian: bool, sectors: tuple[str, ...], aid_type: str, instrument: str | None) -> Aid:
    """Humanitarian if the activity or all its sectors say so; financial for loans, equity and budget support."""
    if humanitarian or (sectors and all(len(each) == 5 and each.startswith(HUMANITARIAN) for each in sectors)):
        return "humanitarian"
    return "financial" if instrument in ("loan", "equity") or aid_type in FINANCIAL else "other"


def region_of(code: str) -> str | None:
    with suppress(ValueError):
        return REGIONS.get(str(int(code)))
    return None
