"""What today's list says of photos: yes or no a purpose, never why, and the school's rules."""

from __future__ import annotations

import json
import random
from datetime import timedelta

import pytest

from server.consent import queries
from server.consent.rules import PURPOSE_NAMES, Verdict
from server.foundation import clock, crypto
from server.shell import demo_consent
from server.trips.models import Pupil, Trip, TripPupil
from tests.api.pins import pin_of
from tests.cast import CLIENT

MOST_SEALED_BYTES = 4096
NO = Verdict(False, "refused")


@pytest.fixture
def priya(phone):
    """The trip's leader, with a PIN on Phone 3."""
    return pin_of(phone)


@pytest.fixture
def says(monkeypatch):
    """`says(verdict)`: what the register answers, by pupil and purpose."""

    def put(verdict):
        def verdicts_for(_school, pupil_ids, _medium, _on):
            return {pupil: {purpose: verdict(pupil, purpose) for purpose in PURPOSE_NAMES} for pupil in pupil_ids}

        monkeypatch.setattr(queries, "verdicts_for", verdicts_for)

    return put


def fetched(holder, tag=None):
    headers = {**CLIENT, **({"If-None-Match": f'"{tag}"'} if tag else {})}
    return holder.phone.client.get(f"/api/packs/{holder.person['unlock']}", headers=headers)


def opened(holder, answer):
    framed = crypto.SUITE.decrypt(answer.data, holder.seal, info=crypto.info("pack", holder.person["unlock"]))
    return json.loads(crypto.unframe(framed))


def test_each_pupil_has_a_key_and_an_entry_a_purpose_and_nobody_asked_is_a_no(priya):
    pack = opened(priya, fetched(priya))
    ids = {row.pupil_id.replace("-", "")[:8] for row in TripPupil.select().join(Trip).where(Trip.id == pack["trip"])}
    assert {row[4] for row in pack["pupils"]} == ids
    not_asked = Pupil.get(Pupil.upn == f"Z9{demo_consent.NOT_ASKED:011}")
    entries = {row[4]: row[5] for row in pack["pupils"]}
    assert entries[not_asked.id[:8]] == [0] * len(PURPOSE_NAMES)


def test_a_yes_that_outlasts_the_list_is_1_and_one_that_ends_before_is_its_last_day(priya, says):
    today = clock.today()
    ends = {"display": today, "website": today + timedelta(days=400), "press": None}
    says(lambda _pupil, purpose: Verdict(True, "given", ends[purpose]) if purpose in ends else NO)
    (entries, *_others) = {json.dumps(row[5]) for row in opened(priya, fetched(priya))["pupils"]}
    assert json.loads(entries) == [0, today.isoformat(), 1, 0, 1, 0, 0]


def test_no_reason_travels(priya, says):
    says(lambda _pupil, _purpose: Verdict(False, "never"))
    text = json.dumps(opened(priya, fetched(priya)))
    assert not [ground for ground in ("never", "refused", "withdrawn", "not_asked") if f'"{ground}"' in text]


def test_the_schools_rules_travel_with_its_own_lines(priya, as_role):
    photos = opened(priya, fetched(priya))["photos"]
    assert (photos["list_warns_hours"], photos["list_stops_hours"], photos["first_name"]) == (12, 48, False)
    assert [row[:2] for row in photos["activities"]] == [
        ["Toilets", "stop"],
        ["Changing rooms", "stop"],
        ["Personal care", "stop"],
        ["Swimming", "warn"],
    ]
    given = {"name": "Gymnastics", "kind": "stop", "line": "Only with the coach’s word."}
    as_role("slt").post("/office/photo-rules/activities", data=given)
    after = opened(priya, fetched(priya))["photos"]["activities"]
    assert after[-1] == ["Gymnastics", "stop", "Only with the coach’s word."]


def test_a_changed_answer_makes_another_list_and_an_unchanged_one_does_not(priya, says):
    says(lambda _pupil, _purpose: Verdict(True, "given"))
    tag = fetched(priya).headers["ETag"].strip('"')
    assert fetched(priya, tag).status_code == 304
    first = Pupil.select().join(TripPupil).join(Trip).where(Trip.title == "Castle visit").first().id
    says(lambda pupil, _purpose: NO if pupil == first else Verdict(True, "given"))
    assert fetched(priya, tag).status_code == 200


def test_a_list_of_60_pupils_with_all_kinds_of_answers_is_at_most_4_kilobytes(priya, says):
    trip = Trip.get(Trip.title == "Castle visit")
    here = {row.pupil_id for row in TripPupil.select().where(TripPupil.trip == trip)}
    more = [pupil.id for pupil in Pupil.select() if pupil.id not in here][: 60 - len(here)]
    TripPupil.insert_many([{"trip": trip, "pupil": pupil, "school": trip.school_id} for pupil in more]).execute()
    dice = random.Random(20)
    end = clock.today() + timedelta(days=1)
    says(lambda _pupil, _purpose: dice.choice([NO, Verdict(True, "given"), Verdict(True, "given", end)]))
    answer = fetched(priya)
    assert len(opened(priya, answer)["pupils"]) == 60
    assert len(answer.data) <= MOST_SEALED_BYTES, len(answer.data)


def test_a_pupil_added_this_morning_is_on_the_next_list_alone(priya):
    tag = fetched(priya).headers["ETag"].strip('"')
    trip = Trip.get(Trip.title == "Castle visit")
    here = [row.pupil_id for row in TripPupil.select().where(TripPupil.trip == trip)]
    added = Pupil.get(Pupil.id.not_in(here))
    TripPupil.create(trip=trip, pupil=added, school=trip.school_id)
    answer = fetched(priya, tag)
    assert answer.status_code == 200
    assert added.id[:8] in {row[4] for row in opened(priya, answer)["pupils"]}


def test_a_residentials_entries_are_reckoned_from_today(priya, monkeypatch):
    seen = []

    def verdicts_for(_school, pupil_ids, _medium, on):
        seen.append(on)
        return {pupil: dict.fromkeys(PURPOSE_NAMES, NO) for pupil in pupil_ids}

    monkeypatch.setattr(queries, "verdicts_for", verdicts_for)
    fetched(priya)
    assert seen[0] == clock.today()
