"""The school's rules for photos: how old a list may be, what pictures are for, where and when none are taken."""

from __future__ import annotations

import pytest

from server.accounts.actions import add_school
from server.accounts.models import School
from server.consent import photo_rules, photo_settings
from server.foundation.audit import AuditEntry

PAGE = "/office/photo-rules"
GIVEN = {
    "warns": "6",
    "stops": "24",
    "purposes": ["learning_record", "website"],
    "names": ["first"],
    "toilets": "Never here.",
    "changing": "Never there.",
    "care": "Never then.",
}
ACTIVITY = {"name": "Gymnastics", "kind": "stop", "line": "No photos."}


def in_force():
    return photo_settings.of_school(School.get(School.is_demo).id)


def test_the_usual_rules_hold_until_the_school_chooses(as_role):
    assert in_force() == photo_rules.Rules()
    answer = as_role("headteacher").post(PAGE, data=GIVEN)
    assert answer.status_code == 302
    chosen = in_force()
    assert (chosen.list_warns_hours, chosen.list_stops_hours) == (6, 24)
    assert (chosen.purposes, chosen.has_first_names) == (("learning_record", "website"), True)
    assert chosen.lines == ("Never here.", "Never there.", "Never then.")
    assert chosen.activities == photo_rules.USUAL_ACTIVITIES


@pytest.mark.parametrize("role", ["headteacher", "slt", "network_manager"])
def test_headteacher_slt_and_network_manager_choose(as_role, role):
    assert as_role(role).get(PAGE).status_code == 200


@pytest.mark.parametrize("role", ["staff", "office", "dsl", "trip_leader"])
def test_others_do_not(as_role, role):
    browser = as_role(role)
    assert browser.get(PAGE).status_code == 403
    assert browser.post(PAGE, data=GIVEN).status_code == 403
    assert browser.post(f"{PAGE}/activities", data=ACTIVITY).status_code == 403
    assert in_force() == photo_rules.Rules()


WRONG = [
    ("warns", "", "Give a whole number of hours"),
    ("warns", "soon", "Give a whole number of hours"),
    ("warns", "0", "Give a whole number of hours"),
    ("stops", "169", "Give a whole number of hours"),
    ("stops", "1.5", "Give a whole number of hours"),
    ("stops", "٣", "Give a whole number of hours"),
    ("stops", "5", "cannot stop before it warns"),
    ("purposes", [], "Choose at least one"),
    ("purposes", ["advertising"], "There is a problem"),
    ("toilets", " ", "Say in a few words why not"),
    ("care", "x" * 121, "Use at most 120 characters"),
]


@pytest.mark.parametrize(("field", "typed", "said"), WRONG)
def test_what_is_wrong_is_said_by_the_field_and_kept_as_typed(as_role, field, typed, said):
    answer = as_role("slt").post(PAGE, data={**GIVEN, field: typed})
    assert (answer.status_code, said in answer.text) == (422, True)
    assert not isinstance(typed, str) or not typed.strip() or typed in answer.text
    assert in_force() == photo_rules.Rules()


def test_an_activity_is_added_changed_and_removed_and_the_rest_stays(as_role):
    browser = as_role("network_manager")
    browser.post(f"{PAGE}/activities", data=ACTIVITY)
    browser.post(f"{PAGE}/activities", data={**ACTIVITY, "name": "gymnastics", "kind": "warn"})
    assert [(one.name, one.kind) for one in in_force().activities] == [("Swimming", "warn"), ("gymnastics", "warn")]
    browser.post(f"{PAGE}/activities/0/remove")
    assert [one.name for one in in_force().activities] == ["gymnastics"]
    assert browser.post(f"{PAGE}/activities/7/remove").status_code == 404
    browser.post(PAGE, data=GIVEN)
    assert [one.name for one in in_force().activities] == ["gymnastics"]


@pytest.mark.parametrize("name", ["Toilets", "changing ROOMS", "Personal care"])
def test_where_nobody_is_ever_photographed_is_not_to_be_chosen_about(as_role, name):
    answer = as_role("slt").post(f"{PAGE}/activities", data={**ACTIVITY, "name": name, "kind": "warn"})
    assert (answer.status_code, "nobody is ever photographed" in answer.text) == (422, True)
    assert in_force() == photo_rules.Rules()


def test_a_list_of_activities_stays_short(as_role):
    browser = as_role("slt")
    for number in range(photo_rules.MOST_ACTIVITIES - 1):
        assert browser.post(f"{PAGE}/activities", data={**ACTIVITY, "name": f"Game {number}"}).status_code == 302
    answer = browser.post(f"{PAGE}/activities", data=ACTIVITY)
    assert (answer.status_code, "remove one first" in answer.text) == (422, True)
    assert browser.post(f"{PAGE}/activities", data={**ACTIVITY, "name": "Game 1"}).status_code == 302


def test_a_change_is_in_the_audit_log_without_the_schools_lines(as_role):
    as_role("slt").post(PAGE, data=GIVEN)
    (entry,) = [row for row in AuditEntry.select() if row.action == "policy.changed"]
    assert '"photos.list_warns_hours": 6' in entry.details
    assert "Never here" not in entry.details


def test_the_next_school_keeps_its_own(as_role):
    other = add_school("Next door")
    as_role("slt").post(PAGE, data=GIVEN)
    assert photo_settings.of_school(other.id) == photo_rules.Rules()
