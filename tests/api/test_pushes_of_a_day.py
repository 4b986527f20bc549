"""Every push of a busy day, opened as the phones do: two texts, one length, and not a word about anybody."""

from __future__ import annotations

from typing import get_args

import pytest

from server.accounts.models import Staff
from server.alerts.models import Alert
from server.alerts.subscription_models import Delivery
from server.incidents.kinds import Category, Severity
from server.incidents.rules import CATEGORY_NAMES
from server.policy.models import Contact
from server.trips.models import Pupil, Trip
from tests.api.flask_wire import comes, protocol_client
from tests.api.pushed import ToldPhone, local_service, works_until
from tests.push_service import PushService

WRITTEN = {
    "place": "Armoury",
    "pupils": "Rosa Ellwood",
    "what_happened": "She cried by the drawbridge.",
    "what_was_done": "Sat with her.",
}
TITLES = {"Lanyard: needs you now", "Lanyard: read today"}
LEADS = (
    ("dsl", "headteacher", "evc", "trip_leader", "chair"),
    ("deputy_dsl", "online_safety_lead", "office", "network_manager", "vice_chair"),
)


@pytest.fixture
def service(app, monkeypatch):
    local_service(app, monkeypatch)
    with PushService() as running:
        yield running


@pytest.fixture
def leads(new_phone, service):
    """Two phones, on which everybody who is told of anything has a PIN."""
    phones = [new_phone(f"Phone {number}") for number in (1, 2)]
    for phone in phones:
        phone.sets_itself_up()
    told = [ToldPhone(phone, service, *roles) for phone, roles in zip(phones, LEADS, strict=True)]
    for phone in told:
        phone.subscribes()
    return told


@pytest.fixture
def day(app, run, leads):
    """A day on which everything happens that anybody is told of."""
    client = protocol_client(app, run("enrol-code", "--phone", "Phone 4").output.strip())
    trip = client.card["trip"]["id"]
    for category in (*get_args(Category), None):
        for severity in (*get_args(Severity), None):
            client.files({**WRITTEN, "category": category, "severity": severity}, trip)
    client.files_about_the_headteacher(WRITTEN, trip)
    used = {"opened_at": "2026-05-04T10:00:00Z", "what_was_said": "Rosa fell.", "photographs_taken": True}
    client.files({}, trip, kind="personal_phone.used", body=used)
    client.files(WRITTEN, trip, kind="incident.guessed")
    comes(client, *client.items)
    return client


def words_of_the_school() -> set[str]:
    """Names, places, titles, numbers, categories and what was written."""
    named = {name for row in (*Staff.select(), *Contact.select()) for name in row.name.split()}
    pupils = {name for row in Pupil.select() for name in (row.first_name, row.last_name)}
    trips = {word for row in Trip.select() for word in f"{row.title} {row.place}".split()}
    kinds = {*get_args(Category), *CATEGORY_NAMES.values(), *get_args(Severity), "incident", "personal", "allegation"}
    written = {word for text in WRITTEN.values() for word in text.split()}
    numbers = {row.number for row in Contact.select()}
    return {word for word in named | pupils | trips | kinds | written | numbers if len(word) > 3}


def test_no_push_of_a_whole_day_says_what_it_is_about_and_all_are_of_one_length(app, day, leads, service):
    works_until(app, lambda: not Delivery.select().where(Delivery.state == "waiting").exists())

    read = [push for phone in leads for push in service.to(phone.handset)]
    raised = {alert.id for alert in Alert.select()}
    assert len(raised) > 30
    assert {push["alert"] for push in read} == raised
    assert {push["notification"]["title"] for push in read} == TITLES
    assert len({len(push.body) for push in service.accepted}) == 1
    texts = [str(push).lower() for push in read] + [str(push.headers).lower() for push in service.accepted]
    assert [word for word in words_of_the_school() if any(word.lower() in text for text in texts)] == []
    assert service.faults == []
