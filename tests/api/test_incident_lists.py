"""The list of incidents across trips: what somebody may see, narrowed, a page at a time; and whom a report names."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta

import pytest

from server.accounts.models import Staff
from server.accounts.queries import roles_of
from server.accounts.rules import Role
from server.foundation import clock
from server.foundation.access import Person
from server.foundation.audit import AuditEntry
from server.foundation.database import new_id
from server.incidents import lists, rules
from server.incidents.chronology_models import ChronologyItem
from server.incidents.lists import Wanted
from server.incidents.models import Incident, IncidentPupil
from server.incidents.sight import UNKNOWN, read_by, seen_by
from server.phones.models import Phone
from server.trips.models import Pupil, Trip, TripPupil, TripStaff
from tests.cast import address_of, grazed_knee

LIST = "/office/incidents"


def _incident(school, n, **facts):
    now = clock.now() + timedelta(seconds=n)
    row = {"id": str(uuid.uuid4()), "school": school, "n": n, "phone": "p", "received_at": now, "recorded_at": now}
    return Incident.create(**{**row, **facts})


def _person(role):
    staff = Staff.get(Staff.email == address_of(role))
    return Person(staff.id, staff.name, staff.school_id, roles_of(staff.id), "")


def _shown(page):
    return re.findall(r'href="/office/incidents/([0-9a-f-]{36})"', page.text)


@pytest.fixture
def school(app):
    return Trip.get().school_id


def test_nobody_sees_or_reads_in_a_list_what_the_rules_keep_from_them(in_app, school):
    leader = _person("trip_leader")
    led = TripStaff.get(TripStaff.part == "leader", TripStaff.staff == leader.id).trip_id
    other = Trip.create(school=school, title="x", place="", starts_on="2026-01-01", ends_on="2026-01-01", made_at=0).id
    kinds = [one if one != UNKNOWN else "from the future" for one in (*rules.CATEGORY_NAMES, None, UNKNOWN)]
    every = [
        _incident(school, n, category=category, trip=trip)
        for n, (category, trip) in enumerate([(kind, trip) for kind in kinds for trip in (led, other, None)], start=1)
    ]

    for role in (*sorted(set(Role) - {Role.BASE_CONTACT}), "nobody's"):
        for person in (
            Person("somebody", "", school, frozenset({role}), ""),
            Person(leader.id, "", school, frozenset({role}), ""),
        ):
            for sight, may in ((seen_by, rules.may_see), (read_by, rules.may_read)):
                leads = [row for row in every if row.trip == led and person.id == leader.id]
                wanted = {row.id for row in every if may(row.category, person.roles, leads_the_trip=row in leads)}
                assert {row.id for row in Incident.select().where(sight(person))} == wanted, (role, may)


def test_each_filter_leaves_what_it_asks_for_alone(in_app, school):
    head, trip = _person("headteacher"), Trip.get()
    knee = _incident(school, 1, category="injury", severity="minor", trip=trip.id, author=head.id, phone="one")
    bare = _incident(school, 2, category=None, severity=None, happened_at=clock.now() - timedelta(days=400))
    closed = {"id": new_id(), "kind": "incident.closed", "incident": knee.id, "n": 9, "is_of_office": True}
    ChronologyItem.create(school=school, at=clock.now(), received_at=clock.now(), phone="", **closed)

    def found(**asked):
        return {one.row.id for one in lists.listed(head, Wanted(**asked)).rows}

    today, long_ago = clock.today(), clock.day_of(bare.happened_at)
    for name, value in {
        "category": "injury",
        "severity": "minor",
        "trip": trip.id,
        "staff": head.id,
        "phone": "one",
    }.items():
        assert found(**{name: value}) == {knee.id}, name
        assert found(**{name: "of nobody"}) == set(), name
    assert found(category="none") == found(severity="none") == found(trip="none") == {bare.id}
    assert (found(state="open"), found(state="closed")) == ({bare.id}, {knee.id})
    assert found(since=today - timedelta(days=1)) == {knee.id}
    assert found(since=long_ago, until=long_ago) == {bare.id}
    assert found() == {knee.id, bare.id}


@pytest.mark.parametrize("day", [date(2026, 7, 1), date(2026, 1, 1), date(2026, 3, 29), date(2026, 10, 25)])
def test_a_day_without_a_time_is_looked_for_by_that_day_and_not_by_the_day_it_was_typed(in_app, school, day):
    head, row = _person("headteacher"), _incident(school, 1, category="injury", happened_on=day.isoformat())

    def found(since, until):
        return [one.row.id for one in lists.listed(head, Wanted(since=since, until=until)).rows]

    before, after = day - timedelta(days=1), day + timedelta(days=1)
    assert found(day, day) == [row.id]
    assert found(None, before) == found(after, None) == found(clock.today(), clock.today()) == []


def test_the_list_is_read_a_page_at_a_time_the_newest_first_and_each_look_is_noted(as_role, school):
    rows = [_incident(school, n, category="injury") for n in range(1, 251)]
    office = as_role("office")

    first, last, beyond = (office.get(f"{LIST}?category=injury&page={page}") for page in ("1", "3", "999999999999"))

    assert _shown(first) == [row.id for row in rows[::-1][:100]]
    assert _shown(last) == _shown(beyond) == [row.id for row in rows[::-1][200:]]
    assert f'href="{LIST}?category=injury&amp;page=2"' in first.text
    assert "201 to 250 of 250" in last.text
    entry = AuditEntry.select().where(AuditEntry.action == "incidents.list_viewed").first()
    assert entry.details == '{"category": "injury", "count": 250}'


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("since-day=31&since-month=2&since-year=2026", "There is no such day"),
        ("since-day=2&since-month=2&since-year=2026&until-day=1&until-month=2&until-year=2026", "before the first"),
        ("until-day=1&until-month=1&until-year=9999", "too far away"),
        ("category=%27;DROP", "Not a valid choice"),
    ],
)
def test_what_cannot_be_asked_is_said_by_its_field(as_role, asked, said):
    answer = as_role("office").get(f"{LIST}?{asked}")

    assert answer.status_code == 422
    assert said in answer.text


@pytest.mark.parametrize("asked", ["page=-1", "page=x", "trip=%00", f"pupil={'a' * 10_000}", "trip=1&trip=2"])
def test_what_is_no_answer_to_anything_shows_an_empty_list(as_role, asked):
    assert as_role("office").get(f"{LIST}?{asked}").status_code == 200


def test_a_report_is_found_by_the_pupils_it_names_for_those_who_may_read_it(phone, todays_trip, as_role):
    ada, *_ = Pupil.select().join(TripPupil).where(TripPupil.trip == todays_trip).order_by(Pupil.last_name)
    named = f"{ada.last_name.upper()}, {ada.first_name}"
    knee = grazed_knee(todays_trip, pupils=named)
    worry = grazed_knee(todays_trip, pupils=named, category="safeguarding")
    phone.sends(phone.files(knee), phone.files(worry), phone.files(grazed_knee(todays_trip, pupils="nobody")))

    by_ada = f"{LIST}?pupil={ada.id}"

    assert set(_shown(as_role("dsl").get(by_ada))) == {knee["id"], worry["id"]}
    assert _shown(as_role("office").get(by_ada)) == [knee["id"]]
    assert _shown(as_role("trip_leader").get(by_ada)) == [knee["id"]]
    assert _shown(as_role("site_manager").get(by_ada)) == []
    every = as_role("office").get(LIST)
    assert (every.text.count("list__item"), len(_shown(every))) == (3, 2)


def test_whom_reports_name_can_be_worked_out_anew(phone, todays_trip, run):
    phone.sends(phone.files(grazed_knee(todays_trip, pupils="Quentin Upton")))
    assert not IncidentPupil.select().exists()

    late = Pupil.create(school=Trip.get().school_id, first_name="Quentin", last_name="Upton", class_name="Wren")

    assert "1 reports" in run("incidents", "find-pupils").output
    assert [row.pupil_id for row in IncidentPupil.select()] == [late.id]
    assert AuditEntry.select().where(AuditEntry.action == "incidents.pupils_found").exists()


def test_what_next_door_reported_is_in_nobody_s_list_here(as_role, app):
    from server.accounts import actions

    _incident(actions.add_school("Next door").id, 1, category="injury")

    assert _shown(as_role("headteacher").get(LIST)) == []


def test_whom_a_report_names_of_next_door_no_list_here_names(as_role, app, school):
    from server.accounts import actions

    theirs = actions.add_school("Next door")
    staff = actions.add_staff(theirs, "Nadia Neighbour", "nadia@next.example", "correct horse battery")
    today = clock.today()
    trip = Trip.create(
        school=theirs, title="Neighbours’ day", place="x", starts_on=today, ends_on=today, made_at=clock.now()
    )
    phone = Phone.create(school=theirs, name="Neighbours’ phone", added_at=clock.now())
    report = _incident(school, 1, category="injury", author=staff.id, trip=trip.id, phone=phone.id)

    page = as_role("headteacher").get(LIST)

    assert _shown(page) == [report.id]
    assert "eighbour" not in page.text
