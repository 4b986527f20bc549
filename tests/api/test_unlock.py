"""PINs on a shared phone, the school's side: it keeps the share, counts five tries, and tells who signed what."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from server.accounts.models import Staff
from server.foundation.audit import AuditEntry
from server.intake.models import Record
from server.phones import unlocks
from server.phones.models import Phone, Unlock
from tests.api.pins import PinHolder, base64url, pin_of
from tests.cast import CLIENT, address_of, grazed_knee, receipts

WRONG = base64url(bytes(32))


@pytest.fixture
def priya(phone):
    """The trip's leader, with a PIN on Phone 3."""
    return pin_of(phone)


def people_on(phone):
    return [one["name"] for one in phone.reports().json["card"]["people"]]


def test_the_right_pin_releases_the_share_and_a_wrong_one_does_not(priya):
    assert priya.opens().json == {"share": priya.share}
    refused = priya.opens(WRONG)
    assert (refused.status_code, refused.json["code"], refused.json["tries_left"]) == (403, "unlock.pin_wrong", 4)


def test_five_wrong_pins_lock_it_for_the_right_one_too(priya):
    codes = [priya.opens(WRONG).json["code"] for _ in range(5)]
    assert codes == ["unlock.pin_wrong"] * 4 + ["unlock.locked"]
    assert priya.opens().json["code"] == "unlock.locked"
    assert priya.phone.reports().json["card"]["people"][0]["is_locked"] is True


def test_a_right_pin_clears_the_wrong_ones(priya):
    for _ in range(4):
        priya.opens(WRONG)
    assert priya.opens().status_code == 200
    assert priya.opens(WRONG).json["tries_left"] == 4


def test_a_pin_is_chosen_by_who_has_signed_in_and_nobody_else(phone):
    answer = PinHolder(phone, "trip_leader").tries_to_choose()
    assert (answer.status_code, answer.json["code"]) == (401, "unlock.sign_in_first")


def test_the_school_keeps_no_pin_and_no_proof(priya):
    row = Unlock.get()
    assert priya.proof not in json.dumps(row.__data__, default=str)
    assert row.proof_hash.startswith("$argon2id$")


def test_choosing_anew_ends_the_one_before(priya):
    before = priya.person["unlock"]
    priya.signs_in().chooses()
    assert priya.person["unlock"] != before
    ended = Unlock.get_by_id(before)
    assert (ended.ended_why, ended.share, ended.rescue_code) == ("chosen anew", "", None)
    assert people_on(priya.phone) == ["Priya Shah"]


def test_two_people_have_a_pin_on_one_phone_and_the_card_names_both(phone):
    pin_of(phone, "trip_leader")
    pin_of(phone, "staff")
    assert people_on(phone) == ["Priya Shah", "Tom Hargreave"]


def test_a_pin_of_another_phone_is_unknown_here(priya, new_phone):
    other = new_phone("Phone 4")
    other.sets_itself_up()
    stranger = PinHolder(other, "trip_leader")
    stranger.person, stranger.proof = priya.person, priya.proof
    assert stranger.opens().json["code"] == "unlock.unknown"
    assert people_on(other) == []


def test_a_disabled_person_opens_nothing_and_leaves_the_card(priya, as_role):
    row = Staff.get(Staff.email == address_of("trip_leader"))
    as_role("network_manager").post(f"/office/staff/{row.id}/disable")
    assert priya.opens().json["code"] == "unlock.unknown"
    assert people_on(priya.phone) == []


def test_a_lost_phone_gets_no_share_and_no_new_pin(priya):
    Phone.update(revoked_at=1).where(Phone.name == "Phone 3").execute()
    assert priya.opens().json["code"] == "unlock.phone_lost"
    assert priya.tries_to_choose().json["code"] == "unlock.phone_lost"
    assert people_on(priya.phone) == []


def test_a_pin_is_changed_by_whoever_holds_the_keys(priya):
    changed = priya.lock(proof=base64url(b"another proof of thirty-two byte"))
    signed = json.dumps({"unlock": priya.person["unlock"], **changed})
    answer = priya.asks(
        f"/api/unlock/{priya.person['unlock']}/pin",
        {"signed": signed, "signature": priya.signature(signed.encode())},
    )
    assert (answer.status_code, answer.json["share"]) == (200, priya.share)
    assert priya.opens().status_code == 403
    assert priya.opens(changed["proof"]).status_code == 200


@pytest.mark.parametrize("forged", ["another's key", "another's pin", "no signature", "no JSON", "a list"])
def test_a_change_that_is_not_signed_for_this_pin_is_refused(priya, forged):
    signed = json.dumps({"unlock": priya.person["unlock"], **priya.lock()})
    signer = PinHolder(priya.phone, "staff") if forged == "another's key" else priya
    if forged == "another's pin":
        signed = json.dumps({"unlock": "another", **priya.lock()})
    if forged in ("no JSON", "a list"):
        signed = {"no JSON": "{", "a list": "[]"}[forged]
    signature = "AA" if forged == "no signature" else signer.signature(signed.encode())
    answer = priya.asks(f"/api/unlock/{priya.person['unlock']}/pin", {"signed": signed, "signature": signature})
    assert answer.status_code in (400, 403)
    assert priya.opens().status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"rounds": 599_999},
        {"rounds": True},
        {"rounds": 10**12},
        {"salt": "short"},
        {"proof": None},
        {"rescue_code": "12345"},
        {"rescue_code": "١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦"},
        {"seal_key": {"kty": "EC", "crv": "P-256", "x": "A" * 43, "y": "A" * 43}},
        {"seal_key": "key"},
        {"sign_key": {"kty": "RSA"}},
    ],
)
def test_what_cannot_be_a_pin_is_refused_and_nothing_is_kept(phone, wrong):
    answer = PinHolder(phone, "trip_leader").signs_in().tries_to_choose(**wrong)
    assert (answer.status_code, answer.json["code"]) == (400, "request.malformed")
    assert Unlock.select().count() == 0


def test_a_signed_record_is_its_authors_and_any_other_is_not_verified(priya, todays_trip, run):
    staff = priya.person["staff"]
    mine = {**grazed_knee(todays_trip), "actor": {"staff": staff, "how": "pin"}}
    forged = {**grazed_knee(todays_trip), "actor": {"staff": staff, "how": "pin"}}
    unsigned = {**grazed_knee(todays_trip), "actor": {"staff": staff, "how": "pin"}}
    stranger = PinHolder(priya.phone, "staff")
    receipts(priya.phone.sends(priya.files(mine), stranger.files(forged), priya.phone.files(unsigned)))
    signed_by = {row.id: row.signed_by for row in Record.select()}
    assert signed_by == {mine["id"]: staff, forged["id"]: None, unsigned["id"]: None}


def test_a_signature_still_counts_after_another_pin_was_chosen(priya, todays_trip):
    mine = {**grazed_knee(todays_trip), "actor": {"staff": priya.person["staff"], "how": "pin"}}
    frame = priya.files(mine)
    pin_of(priya.phone)
    receipts(priya.phone.sends(frame))
    assert Record.get().signed_by == priya.person["staff"]


def page_of(as_role, record):
    return as_role("office").get(f"/office/incidents/{record['id']}").text


def test_the_office_sees_what_is_verified_and_what_is_not(priya, todays_trip, as_role):
    actor = {"staff": priya.person["staff"], "how": "pin"}
    mine, other = ({**grazed_knee(todays_trip), "actor": actor} for _ in range(2))
    receipts(priya.phone.sends(priya.files(mine), priya.phone.files(other)))
    assert "Priya Shah, unlocked with their PIN on Phone 3" in page_of(as_role, mine)
    assert "not verified" not in page_of(as_role, mine)
    assert "Author not verified" in page_of(as_role, other)


def test_somebody_elses_words_on_a_leaders_unlock_name_both(priya, todays_trip, as_role):
    actor = {"staff": None, "how": "pin", "typed_name": "Ms Cover", "unlocked_by": priya.person["staff"]}
    record = {**grazed_knee(todays_trip), "actor": actor}
    receipts(priya.phone.sends(priya.files(record)))
    assert "Ms Cover, on Priya Shah’s unlock of Phone 3" in page_of(as_role, record)


@pytest.mark.parametrize(("kind", "words"), [("confirmed", "Confirmed by Priya Shah."), ("disowned", "not theirs")])
def test_a_report_filed_while_locked_is_confirmed_or_disowned_by_a_signed_record(
    priya, todays_trip, as_role, kind, words
):
    report = grazed_knee(todays_trip)
    said = {**grazed_knee(todays_trip), "kind": f"authorship.{kind}", "body": {"record": report["id"]}}
    said["actor"] = {"staff": priya.person["staff"], "how": "pin"}
    receipts(priya.phone.sends(priya.phone.files(report), priya.files(said)))
    assert words in page_of(as_role, report)


def test_an_unsigned_word_confirms_nothing(priya, todays_trip, as_role):
    report = grazed_knee(todays_trip)
    said = {**grazed_knee(todays_trip), "kind": "authorship.confirmed", "body": {"record": report["id"]}}
    said["actor"] = {"staff": priya.person["staff"], "how": "pin"}
    receipts(priya.phone.sends(priya.phone.files(report), priya.phone.files(said)))
    assert "Confirmed" not in page_of(as_role, report)


def test_reading_out_a_rescue_code_is_audited(priya, in_app):
    row = Unlock.get()
    assert unlocks.read_out_code(row.school_id, row.id, "office") == "1234 5678 9012 3456"
    assert AuditEntry.select().where(AuditEntry.action == "unlock.code_read_out").count() == 1


def test_a_pin_is_no_way_into_the_office(priya):
    assert priya.phone.client.get("/office", headers=CLIENT).status_code == 302


def test_many_guesses_at_once_are_five(priya, app):
    def guess(_):
        client = app.test_client()
        cookie = priya.phone.client.get_cookie("lanyard_phone")
        client.set_cookie("lanyard_phone", cookie.value)
        return client.post(f"/api/unlock/{priya.person['unlock']}/share", json={"proof": WRONG}, headers=CLIENT)

    with ThreadPoolExecutor(8) as threads:
        codes = [answer.json["code"] for answer in threads.map(guess, range(12))]
    assert codes.count("unlock.pin_wrong") <= 5
    assert Unlock.get().wrong_tries == 5
