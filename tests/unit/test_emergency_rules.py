"""Which number leads in which country, held against a list that is nobody's here; countries and their time zones."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from phonenumbers import shortnumberinfo

from server.trips import countries
from server.trips.emergency_rules import NUMBERS, Emergency, emergency_in, is_abroad

# One number for all three services since March 2024, which the library has not heard of.
NEWER = {"GI"}


def test_every_number_in_the_table_is_an_emergency_number_there():
    wrong = [
        (where, number) for where, number in NUMBERS.items() if not shortnumberinfo.is_emergency_number(number, where)
    ]
    assert {where for where, _number in wrong} == NEWER


@pytest.mark.parametrize(
    ("country", "number"),
    [
        ("GB", "999"),
        ("FR", "112"),
        ("IE", "112"),
        ("NO", "112"),
        ("CH", "112"),
        ("US", "911"),
        ("AU", "000"),
        ("NZ", "111"),
    ],
)
def test_the_number_of_a_country_that_is_known_leads(country, number):
    assert emergency_in(country) == Emergency(number, is_known=True)


@pytest.mark.parametrize("country", ["JP", "MA", "EG", "ZZ"])
def test_elsewhere_112_leads_and_is_not_said_to_be_known(country):
    assert emergency_in(country) == Emergency("112", is_known=False)


def test_the_whole_eu_has_112():
    eu = "ATBEBGHRCYCZDKEEFIFRDEGRHUIEITLVLTLUMTNLPLPTROSKSIESSE"
    members = [eu[at : at + 2] for at in range(0, len(eu), 2)]
    assert len(set(members)) == 27
    assert {NUMBERS[one] for one in members} == {"112"}


def test_every_country_of_the_table_can_be_chosen_and_only_the_uk_is_home():
    assert set(NUMBERS) <= set(countries.names())
    assert [code for code in countries.names() if not is_abroad(code)] == ["GB"]


def test_the_uk_stands_first_and_the_rest_by_name():
    first, *rest = countries.names().values()
    assert first == "United Kingdom"
    assert rest == sorted(rest, key=str.casefold)
    assert len(set(rest)) == len(rest)


def test_every_time_zone_that_is_offered_can_be_read_and_is_its_countrys():
    offered = [(code, zone) for code, found in countries.zones().items() for zone in found]
    assert len(offered) > 300
    assert all(ZoneInfo(zone) and countries.is_zone_of(code, zone) for code, zone in offered)
    assert not countries.is_zone_of("FR", "Europe/London")
    assert (countries.only_zone("FR"), countries.only_zone("ES")) == ("Europe/Paris", None)
