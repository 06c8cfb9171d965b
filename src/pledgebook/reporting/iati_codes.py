"""The codes of IATI 2.03 that the book's own words stand for (iatistandard.org, codelists)."""

from __future__ import annotations

from collections.abc import Mapping

from pledgebook.model import Status
from pledgebook.vocabulary import kind_of

PLEDGE, COMMITMENT, DISBURSEMENT = "12", "2", "3"
"""TransactionType: outgoing pledge, outgoing commitment, disbursement."""

STATUS: Mapping[Status, str] = {
    "proposed": "1", "open": "2", "partly delivered": "2", "overdue": "2", "delivered": "4", "cancelled": "5",
    "blocked": "6",
}  # fmt: skip
"""ActivityStatus: pipeline, implementation, closed, cancelled, suspended."""

FINANCE: Mapping[str, str] = {"grant": "110", "loan": "421", "guarantee": "1100"}
"""FinanceType: standard grant, standard loan, guarantees."""

PRIVATE_FLOW = "30"
"""FlowType: private development finance. Whether a state's flow is ODA no source of ours says: it is left out."""

ORGANISATION: Mapping[str, str] = {
    "state": "10", "body": "40", "bank": "40", "agency": "40", "fund": "40", "charity": "21", "company": "70",
}  # fmt: skip
"""OrganisationType: government, multilateral, international NGO, private sector."""

OTHER_ORGANISATION = "90"

REGION: Mapping[str, str] = {
    "africa": "298", "north-africa": "189", "sub-saharan-africa": "289", "west-africa": "1030", "east-africa": "1027",
    "central-africa": "1028", "southern-africa": "1029", "americas": "498", "central-america": "1032",
    "south-america": "489", "caribbean": "1031", "asia": "798", "central-asia": "619", "south-asia": "679",
    "middle-east": "589", "europe": "89", "oceania": "889",
}  # fmt: skip
"""Region, of the OECD DAC; other regions keep our own code, under vocabulary 99."""

ANYWHERE = "998"
"""Region: developing countries, unspecified."""

OWN_VOCABULARY = "99"
EMERGENCY_RESPONSE = "720"
"""Sector, of the DAC's three digits (vocabulary 2): emergency response."""


def organisation_type(code: str) -> str:
    return ORGANISATION.get(kind_of(code) or "", OTHER_ORGANISATION)
