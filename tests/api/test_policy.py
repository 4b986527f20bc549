"""The school's policy: what is in force, changing it after a look, two people where it takes two, its change log."""

from __future__ import annotations

import json

import pytest
from peewee import DatabaseError

from server.accounts.actions import add_school, add_staff, give_role
from server.foundation.audit import AuditEntry
from server.policy import versions, why
from server.policy.version_models import PolicyVersion, PolicyWish, PolicyWishEnd
from server.shell.demo_school import PASSWORD
from tests.api.policies import POLICY, chosen, school_id, seconded, staff_id, value_of

WHY = "Agreed by governors in October"
LOCK, OFF_BY = f"{POLICY}/setting/phones.lock_minutes", f"{POLICY}/setting/photos.off_by"
WORDS = {"sentence": "A phone locks itself at once.", "clause": "6.2", "reason": WHY}


def lock(act="make", value="5", seen="0", **more):
    """What the form of the lock sends."""
    return {"value": value, "seen": seen, "act": act, **WORDS, **more}


def policy_entries():
    return [row for row in AuditEntry.select() if row.action.startswith("policy.")]


@pytest.fixture
def finch(app):
    """A headteacher of the school next door, signed in."""
    person = add_staff(add_school("Next door"), "Mr Finch", "finch@nextdoor.example", PASSWORD)
    give_role(person, "headteacher")
    client = app.test_client()
    client.post("/sign-in", data={"email": "finch@nextdoor.example", "password": PASSWORD})
    return client


def test_every_setting_stands_there_with_its_rules_who_changes_it_and_what_it_does(app, as_role):
    shown = as_role("chair").get(POLICY).text
    for one in app.extensions["lanyard.registry"].settings.values():
        assert one.code in shown
    for words in (
        "Nothing chosen yet",
        "Serves R85",
        "changed by Network manager, Headteacher",
        "a second person agrees",
    ):
        assert words in shown
    assert "Change<" not in shown


def test_a_change_is_looked_at_first_and_then_made_with_the_schools_words(phone, as_role, app):
    callum = as_role("network_manager")
    looked = callum.post(LOCK, data=lock("look"))
    for words in ("15 minutes", "5 minutes", "A phone locks itself at once.", "(6.2)", WHY, "Make this change"):
        assert words in looked.text
    assert (value_of(app, "phones.lock_minutes"), PolicyVersion.select().count()) == (15, 0)
    back = callum.post(LOCK, data=lock("edit"))
    assert ('value="5"' in back.text, WHY in back.text) == (True, True)
    assert callum.post(LOCK, data=lock()).status_code == 302
    assert phone.reports().json["card"]["auto_lock_minutes"] == 5
    shown = as_role("headteacher").get(POLICY).text
    assert ("Version 1" in shown, "A phone locks itself at once." in shown) == (True, True)


def test_phones_and_their_lists_say_which_version_they_go_by(phone, app, todays_trip):
    assert phone.reports().json["card"]["policy"] == 0
    chosen(app, phones__lock_minutes=7)
    assert phone.reports().json["card"]["policy"] == 1
    with app.app_context():
        part = why.pack_part(school_id(), todays_trip, [], None)
    assert part.members == {"policy": 1}


@pytest.mark.parametrize(
    ("typed", "said"), [("", "Give a whole number"), ("31", "from 2 to 30"), ("soon", "from 2 to 30")]
)
@pytest.mark.parametrize("act", ["look", "make"])
def test_what_is_out_of_range_is_refused_by_the_field_and_kept_as_typed(as_role, typed, said, act):
    answer = as_role("network_manager").post(LOCK, data=lock(act, typed))
    assert (answer.status_code, said in answer.text, WHY in answer.text) == (422, True, True)
    assert f'value="{typed}"' in answer.text or not typed
    assert not PolicyVersion.select().exists()


@pytest.mark.parametrize("field", ["sentence", "clause", "reason"])
def test_the_words_are_not_too_long_and_there_is_a_reason(as_role, field):
    long = as_role("headteacher").post(LOCK, data=lock(**{field: "x" * 501}))
    assert (long.status_code, "Use at most" in long.text) == (422, True)
    if field == "reason":
        assert "Say why it changes" in as_role("headteacher").post(LOCK, data=lock(reason=" ")).text
    assert not PolicyVersion.select().exists()


def test_settings_that_may_not_go_together_are_refused_by_the_field(as_role, app):
    page = f"{POLICY}/setting/photos.list_stops_hours"
    for act in ("look", "make"):
        answer = as_role("slt").post(page, data=lock(act, "3"))
        assert (answer.status_code, "cannot stop before it warns" in answer.text) == (422, True)
    assert value_of(app, "photos.list_stops_hours") == 48


@pytest.mark.parametrize("role", ["office", "slt", "dsl", "chair"])
def test_whose_role_does_not_change_it_is_refused(as_role, role):
    client = as_role(role)
    assert (client.get(LOCK).status_code, client.post(LOCK, data=lock()).status_code) == (403, 403)
    assert client.get(f"{POLICY}/setting/phones.no_such").status_code == 404


@pytest.mark.parametrize("role", ["staff", "trip_leader", "site_manager"])
def test_others_do_not_read_the_policy(as_role, role):
    assert [as_role(role).get(page).status_code for page in (POLICY, f"{POLICY}/changes")] == [403, 403]


def test_of_two_at_once_the_second_sees_what_the_first_changed_and_may_then_save(as_role, app):
    head, callum = as_role("headteacher"), as_role("network_manager")
    callum.post(LOCK, data=lock(value="5"))
    answer = head.post(LOCK, data=lock("look", "9"))
    assert answer.status_code == 409
    assert "Callum Reid" in answer.text
    assert "from 15 minutes to 5 minutes" in answer.text
    assert 'value="9"' in answer.text
    assert head.post(LOCK, data=lock(value="9")).status_code == 409
    assert value_of(app, "phones.lock_minutes") == 5
    assert head.post(LOCK, data=lock(value="9", seen="1")).status_code == 302
    assert value_of(app, "phones.lock_minutes") == 9


def test_another_setting_changed_meanwhile_overtakes_nobody(as_role, app):
    chosen(app, photos__list_warns_hours=6)
    assert as_role("network_manager").post(LOCK, data=lock()).status_code == 302


def test_the_same_again_changes_nothing(as_role):
    head = as_role("headteacher")
    head.post(LOCK, data=lock())
    assert "Nothing changes" in head.post(LOCK, data=lock("look", seen="1"), follow_redirects=True).text
    head.post(LOCK, data=lock(seen="1"))
    assert PolicyVersion.select().count() == 1


def test_retention_waits_for_a_second_person_who_is_not_whoever_wished_for_it(phone, as_role, app):
    evc, head = as_role("evc"), as_role("headteacher")
    looked = evc.post(OFF_BY, data=lock("look", "15:00"))
    assert "Ask a second person to agree" in looked.text
    evc.post(OFF_BY, data=lock(value="15:00"))
    wish = PolicyWish.get()
    page = f"{POLICY}/waiting/{wish.id}"
    assert "A change waits for a second person" in evc.get("/office/photos/off-by").text
    assert page in head.get(POLICY).text
    assert [page in who.get("/office").text for who in (head, evc, as_role("office"))] == [True, False, False]
    assert "You wished for it" in evc.get(page).text
    assert evc.post(f"{page}/agree").status_code == 403
    assert as_role("office").post(f"{page}/agree").status_code == 403
    assert phone.reports().json["card"]["photos_off_by"] == "16:30"
    assert head.post(f"{page}/agree").status_code == 302
    assert phone.reports().json["card"]["photos_off_by"] == "15:00"
    row = PolicyVersion.get()
    assert (row.made_by, row.seconded_by, row.reason) == (staff_id("evc"), staff_id("headteacher"), WHY)
    assert head.post(f"{page}/agree").status_code == 404
    assert page not in head.get("/office").text
    assert [row.action for row in policy_entries()] == ["policy.wished", "policy.changed", "policy.wish_agreed"]


def test_the_headteachers_own_wish_is_not_theirs_to_agree_to(as_role, app):
    head = as_role("headteacher")
    head.post(OFF_BY, data=lock(value="15:00"))
    answer = head.post(f"{POLICY}/waiting/{PolicyWish.get().id}/agree")
    assert (answer.status_code, "Somebody else agrees" in answer.text) == (403, True)
    assert value_of(app, "photos.off_by") == "16:30"


def test_the_schools_words_for_what_takes_two_take_one(as_role, app):
    as_role("headteacher").post(OFF_BY, data=lock(value="16:30"))
    assert (PolicyWish.select().count(), PolicyVersion.select().count()) == (0, 1)
    with app.app_context():
        assert versions.in_force(school_id()).said["photos.off_by"].clause == "6.2"


def test_a_wish_is_refused_with_a_reason_or_taken_back(as_role, app):
    evc, head = as_role("evc"), as_role("headteacher")
    evc.post(OFF_BY, data=lock(value="15:00"))
    page = f"{POLICY}/waiting/{PolicyWish.get().id}"
    assert head.post(f"{page}/turn-down", data={"why": ""}).status_code == 422
    assert as_role("office").post(f"{page}/turn-down", data={"why": "No"}).status_code == 403
    assert head.post(f"{page}/turn-down", data={"why": "Too early"}).status_code == 302
    evc.post(OFF_BY, data=lock(value="15:30"))
    (second,) = [row for row in PolicyWish.select() if row.id not in page]
    evc.post(f"{POLICY}/waiting/{second.id}/turn-down", data={"why": "A mistake"})
    assert sorted(row.outcome for row in PolicyWishEnd.select()) == ["refused", "withdrawn"]
    assert (seconded(app), value_of(app, "photos.off_by")) == (0, "16:30")


def test_a_wish_that_somebody_overtook_is_shown_and_not_put_in_force(as_role, app):
    as_role("evc").post(OFF_BY, data=lock(value="15:00"))
    wish = PolicyWish.get()
    as_role("office").post(OFF_BY, data=lock(value="17:00"))
    (other,) = [row for row in PolicyWish.select() if row.id != wish.id]
    dsl = as_role("dsl")
    assert dsl.post(f"{POLICY}/waiting/{other.id}/agree").status_code == 302
    answer = dsl.post(f"{POLICY}/waiting/{wish.id}/agree")
    assert (answer.status_code, "from 16:30 to 17:00" in answer.text) == (409, True)
    assert value_of(app, "photos.off_by") == "17:00"


def test_a_change_while_phones_are_out_says_which_version_each_keeps(app, as_role, phone, todays_trip):
    def shown():
        return " ".join(as_role("network_manager").post(LOCK, data=lock("look", seen="2")).text.split())

    chosen(app, phones__lock_minutes=7)
    assert ("no version of ours yet" in shown(), "version 1" in shown()) == (True, False)
    phone.reports()
    chosen(app, phones__lock_minutes=8)
    assert ("Phones are out." in shown(), "<li>Phone 3: version 1</li>" in shown()) == (True, True)
    phone.reports()
    assert "<li>Phone 3: version 2</li>" in shown()


def test_the_log_says_who_changed_what_from_what_to_what_and_why(as_role):
    callum = as_role("network_manager")
    callum.post(LOCK, data=lock())
    shown = callum.get(f"{POLICY}/changes").text
    for words in ("Version 1", "Callum Reid", "15 minutes", "5 minutes", WHY, "A phone locks itself at once."):
        assert words in shown
    assert json.loads(policy_entries()[0].details)["values"] == {"phones.lock_minutes": 5}
    assert "locks itself" not in "".join(row.details for row in policy_entries())


def test_versions_and_wishes_are_kept_for_good(as_role):
    as_role("headteacher").post(LOCK, data=lock())
    as_role("headteacher").post(OFF_BY, data=lock(value="15:00"))
    for table in (PolicyVersion, PolicyWish):
        for change in (table.update(reason="Another"), table.delete()):
            with pytest.raises(DatabaseError):
                change.execute()


def test_the_next_school_has_a_policy_of_its_own(as_role, finch):
    as_role("headteacher").post(OFF_BY, data=lock(value="15:00"))
    as_role("headteacher").post(LOCK, data=lock())
    assert "Nothing chosen yet" in finch.get(POLICY).text
    assert finch.get(f"{POLICY}/waiting/{PolicyWish.get().id}").status_code == 404
    assert finch.post(f"{POLICY}/waiting/{PolicyWish.get().id}/agree").status_code == 404


def test_a_yes_that_ends_by_the_policy_is_followed_to_whoever_is_out(as_role, app, todays_trip):
    as_role("office").post(f"{POLICY}/setting/consent.lasts_days", data=lock(value="1"))
    assert "consent.turned_while_out" in {row.action for row in AuditEntry.select()}


@pytest.mark.parametrize(
    ("role", "page", "code"),
    [
        ("slt", "/office/photo-rules", "photos.purposes"),
        ("office", "/office/consent/bases", "consent.lasts_days"),
        ("headteacher", "/office/own-phones/rules", "own_phone.agrees"),
        ("network_manager", "/office/phone-rules", "phones.lock_minutes"),
        ("network_manager", "/office/sign-in-rules", "accounts.passwords_end"),
        ("headteacher", "/office/sign-in-rules/second-step", "accounts.second_step"),
        ("evc", "/office/photos/off-by", "photos.off_by"),
        ("deputy_dsl", "/office/alerts/who-is-told", "alerts.added"),
    ],
)
def test_each_page_that_chooses_a_setting_leads_to_its_place_in_the_policy(as_role, role, page, code):
    browser = as_role(role)
    assert f'href="{POLICY}#{code}"' in browser.get(page).text
    assert f'id="{code}"' in browser.get(POLICY).text


def test_what_is_no_setting_is_led_to_from_the_same_page_by_whoever_may_open_it(as_role):
    lines = {role: as_role(role).get("/office/policy").text for role in ("headteacher", "chair")}
    pages = ("/office/agreement", "/office/contacts", "/office/consent/bases", "/office/consent/authorisations")
    assert [f'href="{page}"' in lines["headteacher"].split('id="elsewhere"')[1] for page in pages] == [True] * 4
    assert [page for page in pages if f'href="{page}"' in lines["chair"].split('id="elsewhere"')[-1]] == [
        page for page in pages if as_role("chair").get(page).status_code == 200
    ]
