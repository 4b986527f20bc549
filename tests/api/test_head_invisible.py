"""Nothing about the headteacher's case shows to the head, the office or IT, by any page, count, export or log."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import pytest

from server.accounts.models import Staff
from server.alerts.models import Alert
from server.foundation.audit import AuditEntry
from server.incidents import head_concerns
from server.incidents.head_models import HeadConcern
from server.intake.models import Announcement, Authorship, Chain, Envelope, Opening, Record
from server.phones.models import Phone as SchoolPhone
from server.trips.models import Pupil, Trip
from tests.api.flask_wire import comes, protocol_client
from tests.cast import sign_in

SECRET = "CANARY he shouted at a pupil"
OTHERS = ("headteacher", "office", "network_manager", "dsl")
# What changes by itself: what forms carry hidden, the time of day, how long ago a phone was in contact.
MOVING = re.compile(r'<input[^>]*type="hidden"[^>]*>|\d\d:\d\d(?::[\d.]+)?|just now|\d+ (?:minute|second)s? ago')
CHAIRS = "/office/chair"


@pytest.fixture
def client(app, run):
    """The client of the protocol, as Phone 3, that has filed an ordinary report on today's trip."""
    outside = protocol_client(app, run("enrol-code", "--phone", "Phone 3").output.strip())
    comes(outside, outside.files({"category": "injury"}, outside.card["trip"]["id"]))
    return outside


def every_page(app, more) -> Iterator[str]:
    """Every address that a browser can get, with every id there is where it takes one."""
    ids = {
        "staff_id": [row.id for row in Staff.select().limit(2)],
        "phone_id": [row.id for row in SchoolPhone.select()],
        "trip_id": [row.id for row in Trip.select()],
        "pupil_id": [row.id for row in Pupil.select().limit(1)],
        "n": [str(row.n) for row in Envelope.select()],
    }
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.rule.startswith(("/api/", "/static/")):
            continue
        if len(rule.arguments) == 0:
            yield rule.rule
        elif len(rule.arguments) == 1:
            [name] = rule.arguments
            for one in [*ids.get(name, []), *more]:
                yield re.sub(r"<[^>]*>", one, rule.rule)


def seen(app, browser, more=()):
    """What somebody sees of every page: {address: (status, text)}."""
    found = {}
    for address in every_page(app, more):
        with browser.get(address) as answer:
            is_text = answer.mimetype.startswith(("text/", "application/json"))
            found[address] = (answer.status_code, MOVING.sub("", answer.text) if is_text else "")
    return found


def known_words(client):
    """What would give it away: its words, its ids, its digest, its chain."""
    [concern] = HeadConcern.select()
    item = client.items[-1]
    return [SECRET, item.header["id"], item.header["digest"], item.header["chain"], concern.id]


@pytest.mark.parametrize("role", OTHERS)
def test_every_page_is_as_it_was_and_none_has_a_word_of_it(app, client, role):
    browser = sign_in(app.test_client(), role)
    before = seen(app, browser)
    comes(client, client.files_about_the_headteacher({"what_happened": SECRET}, client.card["trip"]["id"]))
    words = known_words(client)

    after = seen(app, browser, more=[words[1], words[-1]])

    assert {address: after[address] for address in before} == before
    assert len(before) > 60
    for address, (status, text) in after.items():
        assert not any(word in text for word in words), address
        if address.startswith(CHAIRS):
            assert status == 403, address
        elif words[1] in address or words[-1] in address or address == f"/office/held/{client.items[-1].n}":
            assert status in (403, 404), address


def test_what_a_phone_answers_to_its_alert_is_not_in_the_export(client, exported):
    before = exported()
    comes(client, client.files_about_the_headteacher({"what_happened": SECRET}))
    said = {"alert": Alert.get(Alert.is_apart).id, "act": "opened", "acted_at": "2026-05-04T10:00:00Z", "words": SECRET}
    comes(client, client.files({}, kind="alert.answered", body=said))
    comes(client, client.files({}, kind="alert.answered", body={**said, "alert": ["odd"]}))

    assert [line["body"]["alert"] for line in exported()[len(before) :]] == [["odd"]]


def test_neither_the_export_nor_the_office_s_commands_know_of_it(client, exported, run):
    before, dues = exported(), run("export", "--trip", client.card["trip"]["id"]).output
    comes(client, client.files_about_the_headteacher({"what_happened": SECRET}))

    assert exported() == before
    assert run("export", "--trip", client.card["trip"]["id"]).output == dues
    told = run("audit", "verify").output + run("keys", "list").output
    assert not any(word in told for word in known_words(client))


def test_no_line_of_the_log_and_no_entry_of_the_audit_log_says_what_it_is(client, caplog):
    caplog.set_level(logging.INFO)
    comes(client, client.files_about_the_headteacher({"what_happened": SECRET}))

    words = known_words(client)
    assert not any(word in caplog.text for word in words)
    entries = list(AuditEntry.select())
    for entry in entries:
        assert not any(word in f"{entry.subject} {entry.details}" for word in words), entry.action
    # What came is counted like anything else; neither its kind nor whom it is about is said.
    assert {entry.action for entry in entries[-2:]} == {"records.stored", "alert.raised"}


def test_nothing_of_it_is_opened_or_kept_open(client):
    comes(client, client.files_about_the_headteacher({"what_happened": SECRET}))

    n = client.items[-1].n
    assert Opening.get_by_id(n).state == "chair"
    assert not Record.select().where(Record.envelope == n).exists()
    assert Envelope.get_by_id(n).trip is None


def test_nobody_but_the_chair_is_alerted(client, monkeypatch):
    raised = []
    monkeypatch.setattr(head_concerns, "raise_alert", lambda *about, **how: raised.append((about, how)))
    comes(client, client.files_about_the_headteacher({"what_happened": SECRET}))

    [((_school, situation, subject), how)] = raised
    assert (situation.kind, situation.about_role) == ("incident.reported", "headteacher")
    assert how == {"is_apart": True, "is_anew": False}
    assert subject == HeadConcern.get().id
    assert subject not in (client.items[-1].header["id"], client.items[-1].header["digest"])


# How a client may do one of the things alone, or neither.
APART = "the school's key, the chain apart, and not a word of it"
WAYS = {
    "the chair's key, the main chain": {"use": "chair", "is_apart": False},
    APART: {"use": "school", "is_apart": True},
    "neither, but its own word": {"use": "school", "is_apart": False},
    "unfinished": {"kind": "draft"},
}


def odd(client, way):
    told = {"about": None} if way == APART else {}
    return client.files_about_the_headteacher({"what_happened": SECRET, **told}, **WAYS[way])


@pytest.mark.parametrize("way", WAYS)
def test_from_an_odd_client_it_is_the_chairs_all_the_same(app, client, exported, way):
    head = sign_in(app.test_client(), "headteacher")
    trip = f"/office/trips/{client.card['trip']['id']}"
    pages = ("/office", "/office/held", "/office/no-trip", "/office/trips", "/office/phones", trip)

    def shown():
        return exported(), [MOVING.sub("", head.get(page).text) for page in pages]

    before = shown()
    item = odd(client, way)
    comes(client, item)

    assert item.n is not None
    assert shown() == before
    assert not Record.select().where(Record.id == item.header["id"]).exists()
    assert SECRET in sign_in(app.test_client(), "chair").get(f"{CHAIRS}/{HeadConcern.get().id}").text


def test_a_number_on_the_chain_apart_is_none_that_the_main_one_lacks(client, as_role):
    comes(client, client.files_about_the_headteacher({}))
    comes(client, client.files({"category": "injury"}, client.card["trip"]["id"]))

    assert [item.header["seq"] for item in client.items] == [1, 2, 3]
    page = as_role("office").get("/office/no-trip").text
    assert "Phone 3" not in page


def test_a_number_that_neither_chain_knows_is_still_missed(client, as_role):
    client.next_seq += 1
    comes(client, client.files({"category": "injury"}))

    assert "Phone 3" in as_role("office").get("/office/no-trip").text


def test_what_only_the_second_copy_holds_comes_back_as_the_chairs(client, backup, exported, new_phone):
    earlier = backup()
    item = odd(client, APART)
    comes(client, item)
    before = exported()
    earlier.is_put_back()
    # A backup from before this phone was ever heard of, and it is not heard again.
    Chain.delete().where(Chain.chain == client.chains[1]).execute()

    another = new_phone("Phone 4")
    another.sets_itself_up()
    another.reports()

    assert [line["id"] for line in exported()] == [line["id"] for line in before]
    assert Opening.get_by_id(Envelope.get(Envelope.id == item.header["id"]).n).state == "chair"


def test_telling_the_chair_is_tried_again_and_it_is_held_for_nobody_meanwhile(client, exported, as_role, monkeypatch):
    def fail(*_about, **_how):
        raise RuntimeError

    monkeypatch.setattr(head_concerns, "raise_alert", fail)
    comes(client, client.files_about_the_headteacher({}))
    later = client.files({"category": "injury"})
    comes(client, later)

    assert Opening.get_by_id(client.items[-2].n).state == "waiting"
    assert "Nothing is held" in as_role("headteacher").get("/office/held").text
    assert [line["id"] for line in exported()][-1] == later.header["id"]

    monkeypatch.undo()
    client.announces()

    assert Opening.get_by_id(client.items[-2].n).state == "chair"
    assert HeadConcern.select().count() == 1


def test_a_chain_is_what_the_phone_says_it_is_wherever_it_stands(client, exported):
    """A phone that began fresh numbers tells of its old main chain in second place, also to a server that forgot it."""
    old = "a" * 32
    manifest = client.manifest()
    manifest["chains"].insert(1, {"chain": old, "next": 2, "pending": [], "apart": False})
    client.wire.post_json("/api/outbox/manifest", manifest)
    item = client.files({"category": "injury", "what_happened": "Fell"})
    item.header["chain"] = old
    client.sends([item])

    assert [line["id"] for line in exported()][-1] == item.header["id"]


def test_an_own_phone_that_is_handed_back_still_has_to_send_it(client):
    """Nothing is lost for the sake of hiding it: a phone that holds anything is not to be wiped."""
    client.files_about_the_headteacher({})
    client.announces()

    assert Announcement.select().where(Announcement.chain == client.chains[1]).count() == 1
    assert not Authorship.select().exists()
