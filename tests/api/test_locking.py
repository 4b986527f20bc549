"""After how long out of sight a phone on a trip locks itself: the school chooses, from 2 to 30 minutes."""

from __future__ import annotations

import pytest

PAGE = "/office/phone-rules"


def minutes_on(phone):
    return phone.reports().json["card"]["auto_lock_minutes"]


def test_it_is_fifteen_minutes_until_the_school_chooses_and_phones_hear_of_it(phone, as_role):
    assert minutes_on(phone) == 15
    assert as_role("network_manager").post(PAGE, data={"minutes": "5"}).status_code == 302
    assert minutes_on(phone) == 5
    as_role("headteacher").post(PAGE, data={"minutes": "30"})
    assert minutes_on(phone) == 30


@pytest.mark.parametrize("typed", ["", "1", "31", "2.5", "-5", "soon", "0005"])
def test_what_is_no_such_number_is_said_by_the_field_and_kept_as_typed(phone, as_role, typed):
    answer = as_role("network_manager").post(PAGE, data={"minutes": typed})
    assert (answer.status_code, "Give a whole number from 2 to 30" in answer.text) == (422, True)
    assert f'value="{typed}"' in answer.text or not typed
    assert minutes_on(phone) == 15


@pytest.mark.parametrize("role", ["staff", "office"])
def test_others_do_not_choose(as_role, role):
    assert as_role(role).get(PAGE).status_code == 403
