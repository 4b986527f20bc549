"""A change of the policy that staff have to know asks for the signature again, and says what changed (R98)."""

from __future__ import annotations

import pytest

from server.accounts.models import Agreement, AgreementSignature
from server.policy import changing, versions
from server.policy.changing import Why
from server.policy.policy_rules import Said
from tests.api.pins import pin_of
from tests.api.policies import POLICY, chosen, school_id, seconded, staff_id
from tests.cast import CLIENT, grazed_knee, receipts

PAGE, ASKED = "/office/agreement", "Sign acceptable use again"
SENTENCE, CLAUSE = "Staff never use their own phone on a trip.", "7.1"


def decides(app, sentence=SENTENCE, **values):
    """The headteacher changes settings, with the school's sentence for each."""
    with app.app_context():
        wanted = {name.replace("__", "."): Said(value, sentence, CLAUSE) for name, value in values.items()}
        changing.change(school_id(), wanted, Why(staff_id("headteacher"), "Governors agreed"))


def signs(client):
    """Sign the version in force, in the office."""
    client.get(PAGE)
    version = Agreement.select(Agreement.version).order_by(Agreement.version.desc()).limit(1).scalar()
    assert client.post(PAGE, data={"version": str(version)}).status_code == 302


def test_what_staff_have_to_know_asks_for_the_signature_again_and_quotes_the_school(app, as_role):
    staff = as_role("staff")
    signs(staff)
    assert ASKED not in staff.get("/office").text
    decides(app, own_phone__risk_assessment=True)
    for shown in (staff.get("/office").text, staff.get(PAGE).text):
        for words in ("Needed each time. Before: Not needed.", SENTENCE, "(7.1)"):
            assert words in shown
    assert "I have read this and agree" in staff.get(PAGE).text
    signs(staff)
    assert ASKED not in staff.get("/office").text
    assert "What changed since you signed" not in staff.get(PAGE).text


def test_the_same_text_is_signed_again_and_older_signatures_stay(app, as_role):
    signs(as_role("staff"))
    text = Agreement.get().text
    decides(app, own_phone__risk_assessment=True)
    assert [(row.version, row.text) for row in Agreement.select().order_by(Agreement.version)] == [(1, text), (2, text)]
    assert AgreementSignature.select().count() == 1


@pytest.mark.parametrize(
    "values", [{"phones__lock_minutes": 5}, {"alerts__first_minutes": 9}, {"own_phone__risk_assessment": False}]
)
def test_what_staff_need_not_know_and_words_alone_ask_nobody(app, values):
    decides(app, **values)
    assert Agreement.select().count() == 1


def test_what_takes_two_asks_once_the_second_person_agrees_and_not_before(app):
    decides(app, photos__off_by="15:00")
    assert Agreement.select().count() == 1
    seconded(app)
    assert Agreement.select().count() == 2


def test_a_phone_hears_of_it_at_its_next_fetch_and_can_say_what_changed(app, phone, exported, todays_trip):
    priya = pin_of(phone)
    record = {**grazed_knee(None), "kind": "agreement.signed", "body": {"version": 1}}
    record["actor"] = {"staff": priya.person["staff"], "how": "pin"}
    receipts(phone.sends(priya.files(record)))
    assert phone.reports().json["card"]["people"][0]["has_agreed"]
    decides(app, own_phone__risk_assessment=True)
    card = phone.reports().json["card"]
    assert (card["agreement"], card["people"][0]["has_agreed"]) == ({"version": 2}, False)
    answer = phone.client.get("/api/agreement", headers=CLIENT).json
    assert [(one["version"], SENTENCE in one["lines"][0]) for one in answer["changed"]] == [(2, True)]
    receipts(phone.sends(phone.files(grazed_knee(todays_trip))))
    assert exported()[-1]["state"] == "opened"


def test_nobody_is_asked_twice_for_one_version_and_each_later_change_is_said(app, as_role):
    staff = as_role("staff")
    signs(staff)
    chosen(app, own_phone__risk_assessment=True, phones__registers_devices=True)
    chosen(app, photos__first_names=True)
    assert Agreement.select().count() == 3
    assert staff.get("/office").text.count(ASKED) == 2
    shown = staff.get(PAGE).text
    for words in ("A list of staff’s own devices", "A first name beside a picture", "A risk assessment in writing"):
        assert words in shown


def test_a_school_without_an_agreement_asks_nobody(app):
    Agreement.delete().execute()
    decides(app, own_phone__risk_assessment=True)
    with app.app_context():
        assert (Agreement.select().count(), versions.number(school_id())) == (0, 1)


def test_the_look_before_it_counts_says_that_everybody_signs_again(as_role):
    head = as_role("headteacher")
    form = {"value": "yes", "sentence": "", "clause": "", "reason": "Because", "act": "look", "seen": "0"}
    words = "Everybody is asked to sign acceptable use again"
    assert words in head.post(f"{POLICY}/setting/own_phone.risk_assessment", data=form).text
    lock = {**form, "value": "5"}
    assert words not in head.post(f"{POLICY}/setting/phones.lock_minutes", data=lock).text
