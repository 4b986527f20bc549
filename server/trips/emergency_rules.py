"""Which number to ring in an emergency, by the country a trip is in. Pure.

A country stands here only where two sources name one number for police, ambulance and fire alike: Android's table of
emergency numbers (packages/services/Telephony, ecc/input/eccdata.txt) or the country's own authorities, and Google's
libphonenumber, against which a test holds this table. 112 in the EU is law (Directive 2018/1972, article 109); that it
serves in Norway, Switzerland, Liechtenstein, Serbia, North Macedonia, Turkey and the Vatican is Latvia's fire service's
word (vugd.gov.lv); 999 in Jersey is gov.je's, in Gibraltar the Royal Gibraltar Police's of March 2024.

Elsewhere 112 is what a mobile phone takes for an emergency by itself (3GPP TS 22.101), and the local number is to be
asked for on arrival.
"""

from __future__ import annotations

from dataclasses import dataclass

HOME = "GB"
FROM_A_MOBILE = "112"

_EU = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE"
_COUNTRIES = {
    "999": "GB GG IM JE GI HK MY KE BD BH QA MO FK SC UG",
    "112": f"{_EU} IS LI NO CH AX FO GL MC VA RS MK TR GE AZ IN ZA TZ LB KW RU",
    "911": "US CA PR VI GU AS MP MX AR CR DO UY PY PH JO BM KY TC VG VC AG AI DM GD BZ AW LR",
    "000": "AU",
    "111": "NZ",
}
NUMBERS = {country: number for number, countries in _COUNTRIES.items() for country in countries.split()}


@dataclass(frozen=True)
class Emergency:
    """The number to ring; where `is_known` is not, it works from a mobile phone in most countries, and no more."""

    number: str
    is_known: bool


def emergency_in(country: str) -> Emergency:
    """What to ring in a country of ISO 3166-1, by two letters."""
    found = NUMBERS.get(country)
    return Emergency(found or FROM_A_MOBILE, found is not None)


def is_abroad(country: str) -> bool:
    """Whether a UK number needs +44 there, and 141 is nobody's code."""
    return country != HOME
