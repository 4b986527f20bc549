"""Rule at the point of use: the school's words for what stops and warns travel to phones, and stand on office pages."""

from __future__ import annotations

import json

import pytest

from server.foundation import registry
from server.policy import changing, why
from server.policy.policy_rules import LONGEST_CLAUSE, LONGEST_SENTENCE, Said
from tests.api.pins import pin_of
from tests.api.policies import chosen, school_id, staff_id
from tests.api.test_pack_photos import fetched, opened

STOPS, LOCK = "photos.list_stops_hours", "phones.lock_minutes"
SENTENCE, CLAUSE = "No picture is taken by a list of yesterday.", "6.2"
# Every setting that a phone quotes from its list or its card, at its longest: what a contact may grow by.
MOST_BYTES = 3600


def writes(app, code, sentence, clause=CLAUSE):
    """The headteacher writes the school's words for a setting, whose value stays."""
    with app.app_context():
        value = registry.current().settings[code].usual
        wanted = {code: Said(value, sentence, clause)}
        changing.change(school_id(), wanted, changing.Why(staff_id("headteacher"), "For the test"))


def test_the_words_travel_beside_the_values_they_are_about(phone, app, todays_trip):
    priya = pin_of(phone)
    assert "policy_words" not in phone.reports().json["card"]
    writes(app, STOPS, SENTENCE)
    writes(app, LOCK, "A phone locks itself.")
    card, pack = phone.reports().json["card"], opened(priya, fetched(priya))
    assert (card["policy"], card["policy_words"]) == (2, {LOCK: ["A phone locks itself.", CLAUSE]})
    assert (pack["policy"], pack["policy_words"]) == (2, {STOPS: [SENTENCE, CLAUSE]})


def test_new_words_make_a_new_list_and_none_is_fetched_for_nothing(phone, app, todays_trip):
    priya = pin_of(phone)
    tag = fetched(priya).headers["ETag"].strip('"')
    assert fetched(priya, tag).status_code == 304
    writes(app, STOPS, SENTENCE)
    assert opened(priya, fetched(priya, tag))["policy_words"] == {STOPS: [SENTENCE, CLAUSE]}


def test_a_value_chosen_without_words_is_told_apart_from_the_usual(phone, app):
    chosen(app, phones__lock_minutes=7)
    assert phone.reports().json["card"]["policy_words"] == {LOCK: ["", ""]}
    chosen(app, phones__lock_minutes=15)
    assert "policy_words" not in phone.reports().json["card"]


@pytest.mark.parametrize("way", [why.CARD, why.LIST])
def test_the_longest_words_stay_small(app, way):
    codes = [code for code, one in why.ON_PHONES.items() if one["travels"] == way]
    for code in codes:
        writes(app, code, "x" * LONGEST_SENTENCE, "y" * LONGEST_CLAUSE)
    with app.app_context():
        told = why.words_on(school_id(), way)
    assert set(told["policy_words"]) == set(codes)
    assert len(json.dumps(told["policy_words"])) < MOST_BYTES


def test_what_phones_say_of_a_setting_is_what_it_declares(app):
    settings = app.extensions["lanyard.registry"].settings
    told = {code: (one["label"], one["does"]) for code, one in why.ON_PHONES.items()}
    assert told == {code: (settings[code].label, settings[code].does) for code in told}
    assert {one["travels"] for one in why.ON_PHONES.values()} == {why.CARD, why.LIST}


AGREEMENTS = "/office/own-phones/agreements"


def why_on(page):
    """What "Why?" says on an office page: from its <details> to the end of that."""
    return page.text.split('<details class="govuk-details why"')[1].split("</details>")[0]


def test_an_office_page_quotes_the_schools_own_sentence_and_leads_whoever_may_to_the_setting(as_role, app):
    writes(app, "own_phone.agrees", "SLT agree beforehand, never afterwards.")
    said = why_on(as_role("headteacher").get(AGREEMENTS))
    assert "“SLT agree beforehand, never afterwards.” (6.2)" in said
    assert "From version 1 of the school’s policy." in said
    assert 'href="/office/policy/setting/own_phone.agrees"' in said
    assert 'href="/office/policy#own_phone.agrees"' in why_on(as_role("dsl").get(AGREEMENTS))


def test_where_the_school_wrote_nothing_the_office_says_what_the_setting_does(as_role, app):
    said = why_on(as_role("headteacher").get(AGREEMENTS))
    assert ("They alone are offered the form" in said, "The usual setting" in said) == (True, True)
    chosen(app, own_phone__agrees="headteacher")
    assert "The school chose so in version 1" in why_on(as_role("headteacher").get(AGREEMENTS))
