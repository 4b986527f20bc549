"""The manifest: the school learns what exists before it comes, and a phone that lies costs no record."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from server.accounts.models import Staff
from server.accounts.queries import any_school
from server.foundation import audit, clock
from server.intake.models import Chain
from server.reconciliation.boards import board_of
from server.trips.actions import Party, add_trip
from tests.cast import CLIENT, grazed_knee


def _board(trip):
    board = board_of(any_school().id, trip)
    return board.announced, board.arrived, board.missing, board.held


def test_the_answer_holds_all_a_phone_needs(phone):
    answer = phone.reports().json

    assert set(answer) == {"server_time", "epoch", "settled_n", "have", "keys", "audit_head", "card", "notices"}
    assert answer["card"]["trip"]["title"] == "Castle visit"
    assert answer["card"]["trip"]["pupil_count"] == 32
    assert answer["card"]["school"] == {"name": "Wrenfield Park Primary School", "demo": True}


def test_the_card_names_no_pupil(phone):
    from server.trips.models import Pupil

    card = phone.reports().text

    assert not [pupil for pupil in Pupil.select() if f"{pupil.first_name} {pupil.last_name}" in card]


def test_what_was_announced_and_never_came_is_missing_by_its_number(phone, todays_trip):
    phone.files(grazed_knee(todays_trip))
    phone.sends(phone.files(grazed_knee(todays_trip)))

    phone.reports()

    assert _board(todays_trip) == (2, 1, 1, 0)
    three = next(board for board in board_of(any_school().id, todays_trip).phones if board.name == "Phone 3")
    assert [item.seq for item in three.missing] == [1]


def test_a_manifest_that_shrinks_takes_nothing_back(phone, todays_trip):
    phone.files(grazed_knee(todays_trip))
    phone.reports()

    phone.pending = []
    phone.next_seq = 1
    phone.reports()

    assert _board(todays_trip) == (1, 0, 1, 0)
    assert Chain.get(Chain.chain == phone.chain).next_seq == 2


def test_a_digest_that_turns_out_another_is_told_as_missing(phone, todays_trip):
    sent = phone.files(grazed_knee(todays_trip))
    phone.pending[0]["digest"] = "0" * 64

    phone.reports()
    phone.sends(sent)

    assert _board(todays_trip) == (2, 1, 1, 0)


def test_have_names_what_the_school_already_has(phone, todays_trip):
    knee = grazed_knee(todays_trip)
    phone.sends(phone.files(knee))

    assert phone.reports().json["have"] == {knee["id"]: phone.pending[0]["digest"]}


def test_have_names_the_phones_own_of_two_versions(phone):
    knee = grazed_knee()
    phone.sends(phone.files(knee))
    phone.sends(phone.files(knee))

    for told in phone.pending:
        chains = [{"chain": phone.chain, "next": phone.next_seq, "pending": [told]}]
        assert phone.reports(chains=chains).json["have"] == {knee["id"]: told["digest"]}


def test_what_has_a_second_copy_is_settled(phone):
    phone.sends(phone.files(grazed_knee()), phone.files(grazed_knee()))

    assert phone.reports().json["settled_n"] == 2


def test_the_chain_apart_is_in_no_count(phone, todays_trip):
    phone.reports()
    phone.chain, phone.chain_apart = phone.chain_apart, phone.chain
    phone.files(grazed_knee(None))
    phone.sends(phone.files(grazed_knee(None)))
    phone.reports(chains=[{"chain": phone.chain, "next": phone.next_seq, "pending": phone.pending}])

    assert _board(None) == (0, 0, 0, 0)


@pytest.mark.parametrize("chains", [None, 7, [{"chain": "0" * 32, "next": 1, "pending": "none"}]])
def test_a_manifest_that_is_not_one_is_refused(phone, chains):
    assert phone.reports(chains=chains).json["code"] == "request.malformed"


def test_a_bad_line_in_a_manifest_is_counted_and_the_rest_kept(phone, todays_trip):
    phone.files(grazed_knee(todays_trip))
    phone.pending.append({"id": 7, "seq": "x"})

    assert phone.reports().status_code == 200

    assert _board(todays_trip)[0] == 1


def test_more_than_five_hundred_lines_are_refused_so_that_the_phone_pages(phone):
    line = {"id": "a", "seq": 1, "trip": None, "digest": "0" * 64, "size": 1, "type": "record"}
    chains = [{"chain": phone.chain, "next": 2, "pending": [line] * 501}]

    assert phone.reports(chains=chains).json["code"] == "intake.too_many"


def test_a_phone_brings_the_audit_head_back_as_a_witness(phone):
    answer = phone.reports().json

    phone.reports(seen={"epoch": answer["epoch"], "n": 0, "audit_head": answer["audit_head"]})

    assert audit.AuditWitness.select().count() == 1


@pytest.mark.parametrize("head", ["7:" + "0" * 64 + ":proof", "x", "", ":::", "1:2", "9" * 40])
def test_a_phone_that_lies_about_the_audit_head_changes_nothing(phone, run, head):
    epoch = phone.reports().json["epoch"]

    phone.reports(seen={"epoch": epoch, "n": 0, "audit_head": head})

    assert run("audit", "verify").exit_code == 0


def test_the_client_header_is_asked_for(phone):
    assert phone.client.post("/api/outbox/manifest", json={"chains": []}).json["code"] == "request.no_client"


@pytest.mark.parametrize(
    "foreign",
    [{"Origin": origin} for origin in ("https://evil.example", "null", "http://[::1")]
    + [{"Sec-Fetch-Site": "cross-site"}],
)
def test_another_site_is_refused(phone, foreign):
    answer = phone.client.post("/api/outbox/manifest", json={"chains": []}, headers={**CLIENT, **foreign})

    assert (answer.status_code, answer.json["code"]) == (403, "request.foreign")


def test_what_names_no_trip_of_the_school_is_in_a_count_of_its_own(phone, todays_trip, as_role):
    phone.sends(phone.files(grazed_knee(None)))
    phone.files(grazed_knee(str(uuid.uuid4())))
    phone.reports()

    assert _board(None) == (2, 1, 1, 0)
    assert _board(todays_trip) == (0, 0, 0, 0)
    assert "1 item not arrived" in as_role("office").get("/office/no-trip").text


def test_an_item_one_phone_tells_of_and_another_sends_has_arrived_once(phone, new_phone, todays_trip):
    other = new_phone("Phone 4")
    other.sets_itself_up()
    sent = phone.files(grazed_knee(todays_trip))
    phone.reports()

    other.sends(sent)

    assert _board(todays_trip) == (1, 1, 0, 0)


def test_a_number_the_phone_used_and_never_told_of_is_missing(phone, as_role):
    phone.sends(phone.files(grazed_knee()))

    phone.reports(chains=[{"chain": phone.chain, "next": 4, "pending": []}])

    assert _board(None) == (1, 1, 2, 0)
    assert "no longer has what it stood for" in as_role("office").get("/office/no-trip").text


def test_a_phone_that_lies_about_its_next_number_keeps_nobody_waiting(phone):
    phone.reports(chains=[{"chain": phone.chain, "next": 2**53 - 1, "pending": []}])

    assert _board(None)[2] == 200


def test_two_trips_today_and_none_of_them_the_phones_own_gives_none(new_phone, app):
    with app.app_context():
        school, today = any_school(), clock.today()
        add_trip(school, ("Zoo visit", "Zoo"), (today, today), Party([], [Staff.get()], []))
        add_trip(school, ("Farm visit", "Farm"), (today + timedelta(days=2),) * 2, Party([], [Staff.get()], []))
    spare, own = new_phone("Spare phone"), new_phone("Phone 3")
    for phone in (spare, own):
        phone.sets_itself_up()

    assert spare.reports().json["card"]["trip"] is None
    card = own.reports().json["card"]
    assert card["trip"]["title"] == "Castle visit"
    assert [(trip["title"], trip["own"]) for trip in card["trips"]] == [
        ("Castle visit", True),
        ("Zoo visit", False),
        ("Farm visit", False),
    ]
