"""What is due to go is listed by its id and the day, whatever day it is; listing destroys nothing."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from server.foundation import clock
from server.incidents.models import IncidentPupil
from server.intake.models import EnvelopeBytes, Record, Tombstone
from server.policy import changing
from server.policy.version_models import PolicyWish
from server.retention import candidates
from server.trips.models import Pupil
from tests.api.alerted import incident, school_id
from tests.api.custody import taken
from tests.api.kept_long import PAGE, is_due, is_looked_after, was_born, years_on
from tests.api.later import follow_up
from tests.api.photographer import Photographer, jpeg
from tests.cast import grazed_knee

WALL = "2026-06-12T10:00:00Z"


@pytest.fixture
def files(phone):
    """`files(record)` sends it from Phone 3: its id."""

    def send(record):
        assert phone.sends(phone.files(record)).status_code == 200
        return record["id"]

    return send


def check_before_leaving(trip):
    record = grazed_knee(trip)
    return {**record, "kind": "departure.checked", "body": {"checked_at": WALL, "answers": []}}


def named_in(incident_id):
    return {
        Pupil.get_by_id(row.pupil_id).first_name for row in IncidentPupil.select() if row.incident_id == incident_id
    }


def test_26_years_on_exactly_what_is_due_is_listed_and_nothing_goes(app, files, run, todays_trip):
    maya, theo = Pupil.get(Pupil.first_name == "Maya"), Pupil.get(Pupil.first_name == "Theo")
    for pupil, born in ((maya, date(2017, 5, 1)), (theo, date(2018, 12, 1))):
        was_born(app, pupil.first_name, born)
    name_of = {pupil: f"{pupil.first_name} {pupil.last_name}" for pupil in (maya, theo)}
    concern = files(incident(todays_trip, "safeguarding", "moderate", pupils=name_of[maya]))
    files(follow_up(concern, WALL, "Looked at again"))
    younger = files(incident(todays_trip, "safeguarding", "moderate", pupils=name_of[theo]))
    nobody_named = files(incident(todays_trip, "injury", "minor"))
    note = files(incident(todays_trip, "behaviour", "minor", pupils=name_of[maya]))
    grave = files(incident(todays_trip, "behaviour", "serious"))
    staff = files(incident(todays_trip, "allegation", "moderate", what_happened="Somebody shouted"))
    image = files(incident(todays_trip, "nude_image", "serious"))
    item = files(taken(WALL, todays_trip))
    assert named_in(concern) == {"Maya"}
    before = Record.select().count()

    expected = {concern: "2042-05-01", note: "2028-09-01", item: "2028-09-01"}
    with years_on(16):
        assert {one: row["due_on"] for one, row in is_due(run).items()} == expected
    today = clock.today()
    unknown = today.replace(year=today.year + 25).isoformat()
    expected |= {younger: "2043-12-01", nobody_named: unknown, grave: unknown}
    with years_on(26):
        assert clock.today().year == today.year + 26
        assert {one: row["due_on"] for one, row in is_due(run).items()} == expected
    with years_on(51):
        assert set(is_due(run)) == {*expected, staff}
    with years_on(76):
        assert set(is_due(run)) == {*expected, staff, image}
    assert Record.select().count() == before
    assert Tombstone.select().count() == 0


def test_a_child_whom_no_list_of_the_trip_has_is_taken_to_be_born_that_day(app, files, run, todays_trip):
    was_born(app, "Maya", date(2014, 9, 10))
    maya = Pupil.get(Pupil.first_name == "Maya")
    line = f"{maya.first_name} {maya.last_name}"
    alone, unlisted = (
        files(incident(todays_trip, "safeguarding", "moderate", pupils=more)) for more in (line, f"{line}, Tiny Un")
    )

    with years_on(14):
        assert set(is_due(run)) == {alone}
    with years_on(26):
        assert set(is_due(run)) == {alone, unlisted}


def test_a_younger_child_of_the_school_counts_beside_one_on_the_trip(app, files, run, todays_trip):
    was_born(app, "Maya", date(2014, 9, 10))
    maya, born = Pupil.get(Pupil.first_name == "Maya"), clock.today() - timedelta(days=5 * 366)
    Pupil.create(school=school_id(), first_name="Zuza", last_name="Kowal", class_name="Reception", date_of_birth=born)
    told = files(
        incident(todays_trip, "safeguarding", "moderate", pupils=f"{maya.first_name} {maya.last_name}, Zuza Kowal")
    )

    assert named_in(told) == {"Maya", "Zuza"}
    with years_on(19):
        assert is_due(run) == {}
    with years_on(22):
        assert set(is_due(run)) == {told}


def test_the_list_for_people_has_ids_and_days_and_says_what_stops_destroying(files, run, todays_trip):
    note = files(incident(todays_trip, "behaviour", "minor", what_happened="Ran"))
    with years_on(3):
        printed = run("retention", "due").output

    assert note in printed
    assert "1 due, of which 0 are held." in printed
    assert "Nothing can be destroyed just now. Backups were made on 0" in printed
    assert "Ran" not in printed


def test_nothing_is_due_within_the_year(files, run, todays_trip):
    files(incident(todays_trip, "behaviour", "minor"))

    assert is_due(run) == {}
    with years_on(1):
        assert is_due(run) == {}
    with years_on(2):
        assert len(is_due(run)) == 1


def test_a_follow_up_begins_the_time_anew_and_never_stands_alone(files, run, todays_trip):
    note = files(incident(todays_trip, "behaviour", "minor"))
    with years_on(2):
        assert set(is_due(run)) == {note}
        files(follow_up(note, WALL, "Still going on"))
        assert is_due(run) == {}
    with years_on(4):
        assert set(is_due(run)) == {note}


def test_what_comes_again_in_other_words_begins_the_time_anew(files, run, todays_trip):
    note = incident(todays_trip, "behaviour", "minor")
    body = {"pupil": "0" * 8, "change": "said_no_today", "changed_at": WALL}
    said_no = {**grazed_knee(todays_trip), "kind": "consent.changed_on_the_day", "body": body}
    found = taken(WALL, todays_trip)
    all_three = {files(note), files(said_no), files(found)}
    with years_on(3):
        assert set(is_due(run)) == all_three
        files({**note, "body": {**note["body"], "what_happened": "Much worse"}})
        files({**said_no, "app": "another"})
        files({**found, "app": "another"})
        assert is_due(run) == {}
    with years_on(5):
        assert set(is_due(run)) == all_three


def test_a_follow_up_of_a_report_that_never_came_waits_for_the_last_of_them(files, run, todays_trip):
    lost = str(uuid.uuid4())
    files(follow_up(lost, WALL, "First"))
    with years_on(26):
        assert set(is_due(run)) == {lost}
        files(follow_up(lost, WALL, "Second"))
        assert is_due(run) == {}
    with years_on(52):
        assert set(is_due(run)) == {lost}


def test_a_clock_that_was_behind_when_it_came_makes_nothing_due(phone, files, run, todays_trip):
    photographer = Photographer(phone, todays_trip)
    photo, _record = photographer.writes(jpeg())
    right = clock.as_text(clock.now())
    with time_machine.travel(datetime(2001, 1, 1, 10, tzinfo=UTC), tick=True):
        photographer.sends(photo, jpeg())
        note = files({**incident(todays_trip, "behaviour", "minor"), "clock": {"wall": right}})
        files({**follow_up(note, WALL, "Again"), "clock": {"wall": right}})
        files(taken(right, todays_trip))

    assert is_due(run) == {}


def test_a_photo_goes_with_its_check_and_its_erasure_and_not_before(phone, run, todays_trip, files):
    photographer = Photographer(phone, todays_trip)
    photo, record = photographer.writes(jpeg())
    photographer.sends(photo, jpeg())

    with years_on(2):
        listed = is_due(run)

    assert {row["rule"] for row in listed.values()} == {"photo"}
    assert set(listed) == {record}


def test_the_schools_own_period_counts(app, files, run, todays_trip):
    note = files(incident(todays_trip, "behaviour", "minor"))
    with app.app_context():
        assert changing.choose(school_id(), {"retention.note_years": 5}, "somebody") == 1
        changing.agree(school_id(), PolicyWish.get().id, "somebody else", frozenset({"chair"}))

    with years_on(5):
        assert is_due(run) == {}
    with years_on(6):
        assert set(is_due(run)) == {note}


@pytest.mark.parametrize("role", ["office", "network_manager", "trip_leader", "slt"])
def test_others_see_none_of_it(as_role, role):
    assert as_role(role).get(PAGE).status_code == 403


def test_a_concern_about_staff_is_the_headteachers_and_the_chairs(app, files, as_role, todays_trip, run):
    staff = files(incident(todays_trip, "allegation", "moderate"))
    with years_on(51):
        is_looked_after(app)
        assert staff in is_due(run)
        assert as_role("dsl").get(f"{PAGE}/due/allegation").status_code == 404
        assert "Concerns about staff" not in as_role("dsl").get(PAGE).text
        for role in ("headteacher", "chair"):
            assert f'value="{staff}"' in as_role(role).get(f"{PAGE}/due/allegation").text
        assert as_role("chair").get(f"{PAGE}/due/child").status_code == 404


def test_each_page_names_nobody_and_asks_little(app, files, as_role, asked, todays_trip):
    maya = Pupil.get(Pupil.first_name == "Maya")
    files(incident(todays_trip, "injury", "minor", pupils=f"{maya.first_name} {maya.last_name}"))
    was_born(app, "Maya", date(2016, 5, 1))
    with years_on(26):
        is_looked_after(app)
        dsl = as_role("dsl")
        for page in (PAGE, f"{PAGE}/due/injury", f"{PAGE}/confirmed", f"{PAGE}/holds", f"{PAGE}/destroyed", "/office"):
            answer = dsl.get(page, follow_redirects=True)
            assert answer.status_code == 200
            assert maya.last_name not in answer.text
            assert len(asked(lambda page=page: dsl.get(page, follow_redirects=True))) <= 12, page
    assert EnvelopeBytes.select().count() == 1


class Forgetful(dict):
    """What is kept here is forgotten at once, as by somebody who destroys something at that moment."""

    def __setitem__(self, key, value):
        super().__setitem__(key, value)
        self.clear()


def test_somebody_who_makes_it_be_worked_out_anew_breaks_nobody_elses_page(app, files, as_role, todays_trip):
    files(incident(todays_trip, "behaviour", "minor"))
    with years_on(3):
        for name in (candidates.KNOWN, candidates.LISTED):
            app.extensions[name] = Forgetful()
        pages = [as_role("dsl").get(page) for page in ("/office", PAGE, f"{PAGE}/due/note")]
    assert [page.status_code for page in pages] == [200, 200, 200]
