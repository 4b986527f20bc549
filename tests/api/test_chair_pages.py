"""The chair reads what is about the headteacher; each opening is told; the vice-chair stands in where it must be."""

from __future__ import annotations

import hashlib
import json

import pytest

from server.accounts import actions as accounts
from server.accounts.models import Staff
from server.alerts.models import Alert, AlertRecipient
from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.incidents import head_concerns
from server.incidents.head_models import HeadConcern, HeadConcernNote, HeadConcernOpening
from server.intake.models import Chain
from server.policy.models import Contact
from server.shell.demo_school import PASSWORD
from tests.api.flask_wire import comes, protocol_client

LIST = "/office/chair"
SECRET = "CANARY he shouted at a pupil"


@pytest.fixture
def client(app, run):
    """The client of the protocol, as Phone 3."""
    return protocol_client(app, run("enrol-code", "--phone", "Phone 3").output.strip())


@pytest.fixture
def alerts(monkeypatch):
    """What was raised: (kind, the role that was told, subject), in order."""
    raised, really = [], head_concerns.raise_alert

    def raise_alert(school, situation, subject, *, is_apart, is_anew=False):
        assert is_apart
        alert = really(school, situation, subject, is_apart=is_apart, is_anew=is_anew)
        (told,) = AlertRecipient.select().where(AlertRecipient.alert == alert.id)
        raised.append((situation.kind, told.role, subject))
        return alert

    monkeypatch.setattr(head_concerns, "raise_alert", raise_alert)
    return raised


@pytest.fixture
def report(client, alerts):
    """`report("words")` comes from the phone; answers the address of its page."""

    def send(words=SECRET, **more):
        comes(client, client.files_about_the_headteacher({"what_happened": words, **more}))
        return f"{LIST}/{HeadConcern.select().order_by(HeadConcern.n.desc()).get().id}"

    return send


def rings(text):
    """Where the LADO's number stands in a page."""
    return text.index("LADO")


def test_the_chair_sees_that_one_came_and_reads_it_with_the_lado_first(report, as_role):
    page, chair = report(), as_role("chair")

    assert page in chair.get("/office").text
    listed = chair.get(LIST).text
    assert page in listed
    assert SECRET not in listed
    read = chair.get(page).text
    assert SECRET in read
    assert rings(read) < read.index(SECRET)
    assert rings(listed) < listed.index(page)


def test_each_opening_is_noted_told_to_the_vice_chair_and_listed_for_them(report, as_role, alerts):
    page, chair = report(), as_role("chair")
    alerts.clear()
    chair.get(LIST)
    assert (alerts, HeadConcernOpening.select().count()) == ([], 0)

    chair.get(page)
    chair.get(page)

    assert [(kind, role) for kind, role, _ in alerts] == [("chair.opened", "vice_chair")] * 2
    assert len({subject for _, _, subject in alerts}) == 2
    noted = AuditEntry.select().where(AuditEntry.action == "chair.opened")
    assert [entry.subject for entry in noted] == [page.rpartition("/")[2]] * 2
    listed = as_role("vice_chair").get(LIST).text
    assert listed.count("The chair of governors: the concern of") == 2


@pytest.mark.parametrize("role", ["headteacher", "office", "network_manager", "dsl", "slt", "staff"])
def test_nobody_else_opens_the_list_or_one_or_writes_a_note(report, as_role, role):
    page, somebody = report(), as_role(role)

    for address in (LIST, page):
        assert somebody.get(address).status_code == 403
    assert somebody.post(f"{page}/note", data={"words": "x", "kind": "note"}).status_code == 403
    assert somebody.post(f"{LIST}/stand-in", data={"opens": "vice_chair"}).status_code == 403
    assert "About the headteacher" not in somebody.get("/office").text


def test_a_headteacher_who_is_also_named_chair_reads_nothing(report, as_role, app):
    page = report()
    accounts.give_role(Staff.get(Staff.email == "harriet@wrenfield.example"), "headteacher")
    chair = as_role("chair")

    assert chair.get(LIST).status_code == 403
    assert chair.get(page).status_code == 404
    assert page not in chair.get("/office").text


def test_the_vice_chair_opens_none_until_the_chair_says_so(report, as_role, alerts):
    page, chair, vice = report(), as_role("chair"), as_role("vice_chair")
    assert (vice.get(page).status_code, vice.get("/office").text.count(page)) == (404, 0)

    chair.post(f"{LIST}/stand-in", data={"opens": "vice_chair"})

    assert SECRET in vice.get(page).text
    assert alerts[-1][:2] == ("vice_chair.opened", "chair")
    assert chair.get(page).status_code == 404
    chair.post(f"{LIST}/stand-in", data={"opens": "chair"})
    assert (chair.get(page).status_code, vice.get(page).status_code) == (200, 404)
    assert vice.get(LIST).text.count("opens them</p>") == 2
    assert vice.post(f"{LIST}/stand-in", data={"opens": "vice_chair"}).status_code == 403


def test_one_that_names_the_chair_goes_to_the_vice_chair_and_is_not_shown_to_the_chair(report, as_role, alerts):
    page = report(f"{SECRET}, and HARRIET  LOWE saw it")
    chair, vice = as_role("chair"), as_role("vice_chair")

    assert SECRET not in chair.get(page).text
    assert alerts[-1][:2] == ("chair.opened", "vice_chair")
    assert chair.get(page).status_code == 404
    alerts.clear()
    assert SECRET in vice.get(page).text
    assert alerts == []


ADDS = {
    "a follow-up": ("incident.followed_up", {"words": "Harriet Lowe hushed it up"}),
    "what is said of a parent": ("incident.followed_up", {"parent": {"words": "harriet lowe asked for silence"}}),
}


@pytest.fixture
def adds(client):
    """`adds("a follow-up", id)` comes from the phone, about that report; answers the address of its page."""

    def send(which, of):
        kind, body = ADDS[which]
        body = {"incident": of, "written_at": clock.as_text(clock.now()), **body}
        plaintext = client.plaintext({}, None, kind=kind, body=body)
        sealed = client.seals("record", plaintext["id"], json.dumps(plaintext).encode(), use="chair")
        numbers = client.numbers("record", plaintext["id"], None, sealed, use="chair", is_apart=True)
        comes(client, numbers)
        return f"{LIST}/{HeadConcern.get(HeadConcern.record == plaintext['id']).id}"

    return send


@pytest.mark.parametrize("which", ADDS)
@pytest.mark.parametrize("is_report_first", [True, False])
def test_a_report_is_the_vice_chairs_as_soon_as_a_record_about_it_names_the_chair(
    report, adds, client, as_role, which, is_report_first
):
    first = report()
    added, another = adds(which, client.items[-1].header["id"]), report("CANARY another matter")
    chair, vice = as_role("chair"), as_role("vice_chair")

    look = chair.get(first if is_report_first else added)

    assert SECRET not in look.text
    assert not any(words in look.text for words in ("hushed", "silence"))
    assert [chair.get(page).status_code for page in (first, added, another)] == [404, 404, 200]
    assert SECRET in vice.get(first).text
    assert vice.get(added).status_code == 200
    assert vice.get(another).status_code == 404


def test_one_whose_details_name_the_chair_is_not_shown_to_them(report, as_role):
    page = report(details={"seen_by": "Harriet Lowe"})

    assert SECRET not in as_role("chair").get(page).text


def test_that_the_chair_was_rung_is_no_reason_to_keep_it_from_them(report, as_role):
    page = report(who_was_told="Harriet Lowe")

    assert SECRET in as_role("chair").get(page).text


def test_notes_and_the_outcome_are_kept_locked_and_cannot_be_changed(report, as_role):
    page, chair = report(), as_role("chair")
    note = {"words": "CANARY rang the LADO", "kind": "note", "note": "11111111-1111-4111-8111-111111111111"}
    chair.post(f"{page}/note", data=note)
    chair.post(f"{page}/note", data=note)
    assert page in chair.get("/office").text
    chair.post(f"{page}/note", data={"words": "No further action", "kind": "outcome", "note": "another"})

    rows = list(HeadConcernNote.select())
    assert len(rows) == 2
    assert not any(b"CANARY" in bytes(row.sealed) for row in rows)
    read = chair.get(page).text
    assert ("CANARY rang the LADO" in read, "No further action" in read) == (True, True)
    assert page not in chair.get("/office").text
    assert [entry.action for entry in AuditEntry.select() if "noted" in entry.action] == ["chair.noted"] * 2


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"kind": "note"}, "Write what was done"),
        ({"words": "Rang", "kind": "gossip"}, "Not a valid choice"),
        ({"words": "x" * 5001, "kind": "note"}, "Use at most 5000 characters"),
    ],
)
def test_a_note_that_lacks_something_says_so_and_keeps_what_was_typed(report, as_role, given, words):
    answer = as_role("chair").post(f"{report()}/note", data=given)

    assert (answer.status_code, words in answer.text) == (422, True)
    assert given.get("words", "") in answer.text


def test_who_opens_them_has_to_be_one_of_the_two(as_role):
    answer = as_role("chair").post(f"{LIST}/stand-in", data={"opens": "headteacher"})

    assert (answer.status_code, "Not a valid choice" in answer.text) == (422, True)


def test_unfinished_and_then_finished_it_is_one_concern(client, alerts, as_role):
    draft = client.files_about_the_headteacher({"what_happened": "Half of it"}, kind="draft")
    comes(client, draft)
    finished = client.plaintext({"about": "headteacher", "what_happened": SECRET}, None, id=draft.header["id"])
    sealed = client.seals("record", finished["id"], json.dumps(finished).encode(), use="chair")
    comes(client, client.numbers("record", finished["id"], None, sealed, use="chair", is_apart=True))

    [concern] = HeadConcern.select()
    read = as_role("chair").get(f"{LIST}/{concern.id}").text
    assert read.index(SECRET) < read.index("This came unfinished") < read.index("Half of it")


def test_what_comes_finished_after_the_outcome_is_told_anew_and_waits_again(client, alerts, as_role):
    draft, chair = client.files_about_the_headteacher({"what_happened": "Half of it"}, kind="draft"), as_role("chair")
    comes(client, draft)
    page = f"{LIST}/{HeadConcern.get().id}"
    chair.get(page)
    chair.post(f"{page}/note", data={"words": "Nothing in it.", "kind": "outcome"})
    Alert.update(closed_at=clock.now(), due_at=None).execute()
    assert page not in chair.get("/office").text

    finished = client.plaintext({"about": "headteacher", "what_happened": SECRET}, None, id=draft.header["id"])
    sealed = client.seals("record", finished["id"], json.dumps(finished).encode(), use="chair")
    comes(client, client.numbers("record", finished["id"], None, sealed, use="chair", is_apart=True))

    assert Alert.get(Alert.subject == HeadConcern.get().id).closed_at is None
    assert page in chair.get("/office").text


def test_an_odd_body_is_shown_all_the_same(client, alerts, as_role):
    comes(client, client.files_about_the_headteacher({"severity": ["serious"], "what_happened": SECRET}))
    assert SECRET in as_role("chair").get(f"{LIST}/{HeadConcern.get().id}").text


def test_with_no_chair_the_vice_chair_opens_them(app, report, as_role):
    page = report()
    with app.app_context():
        accounts.disable(Staff.get(Staff.email == "harriet@wrenfield.example"), by="test")
    assert SECRET in as_role("vice_chair").get(page).text


def test_what_does_not_unlock_is_listed_and_says_so(client, alerts, as_role):
    item = client.files_about_the_headteacher({})
    item.sealed = bytes(len(item.sealed))
    item.header["digest"] = hashlib.sha256(item.sealed).hexdigest()
    comes(client, item)

    assert "It does not unlock" in as_role("chair").get(f"{LIST}/{HeadConcern.get().id}").text


def test_with_the_chairs_key_elsewhere_it_is_said_and_nothing_is_noted_as_opened(app, report, as_role):
    page = report()
    file = app.config["CHAIR_KEY_DIR"] / "chair_keys.json"
    kept = file.rename(file.with_name("kept"))
    chair = as_role("chair")

    answer = chair.get(page)

    assert (answer.status_code, "not on this server now" in answer.text) == (200, True)
    assert not HeadConcernOpening.select().exists()
    kept.rename(file)
    assert SECRET in chair.get(page).text


def test_one_that_a_phone_told_of_and_that_has_not_come_is_named_to_the_chair(client, as_role):
    client.files_about_the_headteacher({})
    client.announces()

    assert "Phone 3 told of it" in as_role("chair").get(LIST).text
    comes(client, *client.items)
    assert "told of it" not in as_role("chair").get(LIST).text


def test_with_no_number_on_file_the_page_says_whom_to_ask(report, as_role):
    page = report()
    Contact.delete().execute()

    assert "ask for the LADO" in as_role("chair").get(page).text


def test_the_chair_next_door_sees_none_of_it(app, report):
    page = report()
    finch = accounts.add_staff(accounts.add_school("Next door"), "Mr Finch", "finch@nextdoor.example", PASSWORD)
    accounts.give_role(finch, "chair")
    browser = app.test_client()
    browser.post("/sign-in", data={"email": "finch@nextdoor.example", "password": PASSWORD})

    assert browser.get(page).status_code == 404
    assert page not in browser.get(LIST).text + browser.get("/office").text
    assert browser.post(f"{page}/note", data={"words": "x", "kind": "note"}).status_code == 404
    assert not HeadConcernNote.select().exists()


def test_a_chain_apart_of_another_school_is_not_told_of(client, app, as_role):
    client.files_about_the_headteacher({})
    client.announces()
    other = accounts.add_school("Next door")
    Chain.update(school=other).execute()

    assert "told of it" not in as_role("chair").get(LIST).text
