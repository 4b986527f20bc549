"""Signed in on somebody's own phone: it hands in what it holds, and is given nothing of any pupil."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from server.accounts.models import OWN_PHONE, SignIn, Staff
from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.shell.demo_school import PASSWORD
from server.trips.models import Pupil
from tests.cast import CLIENT, Phone, address_of, grazed_knee, receipts, sign_in

# What a sign-in without a phone may call, besides what is open to anybody.
OPEN_TO_A_SESSION = {"/api/outbox/manifest", "/api/outbox/envelopes", "/api/outbox/blobs/<blob_id>", "/api/kinds"}
OPEN_TO_ANYBODY = {"/api/own-phone/sign-in", "/api/sign-out", "/api/phones/enrol", "/api/phones/me"}
SHUT_AND_READING = ("/api/packs/anything", "/api/agreement", "/api/alerts")
SHUT_AND_WRITING = (
    "/api/unlock",
    "/api/unlock/anything/share",
    "/api/unlock/anything/pin",
    "/api/sign-in",
    "/api/join",
)


def signs_in(client, role="trip_leader", password=PASSWORD):
    """Sign somebody in on this, their own phone."""
    given = {"email": address_of(role), "password": password}
    return client.post("/api/own-phone/sign-in", json=given, headers=CLIENT)


@pytest.fixture
def own(app):
    """Priya's own phone, on which she has signed in."""
    own = Phone(app.test_client(), "")
    own.key = own.client.get("/app/start.json").json["keys"][0]
    assert signs_in(own.client).status_code == 200
    return own


def who(client):
    return client.get("/api/phones/me").json["staff"]


def test_it_names_who_signed_in_and_the_cookie_is_out_of_any_scripts_reach(app):
    client = app.test_client()

    answer = signs_in(client)

    assert answer.json["staff"]["name"] == "Priya Shah"
    assert answer.json["phone"] is None
    cookie = client.get_cookie("lanyard_own_phone")
    assert (cookie.http_only, cookie.same_site, cookie.max_age) == (True, "Strict", 12 * 3600)
    assert client.get("/api/phones/me").json == {"phone": None, "staff": answer.json["staff"]}


def test_what_it_hands_in_is_kept_as_its_authors_whoever_is_signed_in(own, exported):
    priya = Staff.get(Staff.email == address_of("trip_leader"))
    knee = {**grazed_knee(), "actor": {"staff": priya.id, "how": "session", "typed_name": None, "unlocked_by": None}}
    frame = own.files(knee)
    signs_in(own.client, "staff")

    assert own.reports().status_code == 200
    first, again = receipts(own.sends(frame)), receipts(own.sends(frame))

    assert first == again
    (line,) = exported()
    assert (line["state"], line["phone"], line["actor"]["staff"]) == ("opened", None, priya.id)


def test_who_handed_it_in_stands_in_the_audit_log(own):
    own.sends(own.files(grazed_knee()))

    (entry,) = AuditEntry.select().where(AuditEntry.action == "records.stored")
    assert entry.actor == Staff.get(Staff.email == address_of("trip_leader")).id
    signed_in = AuditEntry.select().where(AuditEntry.action == "staff.signed_in", AuditEntry.subject == OWN_PHONE)
    assert signed_in.count() == 1


def test_its_card_holds_contacts_and_no_pupil_and_nobodys_pin(own):
    answer = own.reports()

    card = answer.json["card"]
    assert (card["phone"], card["charge"], "people" in card) == (None, None, False)
    assert {contact["role"] for contact in card["contacts"]} >= {"base_contact", "dsl"}
    text = json.dumps(answer.json)
    names = {name for row in Pupil.select() for name in (f"{row.first_name} {row.last_name}", row.id)}
    assert len(names) > 30
    assert [name for name in names if name in text] == []


def test_every_route_of_a_phone_says_whether_it_is_open_to_somebody_without_one(app):
    routes = {rule.rule: app.view_functions[rule.endpoint].access.who for rule in app.url_map.iter_rules()}
    # What an open page of the office asks by itself is for who is signed in there.
    of_the_office = {address for address in routes if address.startswith("/api/office/")}
    api = {at: who for at, who in routes.items() if at.startswith("/api/") and at not in of_the_office}

    assert {address for address, who in api.items() if who == "phone_or_staff"} == OPEN_TO_A_SESSION
    assert {address for address, who in api.items() if who == "anyone"} == OPEN_TO_ANYBODY
    assert {who for address, who in api.items() if address not in OPEN_TO_A_SESSION | OPEN_TO_ANYBODY} == {"phone"}
    assert {routes[address] for address in of_the_office} <= {"staff"}


@pytest.mark.parametrize("sort", ["own phone", "office"])
def test_no_list_no_pin_and_no_agreement_for_somebody_without_a_school_phone(app, sort):
    client = app.test_client()
    if sort == "office":
        sign_in(client, "dsl")
    else:
        signs_in(client, "dsl")

    answers = [client.get(address, headers=CLIENT) for address in SHUT_AND_READING]
    answers += [client.post(address, json={}, headers=CLIENT) for address in SHUT_AND_WRITING]

    assert {(answer.status_code, answer.json["code"]) for answer in answers} == {(401, "access.phone_unknown")}


def test_it_opens_no_page_of_the_office_whoever_it_is(app):
    client = app.test_client()
    signs_in(client, "dsl")
    token = client.get_cookie("lanyard_own_phone").value

    assert client.get("/office").status_code == 302
    with client.session_transaction() as session:
        session["_user_id"] = token
    assert client.get("/office").status_code == 302


def test_a_sign_in_to_the_office_is_none_on_an_own_phone(app):
    client = sign_in(app.test_client(), "office")

    assert who(client) is None


def test_it_lasts_twelve_hours_used_or_not_and_no_longer(own, monkeypatch):
    started = clock.now()
    monkeypatch.setattr(clock, "now", lambda: started + timedelta(hours=11, minutes=59))
    assert own.reports().status_code == 200

    monkeypatch.setattr(clock, "now", lambda: started + timedelta(hours=12, minutes=1))

    assert (own.reports().status_code, who(own.client)) == (401, None)


def test_signing_out_ends_every_copy_of_the_cookie_and_takes_it_back(own, app):
    copy = app.test_client()
    copy.set_cookie("lanyard_own_phone", own.client.get_cookie("lanyard_own_phone").value)

    assert own.client.post("/api/sign-out", headers=CLIENT).status_code == 204

    assert (own.client.get_cookie("lanyard_own_phone"), who(copy)) == (None, None)
    assert copy.post("/api/outbox/manifest", json={"chains": []}, headers=CLIENT).status_code == 401


def test_a_second_person_signing_in_ends_the_first_ones_on_that_phone_alone(own, app):
    elsewhere = app.test_client()
    signs_in(elsewhere)
    first = own.client.get_cookie("lanyard_own_phone").value

    signs_in(own.client, "staff")

    copy = app.test_client()
    copy.set_cookie("lanyard_own_phone", first)
    assert [who(client) and who(client)["name"] for client in (own.client, elsewhere, copy)] == [
        "Tom Hargreave",
        "Priya Shah",
        None,
    ]


def test_it_stands_on_its_owners_page_and_can_be_ended_there(own, app):
    priya = sign_in(app.test_client(), "trip_leader")
    assert "An own phone’s app" in priya.get("/office/you").text
    row = SignIn.get(SignIn.phone == OWN_PHONE)

    priya.post(f"/office/you/sign-ins/{row.id}/end")

    assert who(own.client) is None


def test_somebody_disabled_is_out_on_their_own_phone_too(own, as_role):
    priya = Staff.get(Staff.email == address_of("trip_leader"))

    as_role("network_manager").post(f"/office/staff/{priya.id}/disable")

    assert (who(own.client), own.reports().status_code) == (None, 401)


def test_a_wrong_password_is_refused_and_counted_as_anywhere(app):
    client = app.test_client()
    answers = [signs_in(client, password="wrong") for _ in range(11)]

    assert answers[0].json["code"] == "accounts.sign_in_refused"
    assert answers[-1].json["code"] == "accounts.too_many_tries"
    assert client.get_cookie("lanyard_own_phone") is None


@pytest.mark.parametrize(
    "given", [[], {"email": 1, "password": "x"}, {"email": "a"}, {"email": "a", "password": "x" * 1001}]
)
def test_what_is_no_sign_in_is_answered_plainly(app, given):
    answer = app.test_client().post("/api/own-phone/sign-in", json=given, headers=CLIENT)

    assert (answer.status_code, answer.json["code"]) == (400, "request.malformed")


def test_another_sites_page_signs_nobody_in(app):
    headers = {**CLIENT, "Origin": "https://elsewhere.example"}

    answer = app.test_client().post("/api/own-phone/sign-in", json={}, headers=headers)

    assert (answer.status_code, answer.json["code"]) == (403, "request.foreign")


def test_a_school_phone_is_signed_in_on_as_a_school_phone(phone):
    answer = signs_in(phone.client)

    assert answer.json["phone"]["name"] == "Phone 3"
    assert phone.client.get_cookie("lanyard_own_phone") is None
    assert SignIn.get(SignIn.ended_at.is_null()).phone == answer.json["phone"]["id"]


def test_set_up_later_it_is_a_school_phone_and_its_numbering_goes_on(own, new_phone, exported):
    own.reports()
    own.sends(own.files(grazed_knee()))
    own.code = new_phone("Phone 4").code
    own.sets_itself_up()

    card = own.reports().json["card"]
    own.sends(own.files(grazed_knee()))

    assert (card["phone"]["name"], card["people"]) == ("Phone 4", [])
    before, after = exported()
    assert (before["phone"], after["phone"]) == (None, card["phone"]["id"])
    assert who(own.client) is None


def test_a_numbering_begun_on_an_own_phone_is_not_pointed_out_once_the_phone_is_the_schools(own, new_phone, as_role):
    own.reports()
    own.code = new_phone("Phone 4").code
    own.sets_itself_up()
    knee = grazed_knee()

    own.sends(own.files(knee))

    assert "begun on another phone" not in as_role("dsl").get(f"/office/incidents/{knee['id']}").text


def test_the_office_reads_that_it_came_from_an_own_phone(own, as_role):
    trip = own.reports().json["card"]["trip"]["id"]
    knee = grazed_knee(trip)
    own.sends(own.files(knee))
    own.files(grazed_knee(trip))
    own.reports()

    dsl = as_role("dsl")

    assert "an own phone" in dsl.get(f"/office/incidents/{knee['id']}").text
    board = dsl.get(f"/office/trips/{trip}").text
    assert "Own phones" in board


def test_the_office_reads_that_a_logged_use_came_from_an_own_phone(own, as_role):
    opened_at = "2026-06-12T09:14:00Z"
    use = {**grazed_knee(), "kind": "personal_phone.used", "body": {"opened_at": opened_at, "written_on": "own_phone"}}
    own.sends(own.files(use))

    assert "an own phone" in as_role("headteacher").get(f"/office/own-phones/{use['id']}").text
