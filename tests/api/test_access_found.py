"""Everything about one child is found: by name, nickname and old surname, of each kind, and no namesake is mixed in."""

from __future__ import annotations

import json
import random
import re
import sys
from datetime import date

import pytest
from peewee import ForeignKeyField

from server.access_requests.models import AccessAct, AccessItem
from server.accounts.models import Staff
from server.alerts.models import Alert, AlertAct
from server.consent.authorisation_models import ImageAuthorisation
from server.consent.check_models import ConsentChange, ConsentCheck
from server.consent.models import ConsentDecision, NeverPhotograph
from server.consent.turn_models import ConsentTold, ConsentTurn
from server.foundation import clock, registry
from server.foundation.audit import AuditEntry
from server.foundation.database import Table
from server.incidents.models import IncidentPupil
from server.intake.models import Envelope, Opening, Record
from server.personal_phone.use_models import OwnPhoneOutcome, OwnPhoneUse
from server.phones.models import Phone as SchoolPhone
from server.photos.models import Photo, PhotoPupil, PhotoRelease
from server.reconciliation.models import HeldDecision
from server.retention.holds import holds_of
from server.retention.models import RetentionHold
from server.trips.models import Pupil, PupilCare, PupilContact, Trip, TripPupil
from server.trips.planning_models import TripChange
from tests.api.access_requests import REQUESTS, asked_for, decides, looks, opens, takes
from tests.api.custody import link, taken
from tests.api.later import follow_up
from tests.api.reported import incident, own_phone_use, record_of, school
from tests.cast import grazed_knee

SAID = ("Adaeze Okonkwo", "okonkwo, adaeze", "Addy", "addy's", "Adaeze Finch", "FINCH ADAEZE", "Adaèze O.")
AROUND = ("Then {} came in.", "{}", "With Tom and {} by the moat", "(see {})", "{}\nand nobody else")
NOT_FOUND_BY_NAME = ("Adam Okoro fell.", "The finches flew.", "Mrs Okonkwo rang.")


@pytest.fixture
def child(app):
    made = {"first_name": "Adaeze", "last_name": "Okonkwo", "class_name": "Heron", "upn": "A123456789012"}
    return Pupil.create(school=school(), date_of_birth=date(2016, 2, 3), **made)


@pytest.fixture
def dsl(as_role):
    return as_role("dsl")


def found_for(dsl, child, names="Addy\nAdaeze Finch"):
    return looks(dsl, opens(dsl, child, names=names))


def number_of(record):
    return f"record:{Record.get(Record.id == record).envelope_id}"


def test_every_kind_of_record_is_found_by_every_name(app, dsl, child):
    picks = random.Random(12)
    with app.app_context():
        kinds = sorted({kind for kind, _version in registry.current().kinds})
    named = [
        record_of(kind, {"words": picks.choice(AROUND).format(name), "more": [{"deep": 1}]})
        for kind in kinds
        for name in SAID
    ]
    others = [record_of(kind, {"words": words}) for kind in kinds for words in NOT_FOUND_BY_NAME]

    found = found_for(dsl, child)

    seen = {row.key for row in AccessItem.select()}
    assert len(named) > 150
    assert {number_of(one) for one in named} <= seen
    assert not {number_of(one) for one in others} & seen
    assert {row.how for row in found.values() if row.key in {number_of(one) for one in named}} == {"named"}


def test_every_kind_of_record_has_words_for_it(app):
    with app.app_context():
        here = registry.current()
        kinds = {kind for kind, _version in here.kinds}
        titled = {kind for part in here.about_child for kind in part.titles}

    untitled = {"agreement.signed", "authorship.confirmed", "authorship.disowned"}
    assert kinds - titled == untitled


def test_what_no_form_made_is_found_too_and_shown_as_it_is(app, dsl, child):
    deep: object = "With Addy"
    for _ in range(300):
        deep = [deep]
    bodies = [deep, {"Adaeze Okonkwo": 1}, ["Addy", None, 1e3, True], "Addy <b>\ud83d</b>", {"a": {"b": deep}}]
    records = [record_of(kind, body) for body in bodies for kind in ("", "guessed.kind")]

    address = opens(dsl, child, names="Addy")
    found = looks(dsl, address)

    for record in records:
        item = found[number_of(record)]
        page = dsl.get(f"{address}/found/{item.number}")
        assert page.status_code == 200
        assert "<b>" not in page.text
        assert decides(dsl, address, item, "goes_out").status_code == 302
    assert "&lt;b&gt;" in dsl.get(f"{address}/preview").text


def test_every_table_that_points_at_a_pupil_is_asked(app):
    pointing = {
        model.__name__
        for model in every_table(Table)
        for field in model._meta.sorted_fields
        if isinstance(field, ForeignKeyField) and field.rel_model is Pupil
    }
    with app.app_context():
        asked = {
            name
            for part in registry.current().about_child
            for ask in (part.rows, part.filed)
            if ask
            for name in vars(sys.modules[ask.__module__])
        }

    assert pointing - asked == {"AccessRequest"}


def every_table(parent):
    """Each table of the school's."""
    for model in parent.__subclasses__():
        yield model
        yield from every_table(model)


def test_what_lists_hold_under_the_child_is_found_with_no_name_in_it(app, dsl, child):
    trip, now = Trip.get(Trip.title == "Castle visit"), clock.now()
    key, here = child.id.replace("-", "")[:8], {"school": school()}
    TripPupil.create(trip=trip, pupil=child, **here)
    PupilContact.create(pupil=child, position=1, name="Ngozi", relation="Mother", number="07700 900111", **here)
    PupilCare.create(pupil=child, words="Inhaler", **here)
    answer = {"purpose": "website", "medium": "photo", "response": "given", "answered_by": "parent", "respondent": "N"}
    days = {"how": "paper", "decided_on": date(2026, 9, 1), "valid_from": date(2026, 9, 1), "recorded_at": now}
    decision = ConsentDecision.create(pupil=child, recorded_by="x", **answer, **days, **here)
    never = NeverPhotograph.create(pupil=child, act="begin", reason="A risk", at=now, by="x", **here)
    check = {"medium": "photo", "pupils": f'["{key}"]', "out": "[]", "outcome": "go", "way": "camera"}
    ConsentCheck.create(n=900, id="c", trip=trip, phone="p", checked_at=now, told_at=now, **check, **here)
    ConsentChange.create(n=901, trip=trip, phone="p", key=key, change="said_no", changed_at=now, told_at=now, **here)
    taken_ = {"record": "r", "n": 902, "phone": "p", "taken_at": now, "received_at": now, "sha256": "s", "size": 1}
    Photo.create(id="photo", width=1, height=1, **taken_, **here)
    PhotoPupil.create(photo="photo", key=key, pupil=child, **here)
    turn = ConsentTurn.create(pupil=child, trip=trip, purposes='["website"]', saved_at=now, saved_by="x", **here)
    rung = {"phone": SchoolPhone.get(), "told_at": now, "told_by": "x", "noted_at": now}
    told = ConsentTold.create(pupil=child, trip=trip, **rung, **here)
    put = {"part": "pupils", "at": now, "by": "x", "what": json.dumps({"added": [child.id, "another"]})}
    change = TripChange.create(trip=trip, **put, **here)
    missing = record_of("pupils.counted", {"counted": 29, "missing": [{"key": key, "name": None}]})
    report = incident("injury", body={"pupils": "A. O."})
    IncidentPupil.create(incident=report, pupil=child, is_sure=True, **here)

    found = found_for(dsl, child, "")

    expected = {
        *(f"pupil:{child.id}", f"contact:{child.id}:1", f"care:{child.id}", f"trip:{trip.id}:{child.id}"),
        *(f"consent:{decision.n}", f"never:{never.n}", f"check:900:{child.id}", "no:901", f"photo:photo:{child.id}"),
        *(number_of(report), number_of(missing), f"turn:{turn.n}", f"change:{change.n}"),
        f"told:{trip.id}:{child.id}:{told.phone_id}",
    }
    assert expected <= found.keys()
    assert {found[key].how for key in expected} == {"filed"}
    assert not [key for key, row in found.items() if row.how == "other"]


def test_what_people_wrote_elsewhere_is_found_where_it_names_the_child(app, dsl, child):
    now, here = clock.now(), {"school": school()}
    alert = Alert.create(kind="incident.reported", subject="x", urgency="now", raised_at=now, **here)
    act = AlertAct.create(alert=alert, act="closed", words="Addy is home", at=now, **here)
    Photo.create(
        id="p2",
        record="r",
        n=905,
        phone="p",
        taken_at=now,
        received_at=now,
        sha256="s",
        size=1,
        width=1,
        height=1,
        **here,
    )
    wanted = {"purpose": "display", "place": "Hall", "caption": "Addy", "asked_by": "x", "asked_at": now}
    release = PhotoRelease.create(photo="p2", **wanted, **here)
    allowed = {"kind": "activity", "what": "Swimming", "who": "Tom", "why": "For Adaeze Finch", "conditions": ""}
    span = {"from_on": date(2026, 1, 1), "until_on": date(2026, 1, 2), "given_at": now, "given_by": "x", "number": 900}
    authorised = ImageAuthorisation.create(**allowed, **span, **here)
    record_of("incident.reported", {})
    envelope = Envelope.select(Envelope.n).order_by(Envelope.n.desc()).scalar()
    about = {"envelope": envelope, "after_n": 0, "answer": "kept", "decided_by": "x", "decided_at": now}
    decided = HeldDecision.create(reason="It is about Adaeze Okonkwo", **about, **here)

    found = found_for(dsl, child)

    assert {f"alert:{act.id}", f"release:{release.id}", f"authorised:{authorised.id}", f"held:{decided.n}"} <= set(
        found
    )


def test_what_belongs_to_a_report_of_the_child_comes_with_it(phone, todays_trip, dsl, child):
    report = {**grazed_knee(todays_trip), "body": {**grazed_knee(todays_trip)["body"], "what_happened": "Addy fell"}}
    later = follow_up(report["id"], "2026-06-12T15:00:00Z", "Seen by a doctor")
    bag = taken("2026-06-12T12:00:00Z", todays_trip, whose="Adaeze Finch")
    back = link("item.released", "2026-06-12T15:30:00Z", todays_trip, item=bag["id"], to="Her mother")
    phone.sends(*(phone.files(record) for record in (report, later, bag, back)))

    found = found_for(dsl, child)

    how = {one["id"]: found[number_of(one["id"])].how for one in (report, later, bag, back)}
    assert how == {report["id"]: "named", later["id"]: "with", bag["id"]: "named", back["id"]: "with"}


def test_looks_at_the_childs_records_are_counted_by_day_and_name_nobody(app, dsl, as_role, child):
    address = f"/office/consent/pupils/{child.id}"
    assert as_role("office").get(address).status_code in (200, 404)
    report = incident("injury", body={"what_happened": "Addy fell"})
    as_role("headteacher").get(f"/office/incidents/{report}")
    assert AuditEntry.select().where(AuditEntry.subject == report).exists()

    found = found_for(dsl, child)

    [look] = [row for key, row in found.items() if key.startswith("looks:")]
    assert "viewed" in look.plain
    assert not any(one.name in look.plain for one in Staff.select())


def test_two_children_of_one_name_are_never_mixed_up(app, dsl, child):
    twin = Pupil.create(school=school(), first_name="Adaeze", last_name="Okonkwo", class_name="Kestrel")
    hers, his = incident("injury", body={"pupils": "A"}), incident("injury", body={"pupils": "Adaeze Okonkwo"})
    for report, pupil in ((hers, child), (his, twin)):
        IncidentPupil.create(incident=report, pupil=pupil, school=school(), is_sure=True)
    neither = incident("injury", body={"what_happened": "Adaeze Okonkwo ran"})

    page = dsl.post(f"{REQUESTS}/new", data={**asked_for(child), "pupil": ""})
    address = opens(dsl, child)
    found = looks(dsl, address)

    assert page.status_code == 422
    assert re.findall(r'value="([0-9a-f-]{36})"', page.text) == [child.id, twin.id]
    assert "Heron, born 3 February 2016" in page.text
    assert "Kestrel, no date of birth" in page.text
    assert {one: found[number_of(one)].how for one in (hers, his, neither)} == {
        hers: "filed",
        his: "other",
        neither: "named",
    }
    assert found[f"pupil:{twin.id}"].how == "other"
    assert dsl.post(f"{address}/found/all-filed").status_code == 302
    gone = {act.item for act in AccessAct.select().where(AccessAct.act == "goes_out")}
    assert found[f"pupil:{child.id}"].number in gone
    assert found[number_of(hers)].number not in gone
    preview = dsl.get(f"{address}/preview").text
    assert "Kestrel" not in preview
    assert "Adaeze Okonkwo ran" not in preview


def test_what_is_for_the_chair_is_found_by_nobody_and_the_log_says_to_ask(app, dsl, as_role, child):
    record = record_of("incident.reported", {"what_happened": "Addy: the headteacher shouted"})
    n = Record.get(Record.id == record).envelope_id
    Opening.update(state="chair").where(Opening.envelope == n).execute()
    own_phone_use(is_heads=True)
    use = OwnPhoneUse.get()
    OwnPhoneOutcome.create(school=school(), use=use, at=clock.now(), by="x", words="Addy was with them")

    address = opens(dsl, child, names="Addy")
    found = looks(dsl, address)

    assert number_of(record) not in found
    assert not [key for key in found if key.startswith("outcome:")]
    assert "chair of governors has to be asked" in dsl.get(f"{address}/log").text
    assert "Ask the chair of governors" in dsl.get(address).text


def test_a_concern_about_staff_is_the_headteachers_alone_until_they_let_it_out(app, dsl, as_role, child):
    concern = incident("allegation", body={"what_happened": "Addy says that Tom shouted"})
    later = record_of(
        "incident.followed_up", {"incident": concern, "written_at": "2026-06-12T10:00:00Z", "words": "No"}
    )
    before = opens(dsl, child, names="Addy")
    found = looks(dsl, before)
    head = as_role("headteacher")

    for record in (concern, later):
        item = found[number_of(record)]
        assert item.readers == "headteacher"
        assert dsl.get(f"{before}/found/{item.number}").status_code == 404
        assert "shouted" not in dsl.get(f"{before}/found").text
        assert head.get(f"{before}/found/{item.number}").status_code == 200
        assert decides(head, before, item, "goes_out").status_code == 302
        assert dsl.get(f"{before}/found/{item.number}").status_code == 200
    assert "shouted" in dsl.get(f"{before}/preview").text


def test_nothing_that_somebody_asked_for_is_destroyed_meanwhile(app, dsl, child):
    report = incident("injury", body={"what_happened": "Addy fell"})
    address = opens(dsl, child, names="Addy")
    looks(dsl, address)
    with app.app_context():
        during = holds_of(school())
    takes(dsl, address, "close")
    with app.app_context():
        after = holds_of(school())

    assert report in during.records
    assert child.id in during.pupils
    assert not {report, child.id} & (after.records | after.pupils)


def test_a_hold_on_the_child_is_found(app, dsl, child):
    why = {"why": "The court asked", "made_at": clock.now(), "made_by": "x"}
    hold = RetentionHold.create(school=school(), what="pupil", subject=child.id, **why)

    assert found_for(dsl, child)[f"hold:{hold.id}"].how == "filed"


def test_a_thing_that_changed_since_is_decided_anew(app, dsl, child):
    PupilCare.create(pupil=child, school=school(), words="Inhaler")
    address = opens(dsl, child)
    old = looks(dsl, address)[f"care:{child.id}"]
    assert decides(dsl, address, old, "goes_out").status_code == 302
    PupilCare.update(words="None any more").execute()

    new = looks(dsl, address)[f"care:{child.id}"]

    assert new.number == old.number
    assert decides(dsl, address, old, "goes_out").status_code == 422
    assert "Inhaler" not in dsl.get(f"{address}/preview").text


@pytest.mark.parametrize(("typed", "names"), [("Okonkwo", ""), ("ada oko", "Addy")])
def test_the_rolls_name_is_looked_for_whatever_was_typed(app, dsl, child, typed, names):
    words = ("Adaeze fell", "A. Okonkwo fell", *(["Addy Okonkwo fell"] if names else []))
    records = [record_of("incident.followed_up", {"words": one}) for one in words]
    address = opens(dsl, child, name=typed, names=names)

    found = looks(dsl, address)

    assert {number_of(one) for one in records} <= found.keys()
    for record in records:
        decides(dsl, address, found[number_of(record)], "goes_out")
    preview = dsl.get(f"{address}/preview").text
    assert all(one in preview for one in words)


def test_a_photo_of_two_namesakes_is_filed_under_both(app, dsl, child):
    twin = Pupil.create(school=school(), first_name="Adaeze", last_name="Okonkwo", class_name="Kestrel")
    now, here = clock.now(), {"school": school()}
    size = {"sha256": "s", "size": 1, "width": 1, "height": 1}
    Photo.create(id="photo", record="r", n=902, phone="p", taken_at=now, received_at=now, **size, **here)
    for pupil in (child, twin):
        PhotoPupil.create(photo="photo", key=pupil.id.replace("-", "")[:8], pupil=pupil, **here)

    for pupil in (child, twin):
        found = looks(dsl, opens(dsl, pupil))
        assert [row.how for key, row in found.items() if key.startswith("photo:")] == ["filed"]


def test_a_number_that_no_thing_can_have_is_not_there(app, dsl, child):
    address = opens(dsl, child)

    for number in (0, 2**63 - 1, 2**63, 10**30):
        assert dsl.get(f"{address}/found/{number}").status_code == 404
