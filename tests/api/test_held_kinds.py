"""A held record of another kind than a report is for whoever may read what it is about; the office places the rest."""

from __future__ import annotations

import uuid

import pytest

from server.foundation import registry
from server.reconciliation.rules import EVERYDAY_KINDS
from tests.api.custody import link, taken
from tests.api.later import later
from tests.cast import STARTED_AT, grazed_knee, receipts

SECRET = "CANARY what was written of it"
READERS = ("office", "dsl", "deputy_dsl", "headteacher")
WHY = "Priya says it was the castle"


@pytest.fixture
def hold(phone):
    """`hold(record)` sends one that names a trip nobody has; returns the address of its page."""

    def send(record):
        [receipt] = receipts(phone.sends(phone.files({**record, "trip": "gone"})))
        return f"/office/held/{receipt['n']}"

    return send


@pytest.fixture
def report(phone, todays_trip):
    """`report(category)` is an incident that the school has; its id."""

    def send(category):
        knee = grazed_knee(todays_trip, category=category)
        receipts(phone.sends(phone.files(knee)))
        return knee["id"]

    return send


def read_by(as_role, page):
    """Who reads it."""
    return [role for role in READERS if SECRET in as_role(role).get(page).text]


def seen_by(as_role, page):
    """Who may know of it, by its page and by the list alike."""
    found = {role: as_role(role) for role in (*READERS, "network_manager")}
    seen = [role for role, client in found.items() if client.get(page).status_code == 200]
    assert [role for role, client in found.items() if f'{page}"' in client.get("/office/held").text] == seen
    return seen


def assigns(client, page, trip):
    return client.post(page, data={"answer": "assigned", "trip": trip, "reason": WHY, "after": 0}).status_code


def follow_up(incident):
    return later("incident.followed_up", incident, STARTED_AT, written_at=STARTED_AT, words=SECRET)


def contact(incident, why_not):
    said = {"written_at": STARTED_AT, "told": False, "why_not": why_not, "words": SECRET}
    return later("parent.contacted", incident, STARTED_AT, **said)


@pytest.mark.parametrize("kind", sorted(EVERYDAY_KINDS))
def test_what_a_trip_makes_every_day_is_read_and_assigned_by_the_office(hold, as_role, todays_trip, kind):
    page = hold({**grazed_knee(), "kind": kind, "body": {"words": SECRET}})

    assert read_by(as_role, page) == seen_by(as_role, page) == list(READERS)
    assert assigns(as_role("office"), page, todays_trip) == 302


def test_every_everyday_kind_is_one_that_lanyard_has(in_app):
    assert {kind for kind, _version in registry.current().kinds} >= EVERYDAY_KINDS


@pytest.mark.parametrize(
    ("category", "readers", "seers"),
    [
        ("injury", READERS, READERS),
        ("safeguarding", READERS[1:], READERS),
        (None, READERS[1:], READERS),
        ("allegation", ("headteacher",), ("headteacher",)),
    ],
)
def test_what_names_an_incident_goes_by_its_category(hold, report, as_role, todays_trip, category, readers, seers):
    page = hold(follow_up(report(category)))

    assert read_by(as_role, page) == list(readers)
    assert seen_by(as_role, page) == list(seers)
    may_not = 404 if "office" not in seers else 422
    assert assigns(as_role("office"), page, todays_trip) == (302 if "office" in readers else may_not)
    assert assigns(as_role(readers[-1]), page, todays_trip) in (302, 409)


@pytest.mark.parametrize("category", ["injury", "safeguarding", "not here"])
def test_that_a_family_was_not_told_for_a_risk_is_read_and_decided_by_the_dsl_and_deputies_alone(
    hold, report, as_role, todays_trip, category
):
    page = hold(contact(str(uuid.uuid4()) if category == "not here" else report(category), "risk_to_child"))

    assert read_by(as_role, page) == ["dsl", "deputy_dsl"]
    for role in ("office", "headteacher"):
        assert "Ask the DSL to look" in as_role(role).get(page).text
        assert assigns(as_role(role), page, todays_trip) == 422
    assert assigns(as_role("dsl"), page, todays_trip) == 302
    assert SECRET not in as_role("headteacher").get(page).text


def test_that_a_family_was_not_told_yet_goes_by_the_incident_and_a_concern_about_staff_stays_the_headteachers(
    hold, report, as_role
):
    assert read_by(as_role, hold(contact(report("injury"), "not_yet"))) == list(READERS)
    about_staff = hold(contact(report("allegation"), "risk_to_child"))
    assert read_by(as_role, about_staff) == seen_by(as_role, about_staff) == ["headteacher"]


@pytest.mark.parametrize(
    ("category", "readers", "seers"),
    [
        ("none", READERS, READERS),
        ("behaviour", READERS, READERS),
        ("nude_image", READERS[1:], READERS),
        ("not here", READERS[1:], READERS),
        ("allegation", ("headteacher",), ("headteacher",)),
    ],
)
def test_what_was_taken_is_read_held_by_whoever_would_read_it_listed(
    hold, report, as_role, phone, todays_trip, category, readers, seers
):
    here = {"none": None, "not here": str(uuid.uuid4())}
    named = here[category] if category in here else report(category)
    item = hold(taken(STARTED_AT, why=SECRET, incident=named))
    assert read_by(as_role, item) == list(readers)
    assert seen_by(as_role, item) == list(seers)
    listed = taken(STARTED_AT, todays_trip, incident=named)
    phone.sends(phone.files(listed))

    # What names the item belongs to the item's report, though it names none itself.
    given = link("item.released", STARTED_AT, todays_trip, item=listed["id"], to=SECRET)
    [receipt] = receipts(phone.sends(phone.files({**given, "v": 99})))
    page = f"/office/held/{receipt['n']}"

    assert read_by(as_role, page) == list(readers)
    assert seen_by(as_role, page) == list(seers)
    boards = {role: as_role(role).get(f"/office/trips/{todays_trip}/board/held").text for role in READERS}
    assert [role for role, board in boards.items() if f'{page}"' in board] == list(readers)


def test_a_held_search_is_not_the_offices(hold, as_role):
    page = hold(link("search.made", STARTED_AT, whose="Maya Brown", words=SECRET))

    assert read_by(as_role, page) == list(READERS[1:])
    assert "Ask the DSL or the headteacher to look" in as_role("office").get(page).text


@pytest.mark.parametrize("kind", ["alert.answered", "authorship.disowned", "call.made", "incident.followed_up"])
def test_what_names_nothing_that_is_here_is_read_by_the_headteacher_alone(hold, as_role, kind):
    record = {**grazed_knee(), "kind": kind, "body": {"incident": str(uuid.uuid4()), "words": SECRET}}

    assert read_by(as_role, hold(record)) == ["headteacher"]


def test_a_page_of_one_that_names_an_incident_asks_little(hold, report, as_role, asked):
    page, office = hold(follow_up(report("injury"))), as_role("office")

    found = [sql for sql in asked(lambda: office.get(page)) if sql.startswith("SELECT")]

    assert len(found) <= 12
    assert len([sql for sql in found if 'FROM "incident"' in sql]) == 1
