"""Gaps: each says what whoever looks can do about it, and leads nowhere that they may not go."""

from __future__ import annotations

import html
import re
import uuid
from collections import Counter

import pytest

from server.accounts.models import Staff
from server.alerts.models import Alert, AlertRecipient
from server.shell.demo_school import PASSWORD
from tests.api.check_offs import Desk
from tests.api.own_phones import staff_id, use
from tests.cast import CLIENT, Phone, address_of, grazed_knee

SIGN = ("headteacher", "office", "evc", "trip_leader")


@pytest.fixture
def all_gaps(app, todays_trip, phone, new_phone, as_role):
    """Today's trip once it is back, with what not everybody may open or decide on: two safeguarding concerns that may
    be one event; held, a kind nobody knows, what nobody can read, a safeguarding concern, a concern about staff and an
    injury; a call that nobody had agreed to; and three injuries, one of them grave, one from an own phone.
    """
    apart = {"category": "safeguarding", "place": "Moat"}
    held = [{**grazed_knee(todays_trip, category=one), "v": 99} for one in ("safeguarding", "allegation", "injury")]
    phone.sends(
        phone.files(grazed_knee(todays_trip)),
        phone.files(grazed_knee(todays_trip, severity="critical")),
        phone.files(grazed_knee(todays_trip, category="allegation")),
        phone.files(grazed_knee(todays_trip, **apart)),
        phone.files({**grazed_knee(todays_trip), "kind": "no.such_kind"}),
        phone.labels(phone.seals("record", "another", b"{}"), id=str(uuid.uuid4()), trip=todays_trip),
        *(phone.files(one) for one in held),
        phone.files(use(todays_trip)),
    )
    other, own = new_phone("Phone 4"), Phone(app.test_client(), "")
    other.sets_itself_up()
    other.sends(other.files(grazed_knee(todays_trip, **apart)))
    own.key = phone.key
    who = {"email": address_of("trip_leader"), "password": PASSWORD}
    assert own.client.post("/api/own-phone/sign-in", json=who, headers=CLIENT).status_code == 200
    own.sends(own.files(grazed_knee(todays_trip)))
    assert Desk(as_role("office"), todays_trip).says_it_is_back(time="00:00").status_code == 302
    return todays_trip


def gaps_in(page):
    """Of a page of nothing else: {(next step, whether it leads anywhere): how many}."""
    one = r'<h2 class="list__title">(<a [^>]+>)?[^<]+(?:</a>)?</h2>\s*<p class="list__detail">([^<]+)</p>'
    return Counter((html.unescape(step), bool(link)) for link, step in re.findall(one, page))


def of_held(page):
    return {step: count for (step, _link), count in gaps_in(page).items() if "decide" in step}


@pytest.mark.parametrize("role", [*SIGN, "dsl", "slt", "staff", "chair"])
def test_every_link_of_every_gap_opens_for_whoever_is_shown_it(as_role, all_gaps, role):
    browser, trip = as_role(role), f"/office/trips/{all_gaps}"
    listed = browser.get(f"{trip}/board/open").text
    shown = [listed[listed.index("<h1") :], *re.findall(r'id="open">.*?</section>', browser.get(trip).text, re.DOTALL)]
    shown += [browser.get(f"{trip}/board/{part}").text for part in ("held", "alerts_open", "uses_without_agreement")]
    if role in SIGN:
        shown += re.findall(r'id="gap[^"]*-next">.*?</div>', browser.get(f"{trip}/check-off").text, re.DOTALL)
    links = {html.unescape(link) for part in shown for link in re.findall(r'href="(/office/[^"#]+)"', part)}
    assert len(links) > 3
    assert {link for link in links if browser.get(link).status_code != 200} == set()


@pytest.mark.parametrize(
    ("role", "steps"),
    [
        ("headteacher", {"Look at it, and decide.": 5}),
        (
            "office",
            {
                "Look at it, and decide.": 2,
                "Ask the DSL or the headteacher to decide on it.": 1,
                "Ask the headteacher to decide on it.": 2,
            },
        ),
        ("dsl", {"Look at it, and decide.": 3, "Ask the headteacher to decide on it.": 2}),
        *(
            (
                role,
                {
                    "Ask the office to decide on it.": 1,
                    "Ask the DSL or the headteacher to decide on it.": 2,
                    "Ask the headteacher to decide on it.": 2,
                },
            )
            for role in ("evc", "trip_leader")
        ),
        # Whoever is not shown incidents is not told which of what is held are some.
        ("staff", {"Ask the office to decide on it.": 1, "Ask the headteacher to decide on it.": 4}),
    ],
)
def test_whoever_may_not_decide_of_what_is_held_is_told_whom_to_ask_and_led_nowhere(as_role, all_gaps, role, steps):
    page = as_role(role).get(f"/office/trips/{all_gaps}/board/open").text
    assert of_held(page) == steps
    assert all(leads is step.startswith("Look") for step, leads in gaps_in(page) if "decide" in step)


def test_a_held_concern_about_staff_has_the_words_of_what_else_is_held_for_the_headteacher(as_role, phone, todays_trip):
    office, pages = as_role("office"), []
    for more in ({"kind": "no.such_kind"}, {"v": 99, "body": grazed_knee(category="allegation")["body"]}):
        phone.sends(phone.files({**grazed_knee(todays_trip), **more}))
        pages.append(of_held(office.get(f"/office/trips/{todays_trip}/board/open").text))
    assert pages == [{"Ask the headteacher to decide on it.": count} for count in (1, 2)]


@pytest.mark.parametrize(
    ("role", "is_asked"), [("headteacher", False), ("dsl", False), ("office", True), ("evc", True)]
)
def test_how_a_safeguarding_report_ended_is_asked_of_those_who_read_it(as_role, all_gaps, role, is_asked):
    found = gaps_in(as_role(role).get(f"/office/trips/{all_gaps}/board/open").text)
    assert found["Ask the DSL or the headteacher to write how it ended.", False] == (2 if is_asked else 0)
    assert found["Ask the DSL or the headteacher to look at both, and to say whether they are.", False] == is_asked
    assert found["Open it, and write how it ended.", True] == (3 if is_asked else 5)


def test_whoever_checks_off_and_may_not_open_a_call_asks_the_headteacher(as_role, all_gaps):
    agreed = "whether it is agreed to afterwards, or write why there is none."
    for role, whom in (("evc", "Ask the headteacher"), ("trip_leader", "Ask the headteacher"), ("office", "Ask")):
        page = Desk(as_role(role), all_gaps).looks()
        [leads] = re.findall(rf"-next\">{whom} {agreed}( <a )?", page)
        assert bool(leads) is (role == "office"), role


def test_who_was_told_of_an_alert_is_named_and_whoever_was_told_is_led_to_it(as_role, all_gaps):
    rows = Alert.select().where(Alert.trip == all_gaps, Alert.about_staff.is_null())
    alerts = [one for one in rows if one.category != "allegation"]
    told = [{row.staff_id for row in AlertRecipient.select().where(AlertRecipient.alert == one)} for one in alerts]
    of_others = next(some for some in told if len(some) > 1 and staff_id("evc") not in some)
    names = {row.name for row in Staff.select().where(Staff.id.in_(of_others))}
    for part in ("open", "alerts_open"):
        page = as_role("evc").get(f"/office/trips/{all_gaps}/board/{part}").text
        steps = re.findall(r"Ring [^<]+: one of them takes it up\.", html.unescape(page))
        assert any(all(name in step for name in names) for step in steps), part
    page = as_role("dsl").get(f"/office/trips/{all_gaps}/board/open").text
    mine = sum(staff_id("dsl") in some for some in told)
    assert mine > 0
    assert gaps_in(page)["You were told of it: take it up.", True] == mine


def test_a_gap_says_the_same_whoever_looks_since_what_is_explained_is_bound_to_it(as_role, all_gaps):
    said = [
        re.findall(r'name="gap" type="checkbox" value="(\w+)"', Desk(as_role(role), all_gaps).looks()) for role in SIGN
    ]
    assert len(said[0]) > 15
    assert said == [said[0]] * len(SIGN)
