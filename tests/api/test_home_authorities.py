"""Where pupils live: on their own page, by a column of a list, in the sealed list alone, and on the printed card."""

from __future__ import annotations

import io
import json

import pytest

from server.accounts import actions
from server.foundation import crypto
from server.foundation.audit import AuditEntry
from server.policy.models import Authority, Contact, ContactRules
from server.shell.demo_school import PASSWORD
from server.trips.models import Pupil, Trip, TripPupil
from tests.api.pins import pin_of
from tests.cast import CLIENT


@pytest.fixture
def millbridge(app):
    """The authority next door, where nobody lives yet."""
    Pupil.update(authority=None).execute()
    return Authority.get(Authority.name == "Millbridge City Council").id


def going(trip):
    rows = Pupil.select().join(TripPupil).where(TripPupil.trip == trip)
    return list(rows.order_by(Pupil.class_name, Pupil.first_name, Pupil.last_name))


def opened(holder):
    answer = holder.phone.client.get(f"/api/packs/{holder.person['unlock']}", headers=CLIENT)
    framed = crypto.SUITE.decrypt(answer.data, holder.seal, info=crypto.info("pack", holder.person["unlock"]))
    return json.loads(crypto.unframe(framed))


def told():
    rows = AuditEntry.select().where(AuditEntry.action == "pupil.home_authority_changed")
    return [(row.subject, json.loads(row.details)["authority"]) for row in rows]


def takes_in(client, trip, text):
    """What becomes of a list, then put on with what the page carries. Returns both pages."""
    page = f"/office/trips/{trip}/set-up/list"
    sent = {"file": (io.BytesIO(text.encode()), "list.csv")}
    preview = client.post(page, data=sent, content_type="multipart/form-data").text
    value = lambda name: preview.partition(f'name="{name}" value="')[2].partition('"')[0]  # noqa: E731
    done = client.post(f"{page}/take-in", data={"list": value("list"), "mark": value("mark"), "do": "put"})
    return preview, done


def test_the_card_names_the_trips_authorities_and_the_list_alone_says_who_lives_there(
    phone, as_role, millbridge, todays_trip
):
    assert [one["name"] for one in phone.reports().json["card"]["authorities"]] == ["Wrenshire County Council"]
    assert "homes" not in opened(pin_of(phone))
    pupil = going(todays_trip)[4]
    assert as_role("dsl").post(f"/office/pupils/{pupil.id}/home", data={"authority": millbridge}).status_code == 302

    card = phone.reports().json["card"]
    assert [(one["name"], one["is_own"]) for one in card["authorities"]][1] == ("Millbridge City Council", False)
    assert pupil.id not in json.dumps(card)
    assert pupil.last_name not in json.dumps(card["authorities"])
    pack = opened(pin_of(phone))
    assert pack["homes"] == {millbridge: [4]}
    assert pack["pupils"][4][0].startswith(pupil.first_name)
    assert told() == [(pupil.id, millbridge)]


def test_who_keeps_no_pupils_says_nowhere_they_live_and_next_door_neither(app, as_role, millbridge, todays_trip):
    page = f"/office/pupils/{going(todays_trip)[0].id}/home"
    for role in ("staff", "trip_leader", "network_manager"):
        assert as_role(role).get(page).status_code == 403
        assert as_role(role).post(page, data={"authority": millbridge}).status_code == 403
    assert as_role("office").post(page, data={"authority": "nowhere"}).status_code == 422
    person = actions.add_staff(actions.add_school("Next door"), "Mr Finch", "finch@nextdoor.example", PASSWORD)
    actions.give_role(person, "office")
    client = app.test_client()
    client.post("/sign-in", data={"email": "finch@nextdoor.example", "password": PASSWORD})
    assert client.get(page).status_code == 404
    assert client.post(page, data={"authority": ""}).status_code == 404
    assert told() == []


def test_a_column_of_a_list_says_where_they_live_also_of_those_on_the_trip(as_role, millbridge, todays_trip):
    on_it = going(todays_trip)[0]
    new = Pupil.select().where(Pupil.id.not_in([row.id for row in going(todays_trip)])).first()
    Pupil.update(admission_number="N1").where(Pupil.id == new.id).execute()
    Pupil.update(admission_number="O1").where(Pupil.id == on_it.id).execute()
    preview, done = takes_in(
        as_role("office"),
        todays_trip,
        "Adm No,Home authority\nN1,millbridge city council\nO1,Millbridge City Council\n",
    )
    assert "names the home authority of 2 pupils" in preview
    assert done.status_code == 302
    assert {(one, home) for one, home in told()} == {(new.id, millbridge), (on_it.id, millbridge)}
    assert Pupil.get_by_id(new.id).authority_id == millbridge


def test_an_authority_that_the_school_does_not_have_is_listed_with_its_line_and_stops_the_list(
    as_role, millbridge, todays_trip
):
    Pupil.update(admission_number="O1").where(Pupil.id == going(todays_trip)[0].id).execute()
    preview, done = takes_in(as_role("office"), todays_trip, "Adm No,LA\nO1,Atlantis <b>\n")

    assert "<strong>Line 2</strong>" in preview
    assert "No local authority of the school is called “Atlantis &lt;b&gt;”" in preview
    assert (done.status_code, told()) == (422, [])


def test_the_printed_card_has_every_date_the_nation_and_nothing_of_a_pupil(as_role, millbridge, todays_trip):
    pupil = going(todays_trip)[0]
    Pupil.update(authority=millbridge).where(Pupil.id == pupil.id).execute()
    Contact.update(checked_on=None).where(Contact.role == "mash").execute()
    Trip.update(number_24h="07700 900777").where(Trip.id == todays_trip).execute()
    page = f"/office/trips/{todays_trip}/contacts-card"

    shown = as_role("staff").get(page).text
    for words in ("999", "Daniel Okoro", "Wrenshire County Council", "Millbridge City Council", "07700 900777", "CEOP"):
        assert words in shown
    assert "Checked for England." in shown
    assert "<strong>Check it:</strong> checked never" in shown
    assert not [one for one in going(todays_trip) if one.last_name in shown]
    ContactRules.update(nation="scotland").execute()
    assert "were not checked for Scotland" in as_role("staff").get(page).text
    assert page in as_role("staff").get(f"/office/trips/{todays_trip}").text


def test_an_authority_where_a_pupil_lives_is_not_taken_out(as_role, millbridge, todays_trip):
    Pupil.update(authority=millbridge).where(Pupil.id == going(todays_trip)[0].id).execute()
    answer = as_role("office").post(f"/office/contacts/authorities/{millbridge}/remove", follow_redirects=True)
    assert "a pupil’s home authority" in answer.text
    assert Contact.select().where(Contact.authority == millbridge).exists()
