"""Who is told of what: a table written by hand, and what holds for every situation there can be."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.accounts.rules import Role
from server.alerts import routing_rules
from server.alerts.routing_rules import FIXED, QUIET, TABLE, Situation, is_graver, rows, told, urgency
from server.incidents.rules import CATEGORY_NAMES

LEADS, DSLS, DATA = ["trip_leader", "evc", "base_contact"], ["dsl", "deputy_dsl"], ["office", "network_manager"]
HEAD, CHAIR, ONLINE = ["headteacher"], ["chair"], ["online_safety_lead", "dsl", "deputy_dsl"]
INCIDENT = "incident.reported"


@pytest.mark.parametrize(
    ("category", "severity", "about_role", "who", "when"),
    [
        ("injury", "minor", None, [], None),
        ("injury", "moderate", None, [], None),
        ("injury", "serious", None, LEADS, "now"),
        ("injury", "critical", None, LEADS, "now"),
        ("injury", None, None, LEADS, "now"),
        ("illness", "critical", None, LEADS, "now"),
        ("illness", "minor", None, [], None),
        ("missing_pupil", "minor", None, LEADS, "now"),
        ("missing_pupil", None, None, LEADS, "now"),
        ("emergency", "critical", None, LEADS, "now"),
        ("emergency", "minor", None, LEADS, "now"),
        ("behaviour", "moderate", None, [], None),
        ("behaviour", "serious", None, LEADS, "now"),
        ("behaviour", None, None, LEADS, "today"),
        ("near_miss", "minor", None, [], None),
        ("near_miss", "critical", None, LEADS, "now"),
        ("other", "minor", None, [], None),
        ("safeguarding", "minor", None, DSLS, "today"),
        ("safeguarding", "critical", None, DSLS, "now"),
        ("safeguarding", None, None, DSLS, "now"),
        ("nude_image", "minor", None, DSLS, "now"),
        ("online_safety", "minor", None, ONLINE, "today"),
        ("online_safety", "serious", None, ONLINE, "now"),
        ("bullying", "moderate", None, ONLINE, "today"),
        ("bullying", "critical", None, ONLINE, "now"),
        ("visitor_breach", "moderate", None, [*DSLS, *HEAD], "today"),
        ("visitor_breach", None, None, [*DSLS, *HEAD], "now"),
        ("welfare_call", "minor", None, DSLS, "today"),
        ("welfare_call", None, None, [*DSLS, *LEADS], "today"),
        ("welfare_call", "serious", None, [*DSLS, *LEADS], "now"),
        ("device_exception", "minor", None, [], None),
        ("device_exception", None, None, LEADS, "today"),
        ("allegation", "minor", None, HEAD, "today"),
        ("allegation", "critical", None, HEAD, "now"),
        ("allegation", "serious", "headteacher", CHAIR, "now"),
        ("allegation", None, "headteacher", CHAIR, "now"),
        ("allegation", "minor", "chair", HEAD, "today"),
        ("allegation", "serious", "vice_chair", HEAD, "now"),
        ("allegation", "moderate", "dsl", HEAD, "today"),
        ("safeguarding", "serious", "dsl", ["headteacher", "deputy_dsl"], "now"),
        ("safeguarding", "serious", "staff", [*HEAD, *DSLS], "now"),
        ("safeguarding", "serious", "headteacher", CHAIR, "now"),
        ("online_safety", "minor", "online_safety_lead", [*HEAD, *DSLS], "today"),
        ("injury", "minor", "staff", HEAD, "today"),
        ("injury", "serious", "trip_leader", ["headteacher", "evc", "base_contact"], "now"),
        ("missing_pupil", "critical", "headteacher", CHAIR, "now"),
        ("lost_phone", "minor", None, [*DATA, *HEAD], "now"),
        ("lost_phone", "serious", None, [*DATA, *HEAD, *LEADS], "now"),
        ("data_breach", "minor", None, [*DATA, *HEAD], "today"),
        ("data_breach", "moderate", "network_manager", ["headteacher", "office"], "today"),
        ("data_breach", "serious", "headteacher", CHAIR, "now"),
        (None, "minor", None, DSLS, "today"),
        (None, None, None, [*DSLS, *LEADS], "now"),
        (None, "critical", None, [*DSLS, *LEADS], "now"),
        ("of a later version", "minor", None, DSLS, "today"),
        ("of a later version", "unheard of", None, [*DSLS, *LEADS], "now"),
        ("injury", "minor", "a role of a later version", HEAD, "today"),
    ],
)
def test_who_is_told_of_an_incident(category, severity, about_role, who, when):
    situation = Situation(INCIDENT, category, severity, about_role)
    assert (told(situation), urgency(situation)) == (who, when)


@pytest.mark.parametrize(
    ("situation", "who", "when"),
    [
        (Situation("personal_phone.used"), HEAD, "today"),
        (Situation("personal_phone.used", None, None, "headteacher"), CHAIR, "today"),
        (Situation("personal_phone.used", None, None, "staff"), HEAD, "today"),
        (Situation("departure.forced"), HEAD, "today"),
        (Situation("departure.forced", None, None, "headteacher"), CHAIR, "today"),
        (Situation("item.held"), [*DSLS, "office"], "now"),
        (Situation("item.held", "photo"), [*DSLS, "office"], "today"),
        (Situation("phone.silent"), ["office", "evc", "trip_leader"], "today"),
        (Situation("role.empty"), ["office"], "today"),
        (Situation("of a later version", None, "minor"), DSLS, "today"),
        (Situation("consent.checked"), [], None),
        (Situation("photo.taken", "safeguarding", "critical", "dsl"), [], None),
    ],
)
def test_who_is_told_of_anything_else(situation, who, when):
    assert (told(situation), urgency(situation)) == (who, when)


def test_every_kind_the_app_knows_has_its_place(app):
    kinds = {kind for kind, _version in app.extensions["lanyard.registry"].kinds}
    assert kinds <= QUIET | {"incident.reported", "personal_phone.used", "departure.forced"}


def test_every_category_a_form_offers_has_its_place():
    assert set(routing_rules._OF_CATEGORY) == {*CATEGORY_NAMES}


KINDS = st.sampled_from([INCIDENT, "personal_phone.used", "departure.forced", "item.held", "phone.silent", "odd"])
CATEGORIES = st.sampled_from([*CATEGORY_NAMES, "odd", None])
SEVERITIES = st.sampled_from(["minor", "moderate", "serious", "critical", "odd", None])
ABOUT = st.sampled_from([*map(str, Role), "odd", None])
SITUATIONS = st.builds(Situation, KINDS, CATEGORIES, SEVERITIES, ABOUT)
ADDED = st.dictionaries(st.sampled_from([*TABLE]), st.lists(st.sampled_from([*map(str, Role)]), max_size=3), max_size=4)


@settings(max_examples=200)
@given(SITUATIONS, ADDED)
def test_the_person_concerned_is_never_told(situation, added):
    assert situation.about_role not in told(situation, added)


@settings(max_examples=200)
@given(SITUATIONS, ADDED)
def test_somebody_is_told_where_anything_is_told(situation, added):
    assert bool(told(situation, added)) == bool(rows(situation)) == (urgency(situation) is not None)
    assert not urgency(situation) or set(told(situation, added)) <= set(Role)


@settings(max_examples=100)
@given(SITUATIONS, ADDED)
def test_the_school_adds_and_takes_nobody_off(situation, added):
    assert set(told(situation)) <= set(told(situation, added)) or situation.about_role


@settings(max_examples=100)
@given(st.builds(Situation, KINDS, CATEGORIES, SEVERITIES, st.just("headteacher")), ADDED)
def test_about_the_headteacher_the_chair_alone_is_told(situation, added):
    assert told(situation, added) == CHAIR


def test_an_addition_counts_in_its_row_alone_and_once():
    added = {"serious": ["slt", "dsl"], "safeguarding": ["dsl"], "heads_conduct": ["slt"]}
    assert told(Situation(INCIDENT, "injury", "serious"), added) == [*LEADS, "slt", "dsl"]
    assert told(Situation(INCIDENT, "safeguarding", "serious"), added) == DSLS
    assert {"heads_conduct"} == FIXED


def test_a_finished_report_that_says_worse_is_graver():
    slight, grave = Situation(INCIDENT, "injury", "minor"), Situation(INCIDENT, "injury", "critical")
    assert is_graver(grave, slight)
    assert not is_graver(slight, grave)
    assert not is_graver(grave, grave)
    assert is_graver(Situation(INCIDENT, "safeguarding", "critical"), Situation(INCIDENT, "safeguarding", "minor"))
