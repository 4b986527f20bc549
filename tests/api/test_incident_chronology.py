"""An incident's page: all that came of it in order, whatever order it came in, for those who may see it."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from server.accounts import actions
from server.foundation.database import db
from server.incidents import standing
from server.incidents.chronology_models import ChronologyItem
from tests.api.alerted import alert_of, incident, school_id
from tests.api.later import follow_up, later, page_of, sends
from tests.api.test_next_door import FINCH
from tests.cast import CLIENT, Phone

T1, T2, T3, T4 = (f"2026-06-12T{hour}:00:00Z" for hour in (10, 11, 12, 13))
SECRET = "Zephyrine told me something"


def lines_of(page):
    """What the chronology says, line by line."""
    return [part.split("<")[0] for part in page.split('<h3 class="timeline__what">')[1:]]


def words_of(page, *words):
    """These words in the order in which they stand on the page."""
    return sorted((word for word in words if word in page), key=page.index)


@pytest.fixture
def report(phone, todays_trip):
    """`report("injury")` is sent from Phone 3, and returned."""

    def send(category="injury", severity="serious", **body):
        record = incident(todays_trip, category, severity, **body)
        phone.sends(phone.files(record))
        return record

    return send


def test_follow_ups_from_two_phones_are_both_kept_in_the_order_they_were_written(report, phone, new_phone, as_role):
    other = new_phone("Phone 2")
    other.sets_itself_up()
    record = report(what_happened="Fell on the steps")
    second, first = (follow_up(record["id"], at, words) for at, words in ((T2, "A second word"), (T1, "A first word")))
    call = later(
        "call.made", record["id"], T3, called_at=T3, to_role="office", number="01632 960101", words="Rang them"
    )
    other.sends(other.files(second), other.files(call))
    phone.sends(phone.files(first), other.files(second))

    page = as_role("dsl").get(page_of(record["id"])).text

    assert words_of(page, "A first word", "A second word", "Rang them") == [
        "A first word",
        "A second word",
        "Rang them",
    ]
    assert (page.count("A second word"), page.count("Phone 2")) == (1, 2)
    assert lines_of(page)[:4] == ["Reported", "Follow-up", "Follow-up", "The school was rung"]
    assert {"Alert raised", "Told by alert", "Looked at"} <= set(lines_of(page))
    assert "The school got it" in page
    assert "Author not verified" not in page.split("A first word")[0].split("What happened since")[1]


def test_what_came_before_its_incident_is_kept_and_shown_once_it_comes(phone, todays_trip, as_role):
    record = incident(todays_trip, "injury", "minor")
    parts = [follow_up(record["id"], at, f"Word {n}") for n, at in enumerate((T1, T2, T3))]
    closing = later("incident.closed", record["id"], T4, closed_at=T4, outcome="Well again")
    phone.sends(*(phone.files(one) for one in (closing, parts[2], parts[0])))
    dsl = as_role("dsl")
    assert "a report that has not come" in dsl.get("/office").text
    assert "Word" not in dsl.get("/office").text
    phone.sends(phone.files(record), phone.files(parts[1]), phone.files(parts[1]))

    page = dsl.get(page_of(record["id"])).text

    expected = ["Word 0", "Word 1", "Word 2", "Well again"]
    assert words_of(page, *expected) == expected
    # A phone's word closes nothing, also the last word.
    phone.sends(phone.files(later("incident.closed", record["id"], T4, closed_at=T4, outcome="Well again")))
    assert standing.closed(school_id()) == set()
    page = dsl.get(page_of(record["id"])).text
    assert ("a phone says" in page, "Close it" in page) == (True, True)
    assert "a report that has not come" not in dsl.get("/office").text


def test_only_readers_see_text_and_only_watchers_see_who_looked(report, phone, as_role):
    record = report("safeguarding", what_happened=SECRET)
    phone.sends(phone.files(follow_up(record["id"], T1, f"{SECRET} more")))
    sends(as_role("deputy_dsl"), page_of(record["id"], "follow-up"), words=f"{SECRET} again")
    seen = {role: as_role(role).get(page_of(record["id"])).text for role in ("dsl", "headteacher", "office")}
    reader = as_role("online_safety_lead").get(page_of(record["id"])).text

    assert {role: page.count(SECRET) for role, page in seen.items()} == {"dsl": 3, "headteacher": 3, "office": 0}
    assert lines_of(seen["office"]).count("Follow-up") == 2
    assert ("Looked at" in seen["headteacher"], "Looked at" in seen["office"], "Looked at" in reader) == (1, 0, 0)
    assert as_role("staff").get(page_of(record["id"])).status_code == 404
    office = as_role("office")
    for form in ("follow-up", "parent", "action", "close"):
        assert office.get(page_of(record["id"], form)).status_code == 403
        assert office.post(page_of(record["id"], form), data={"words": "x"}).status_code == 403


def test_who_made_its_report_and_whether_with_names_is_seen_by_the_same_watchers(report, as_role):
    record, other = report("safeguarding"), report("safeguarding")
    for names in ("with", "without"):
        assert as_role("deputy_dsl").get(page_of(record["id"], f"report?names={names}")).status_code == 200
    roles = ("dsl", "headteacher", "office", "online_safety_lead")
    pages = {role: as_role(role).get(page_of(record["id"])).text for role in roles}

    made = ["Report with names made", "Report without names made"]
    told = {role: [one for one in lines_of(page) if one.startswith("Report ")] for role, page in pages.items()}
    assert told == {"dsl": made, "headteacher": made, "office": [], "online_safety_lead": []}
    assert "Maeve" in pages["dsl"].partition("Report with names made")[2][:400]
    assert "Report with" not in as_role("dsl").get(page_of(other["id"])).text
    assert "Report with names made" in as_role("dsl").get(page_of(record["id"], "report?names=with")).text


def test_a_concern_about_staff_is_followed_up_by_the_headteacher_alone(report, as_role):
    record = report("allegation", about="staff", what_happened=SECRET)
    sends(as_role("headteacher"), page_of(record["id"], "follow-up"), words="Asked the LADO")

    assert "Asked the LADO" in as_role("headteacher").get(page_of(record["id"])).text
    for role in ("dsl", "office", "trip_leader", "chair"):
        assert as_role(role).get(page_of(record["id"])).status_code == 404
        assert as_role(role).get(page_of(record["id"], "follow-up")).status_code == 404
    owners = as_role("headteacher").get(page_of(record["id"], "action")).text
    assert ("Ruth Adeyemi</option>" in owners, "Daniel Okoro" in owners) == (True, False)


def test_alerts_opened_taken_up_and_handed_on_stand_in_it(report, as_role):
    record = report("safeguarding", "serious")
    alert = alert_of(record)
    dsl = as_role("dsl")
    dsl.get(f"/office/alerts/{alert.id}")
    dsl.post(f"/office/alerts/{alert.id}/take")
    dsl.post(f"/office/alerts/{alert.id}/close", data={"words": "All seen to", "alone_because": "Late at night"})

    lines = lines_of(dsl.get(page_of(record["id"])).text)

    assert [one for one in lines if one.startswith("Alert")] == [
        "Alert raised",
        "Alert opened",
        "Alert taken up",
        "Alert closed",
    ]
    assert "All seen to" not in as_role("office").get(page_of(record["id"])).text


def test_what_is_about_a_report_about_the_headteacher_is_the_chairs(phone, todays_trip, as_role, exported):
    record = incident(todays_trip, "allegation", "serious", about="headteacher")
    before, after = (follow_up(record["id"], at, words) for at, words in ((T1, f"{SECRET} 1"), (T2, f"{SECRET} 2")))
    phone.sends(phone.files(before), phone.files(record))
    phone.sends(phone.files(after))

    assert SECRET not in str(exported())
    assert "a report that has not come" not in as_role("dsl").get("/office").text
    assert as_role("headteacher").get(page_of(record["id"])).status_code == 404
    assert ChronologyItem.select().where(ChronologyItem.id == after["id"]).count() == 0


def test_a_page_with_two_hundred_follow_ups_asks_the_database_twelve_times_at_most(report, phone, as_role):
    record = report(what_happened="Taken to hospital")
    every = [follow_up(record["id"], f"2026-06-12T10:{n // 60:02}:{n % 60:02}Z", f"Line {n} ") for n in range(200)]
    for part in (every[:100], every[100:]):
        phone.sends(*(phone.files(one) for one in part))
    dsl = as_role("dsl")
    dsl.get("/office")
    asked = []
    run = type(db).execute_sql

    def counting(self, sql, *more, **named):
        asked.append(sql)
        return run(self, sql, *more, **named)

    with patch.object(type(db), "execute_sql", counting):
        page = dsl.get(page_of(record["id"])).text

    # Two more insert the view's line into the audit log and its head.
    assert len(asked) + 2 <= 12, asked
    assert (page.count("Line "), "ask the responsible person" in page, "07700 900203" in page) == (200, True, True)


def test_riddor_is_asked_about_where_nobody_chose_a_kind_and_for_the_words_of_a_closing(report, as_role):
    dsl, asks = as_role("dsl"), "ask the responsible person"
    unsorted, knee, concern = report(None, what_happened="Broken arm, ambulance"), report(), report("safeguarding")
    assert "“Broken arm”, “ambulance”" in dsl.get(page_of(unsorted["id"])).text
    for record in (knee, concern):
        assert asks not in dsl.get(page_of(record["id"])).text
        sends(dsl, page_of(record["id"], "close"), outcome="The wrist is fractured", lessons="Walk in pairs")
    assert asks not in dsl.get(page_of(concern["id"])).text
    page = dsl.get(page_of(knee["id"])).text
    assert (asks in page, "“fractured”" in page) == (True, True)


@pytest.mark.parametrize("kind", ["incident.followed_up", "parent.contacted", "agency.told", "action.agreed"])
def test_a_record_that_says_nothing_but_its_incident_is_listed(report, phone, as_role, kind):
    record = report()
    when = "agreed_at" if kind == "action.agreed" else "written_at"
    phone.sends(phone.files(later(kind, record["id"], T1, **{when: T1})))

    assert as_role("office").get(page_of(record["id"])).status_code == 200
    assert ChronologyItem.get(ChronologyItem.incident == record["id"]).kind == kind


def test_a_neighbours_follow_up_is_kept_and_never_shown_here(report, app, as_role):
    person = actions.add_staff(actions.add_school("Next door"), "Mr Finch", FINCH["email"], FINCH["password"])
    actions.give_role(person, "dsl")
    record = report()
    own = Phone(app.test_client(), "")
    own.key = own.client.get("/app/start.json").json["keys"][0]
    own.client.post("/api/own-phone/sign-in", json=FINCH, headers=CLIENT)
    own.sends(own.files(follow_up(record["id"], T1, SECRET)))

    next_door = app.test_client()
    next_door.post("/sign-in", data=FINCH)
    assert ChronologyItem.get(ChronologyItem.incident == record["id"]).school_id == person.school_id
    assert SECRET not in as_role("dsl").get(page_of(record["id"])).text
    for form in ("", "follow-up", "parent", "action", "close", "slips/new"):
        assert next_door.get(page_of(record["id"], form)).status_code == 404
