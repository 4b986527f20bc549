"""Several people use one phone: each report is its writer's, and nobody's coming or going touches what was filed."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.office import Office
from tests.browser.phone import Phone
from tests.browser.school import School

PRIYAS = "Priya saw a nosebleed in the great hall."
TOMS = "Tom saw a grazed elbow on the drawbridge."
NOBODYS = "Somebody saw a lost glove."


def test_a_second_sign_in_keeps_the_first_persons_outbox_and_name(
    proxied_phone: Phone, proxy: FaultyProxy, school: School, office: Office
) -> None:
    phone = proxied_phone
    phone.signs_in_as("trip_leader")
    proxy.breaks("/api/outbox/", "refuse")
    phone.reports_a_grazed_knee(PRIYAS)
    phone.signs_in_as("staff")
    phone.counts_in_its_outbox(1)
    phone.reports_a_grazed_knee(TOMS)
    phone.counts_in_its_outbox(2)
    proxy.mends()
    phone.lists_at_school(2)
    priyas, toms = school.has_exactly_once(PRIYAS, TOMS)
    assert priyas["actor"]["how"] == toms["actor"]["how"] == "session"
    assert priyas["actor"]["staff"] == school.id_of("trip_leader")
    assert toms["actor"]["staff"] == school.id_of("staff")
    office.signs_in_as("dsl")
    office.goes_to(f"/office/incidents/{priyas['id']}")
    office.sees("Priya Shah, signed in on Phone 3")


def test_signing_out_on_the_phone_keeps_the_outbox(proxied_phone: Phone, proxy: FaultyProxy, school: School) -> None:
    phone = proxied_phone
    phone.signs_in_as("trip_leader")
    proxy.breaks("/api/outbox/", "refuse")
    phone.reports_a_grazed_knee(PRIYAS)
    phone.taps_link("Not you?")
    phone.taps_button("Sign Priya Shah out")
    phone.says("Reports carry the name of whoever signs in here.")
    phone.counts_in_its_outbox(1)
    phone.goes_to("Today")
    phone.reports_a_grazed_knee(NOBODYS)
    proxy.mends()
    phone.lists_at_school(2)
    priyas, nobodys = school.has_exactly_once(PRIYAS, NOBODYS)
    assert priyas["actor"]["staff"] == school.id_of("trip_leader")
    assert nobodys["actor"] == {"staff": None, "how": "none", "typed_name": None, "unlocked_by": None}


def test_what_somebody_began_is_off_the_form_for_the_next_and_goes_to_school_as_its_beginners(
    phone: Phone, school: School
) -> None:
    phone.signs_in_as("trip_leader")
    phone.begins_a_report(PRIYAS)
    phone.waits_until_kept(PRIYAS)
    phone.signs_in_as("staff")
    phone.says("It was begun without a PIN, so it cannot be opened again here.")
    phone.says_nothing_of(PRIYAS)
    phone.taps_link("Report an incident")
    expect(phone.field("What happened?")).to_have_value("")
    phone.goes_to("Today")
    phone.taps_button("Send it as it is")
    phone.lists_at_school(1)
    (line,) = school.has_exactly_once(PRIYAS)
    assert (line["type"], line["actor"]["staff"]) == ("draft", school.id_of("trip_leader"))


def test_a_person_disabled_after_filing_keeps_what_they_filed(
    proxied_phone: Phone, proxy: FaultyProxy, school: School, office: Office
) -> None:
    phone = proxied_phone
    phone.signs_in_as("staff")
    proxy.breaks("/api/outbox/", "refuse")
    phone.reports_a_grazed_knee(TOMS)
    office.signs_in_as("office")
    office.disables("Tom Hargreave")
    proxy.mends()
    phone.lists_at_school(1)
    (line,) = school.has_exactly_once(TOMS)
    assert line["actor"]["staff"] == school.id_of("staff")
