"""The parties that data files name, as the book's codes.

code_of_party("Germany, Government of")   # DE
code_of_place("AFG")                      # AF
"""

from __future__ import annotations

import functools

from pledgebook.vocabulary import code_from_name, code_of, countries, from_iso3

GOVERNMENT = ", Government of"
"""How FTS ends the names of states that give."""

BODIES_OFFICES = (("European Commission", "EU"),)
"""Beginnings of names of offices that stand for their body, however they go on."""

DAC_DONORS = (
    "1 AT 2 BE 3 DK 4 FR 5 DE 6 IT 7 NL 8 NO 9 PT 10 SE 11 CH 12 GB 18 FI 20 IS 21 IE 22 LU 40 GR 50 ES 55 TR 61 SI "
    "62 HR 68 CZ 69 SK 70 LI 72 BG 75 HU 76 PL 77 RO 82 EE 83 LV 84 LT 301 CA 302 US 701 JP 742 KR 801 AU 820 NZ 918 EU"
)
"""The OECD's numbers of donors, which begin the identifiers of their agencies in IATI (XM-DAC-701-2)."""


@functools.lru_cache(maxsize=65_536)
def code_of_party(name: str) -> str:
    """The code of a giver or receiver by its name in a table; empty for an empty name."""
    plain = " ".join(name.split())
    for beginning, code in BODIES_OFFICES:
        if plain.startswith(beginning):
            return code
    if plain.endswith(GOVERNMENT):
        return code_of_place(plain.removesuffix(GOVERNMENT))
    return code_from_name(plain)


@functools.lru_cache(maxsize=65_536)
def code_of_place(name: str) -> str:
    """The code of a state by its name, also turned round or with an addition, or its ISO code."""
    plain = " ".join(name.split())
    known = from_iso3().get(plain) or code_of(plain)
    if known:
        return known
    without_addition = plain.split(" (")[0]
    first, _, rest = plain.partition(", ")
    return code_of(without_addition) or code_of(f"{rest} {first}") or code_of(first) or code_from_name(plain)


@functools.lru_cache(maxsize=65_536)
def code_of_reference(reference: str, name: str, *, is_state: bool) -> str:
    """The code of an organisation with an identifier of IATI: by its name, else the state that its identifier names.

    `is_state`: its type says that it is a government.
    """
    known = code_of(" ".join(name.split())) if name else None
    if known:
        return known
    parts = reference.split("-")
    if reference.startswith("XM-DAC-") and len(parts) > 2:
        return _dac_donors().get(parts[2]) or code_of_party(name or reference)
    if parts[0] in countries() and (is_state or parts[1:2] == ["GOV"]):
        return parts[0]
    return code_of_party(name or reference)


@functools.cache
def _dac_donors() -> dict[str, str]:
    words = DAC_DONORS.split()
    return dict(zip(words[::2], words[1::2], strict=True))
