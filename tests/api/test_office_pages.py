"""The office's pages: the right role reads them, the wrong one is refused in plain words, nobody meets a dead end."""

from __future__ import annotations

import re

import pytest

from server.accounts import actions as accounts
from server.accounts.models import Staff
from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.shell.demo_school import PASSWORD
from server.trips import actions as trips
from server.trips.actions import Party
from tests.cast import address_of, grazed_knee

OPEN_TO_ALL_STAFF = ["/office", "/office/trips", "/office/phones", "/office/you", "/office/you/password"]
NARROWER = {
    "/office/staff": ("office", "headteacher", "network_manager", "dsl", "chair"),
    "/office/sign-in-rules": ("headteacher", "network_manager"),
    "/office/held": ("office", "dsl", "deputy_dsl", "network_manager"),
}


@pytest.fixture
def files(phone, todays_trip):
    """`files(category="injury")` is an incident on today's trip, sent and opened; returns its address."""

    def send(trip=todays_trip, actor=None, **body):
        record = grazed_knee(trip, **body)
        record["actor"] |= actor or {}
        phone.sends(phone.files(record))
        return f"/office/incidents/{record['id']}"

    return send


@pytest.mark.parametrize("address", OPEN_TO_ALL_STAFF)
@pytest.mark.parametrize("role", ["staff", "trip_leader", "office", "headteacher"])
def test_all_staff_open_these_and_see_who_they_are(as_role, role, address):
    answer = as_role(role).get(address)
    assert answer.status_code == 200
    assert Staff.get(Staff.email == address_of(role)).name in answer.text
    assert "Demo school: nobody here is real" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("address", "role"), [(page, role) for page, roles in NARROWER.items() for role in roles])
def test_a_role_that_may_opens_it(as_role, address, role):
    assert as_role(role).get(address).status_code == 200


@pytest.mark.parametrize("address", NARROWER)
@pytest.mark.parametrize("role", ["staff", "trip_leader", "evc", "site_manager"])
def test_another_role_is_refused_in_plain_words_and_sees_no_way_there(as_role, address, role):
    somebody = as_role(role)
    answer = somebody.get(address)
    assert answer.status_code == 403
    assert "Your role does not open this page" in answer.text
    assert f'href="{address}"' not in somebody.get("/office").text


@pytest.mark.parametrize("address", [*OPEN_TO_ALL_STAFF, *NARROWER, "/office/held/1", "/office/incidents/x"])
def test_signed_out_goes_to_sign_in_and_on_from_there(client, address):
    sent_to = client.get(address).location
    assert sent_to.startswith("/sign-in?next=")
    arrived = client.post(sent_to, data={"email": address_of("office"), "password": PASSWORD})
    assert arrived.location == address


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example",
        "https://evil.example/office",
        "/\\evil.example",
        "/office\\@evil",
        "/app",
        "/officer",
        "/office/\n",
    ],
)
def test_signing_in_never_leads_elsewhere(client, elsewhere):
    answer = client.post(
        "/sign-in", query_string={"next": elsewhere}, data={"email": address_of("office"), "password": PASSWORD}
    )
    assert answer.location == "/office"


def test_a_trips_page_counts_what_was_announced_and_came(as_role, files, phone, todays_trip):
    files()
    phone.reports()
    page = as_role("office").get(f"/office/trips/{todays_trip}").text
    told = {"announced": "1", "arrived": "1", "missing": "0", "waiting on phones": "1", "held to check": "0"}
    assert figures_of(page) == told
    assert "Everything that a phone told the school of is here." in page


def test_a_trips_page_names_what_has_not_arrived(as_role, phone, todays_trip):
    phone.files(grazed_knee(todays_trip))
    phone.reports()
    page = as_role("office").get(f"/office/trips/{todays_trip}").text
    told = {"announced": "1", "arrived": "0", "missing": "1", "waiting on phones": "1", "held to check": "0"}
    assert figures_of(page) == told
    assert "Phone 3: report number 1" in page


def figures_of(page):
    """The big numbers of a trip's page by their names."""
    one = r'figures__name">([^<]+)</dt>\s*<dd class="figures__number"><a [^>]+>([^<]+)</a>'
    return dict(re.findall(one, page))


def test_an_incident_shows_every_fact(as_role, files):
    written = {"place": "The keep", "pupils": "Ada", "what_happened": "Grazed knee.\nWalked on."}
    told = {"what_was_done": "Plaster.", "who_was_told": "Tom", "severity": "moderate", "follow_up_needed": True}
    page = as_role("office").get(files(**written, **told)).text
    for fact in (*written.values(), "Plaster.", "Tom", "Moderate", "Follow-up needed", "Phone 3", "Castle visit"):
        assert fact in page
    assert "by the phone’s clock" in page
    assert "The school has it" in page


def test_missing_facts_say_so(as_role, files):
    assert as_role("office").get(files()).text.count("Not filled in") >= 5


def test_the_author_is_who_was_signed_in_when_it_was_written(as_role, files):
    priya = Staff.get(Staff.email == address_of("trip_leader"))
    page = as_role("office").get(files(actor={"staff": priya.id, "how": "session"})).text
    assert "Priya Shah, signed in on Phone 3" in page


@pytest.mark.parametrize("actor", [{"how": "none"}, {"how": "session", "staff": None}])
def test_nobody_signed_in_is_said_so(as_role, files, actor):
    assert "Not signed in: author not known" in as_role("office").get(files(actor=actor)).text


def test_a_typed_name_is_shown_as_typed_only(as_role, files):
    page = as_role("office").get(files(actor={"how": "none", "typed_name": "<b>Miss Malik</b>"})).text
    assert "The name “&lt;b&gt;Miss Malik&lt;/b&gt;” was typed" in page


def test_an_author_from_elsewhere_is_not_named(as_role, files):
    page = as_role("office").get(files(actor={"how": "session", "staff": "f3b6"})).text
    assert "not on this school’s staff list" in page


def test_a_safeguarding_text_is_for_its_readers_and_the_office_sees_that_it_exists(as_role, files):
    address = files(category="safeguarding", what_happened="Said on the coach.")
    assert "Said on the coach." in as_role("dsl").get(address).text
    seen_by_office = as_role("office").get(address)
    assert seen_by_office.status_code == 200
    assert "Said on the coach." not in seen_by_office.text
    assert "Your role does not open what was written here" in seen_by_office.text


def test_a_concern_about_staff_is_the_headteachers_alone(as_role, files, todays_trip):
    address = files(category="allegation")
    assert as_role("headteacher").get(address).status_code == 200
    for role in ("office", "dsl", "trip_leader", "network_manager"):
        assert as_role(role).get(address).status_code == 404
        assert address not in as_role(role).get("/office").text
        assert address not in as_role(role).get(f"/office/trips/{todays_trip}").text


def test_staff_who_were_not_there_do_not_see_it(as_role, files):
    assert as_role("staff").get(files()).status_code == 404


def test_each_look_at_an_incident_is_audited(as_role, files):
    address, dsl = files(), as_role("dsl")
    for _ in range(2):
        dsl.get(address)
    daniel = Staff.get(Staff.email == address_of("dsl"))
    lines = AuditEntry.select().where(AuditEntry.action == "incident.viewed", AuditEntry.actor == daniel.id)
    assert [line.subject for line in lines] == [address.rsplit("/", 1)[1]] * 2


@pytest.mark.parametrize(
    "text", ["<img src=x onerror=fetch('/x')>", "{{7*7}}", "\x00\x0b", "\u202eabc", "w" * 5000, "\ud83d"]
)
def test_whatever_was_written_is_shown_as_text(as_role, files, text):
    answer = as_role("dsl").get(files(what_happened=text))
    assert answer.status_code == 200
    assert "<img src=x" not in answer.text


def test_the_neighbours_trip_and_people_are_not_here(as_role):
    school = accounts.add_school("Next Door Primary School")
    finch = accounts.add_staff(school, "Mr Finch", "finch@nextdoor.example", PASSWORD)
    trip = trips.add_trip(school, ("Zoo", "Zoo"), (clock.today(), clock.today()), Party([], [finch], []))
    office = as_role("office")
    assert office.get(f"/office/trips/{trip.id}").status_code == 404
    assert office.post(f"/office/staff/{finch.id}/disable").status_code == 404
    assert "Mr Finch" not in office.get("/office/staff").text


def test_a_held_item_says_why_in_plain_words_and_the_look_is_audited(as_role, phone):
    phone.sends(phone.files(grazed_knee(), kid="not-a-key-of-ours"))
    office = as_role("office")
    assert "Number 1 from Phone 3" in office.get("/office/held").text
    assert "Held for you to check" in office.get("/office").text
    assert "a key this school does not have" in office.get("/office/held/1").text
    assert AuditEntry.select().where(AuditEntry.action == "held.viewed", AuditEntry.subject == "1").count() == 1


def test_what_could_be_read_of_a_held_item_is_for_those_who_may_read_it(as_role, phone):
    phone.sends(phone.files(grazed_knee(category="safeguarding", what_happened="Said on the coach.", extra=1)))
    assert "Said on the coach." in as_role("dsl").get("/office/held/1").text
    assert "Said on the coach." not in as_role("office").get("/office/held/1").text


@pytest.mark.parametrize("number", ["0", "2", "99999999999999999999999", "-1", "x"])
def test_a_held_number_that_is_not_there_is_plainly_missing(as_role, number):
    answer = as_role("office").get(f"/office/held/{number}")
    assert answer.status_code == 404
    assert "There is nothing here" in answer.text


def test_an_empty_list_says_so(as_role):
    assert "Nothing is waiting for you." in as_role("staff").get("/office").text
    assert "Nothing is held." in as_role("office").get("/office/held").text
