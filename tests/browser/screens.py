"""Every screen of the phone and every page of the office, one after the other, with something on each.

Each function walks on when asked for the next name; what it named is open until then.
"""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import expect

from server.shell.demo_school import PASSWORD
from tests.browser import (
    account_pages,
    alert_pages,
    alert_screens,
    chair_pages,
    consent_pages,
    contact_pages,
    count_screens,
    custody_pages,
    emergency_screens,
    incident_pages,
    inventory_pages,
    own_phone_calls,
    own_phone_screens,
    photo_screens,
    policy_pages,
    report_pages,
    school_pages,
    search_pages,
    trip_pages,
)
from tests.browser.board_pages import of_boards
from tests.browser.check_off_pages import of_checking_off
from tests.browser.held_item_pages import of_held_items
from tests.browser.office import Office
from tests.browser.own_phone_pages import of_own_phones
from tests.browser.paper_pages import of_paper
from tests.browser.phone import AT_SCHOOL, GRAZED_KNEE, WAITING, Phone
from tests.browser.phone_words import PIN, STRETCHING_MS
from tests.browser.school import School

FAR_TOO_LONG = "very " * 60_000
WRONG_CODE = "ABCD-2345"


def of_an_own_phone(phone: Phone) -> Iterator[str]:
    """A phone never opened before as somebody's own: signing in, what works, what does not, and signed out."""
    phone.taps_link("Sign in")
    phone.taps_link("It is my own phone")
    phone.is_headed("Sign in on your own phone")
    yield "phone-own-sign-in"
    phone.signs_in_on_ones_own_as("trip_leader")
    phone.says("Ring the base contact")
    yield "phone-own-today"
    phone.taps_button("Sign out")
    phone.says("Nobody is signed in.")
    yield "phone-own-signed-out"
    phone.goes_to_the_app("/app#/list")
    phone.is_headed("Only on school phones")
    yield "phone-own-shut"
    phone.taps_link("This is a school phone")


def of_setting_up(phone: Phone, school: School) -> Iterator[str]:
    """From a phone never opened before to one that somebody has signed in on."""
    yield "phone-not-set-up"
    yield from contact_pages.of_contacts_never_set_up(phone)
    phone.goes_to_the_app("/app#/sign-in")
    phone.says("This phone is not set up yet")
    yield "phone-sign-in-not-set-up"
    phone.goes_to("Today")
    yield from of_an_own_phone(phone)
    phone.fills("Set-up code", WRONG_CODE)
    phone.taps_button("Set up this phone")
    expect(phone.field("Set-up code")).to_have_attribute("aria-invalid", "true")
    yield "phone-code-refused"
    phone.fills("Set-up code", school.makes_a_code_for("Phone 3"))
    phone.taps_button("Set up this phone")
    phone.is_headed("Phone 3 is ready")
    yield "phone-ready"
    phone.taps_link("Sign in")
    phone.is_headed("Who is using this phone?")
    yield "phone-sign-in"
    phone.tries_to_sign_in("trip_leader", "not-the-password")
    phone.says("do not go together")
    yield "phone-sign-in-refused"
    phone.signs_in_as("trip_leader")
    yield "phone-today"
    phone.taps_link("Not you?")
    phone.says("Priya Shah is using this phone.")
    yield "phone-signed-in"


def of_reporting(phone: Phone) -> Iterator[str]:
    """The form, empty, guiding, full, about to be discarded, and refused."""
    phone.goes_to("Today")
    phone.taps_link("Report an incident")
    phone.is_headed("Report an incident")
    yield "phone-report-empty"
    phone.taps_chip("Something else")
    for kind in ("Missing pupil", "Nude image", "Online safety", "Concern about staff"):
        phone.changes_the_kind_to(kind)
        phone.says("Ring ")
        yield f"phone-report-{kind.lower().replace(' ', '-')}"
    phone.taps_chip("The headteacher")
    phone.says("Ring the LADO")
    yield "phone-report-about-the-headteacher"
    phone.changes_the_kind_to("Injury")
    phone.taps_chip("Other")
    phone.field("What happened?").fill(FAR_TOO_LONG)
    phone.taps_button("Save report")
    phone.says("NOT saved.")
    phone.field("What happened?").fill(f"{GRAZED_KNEE} {'Moat. ' * 40}")
    yield "phone-report-full"
    phone.taps_button("Discard this report")
    yield "phone-report-discard"
    phone.taps_button("Keep it")


def of_sending(phone: Phone, school: School) -> Iterator[str]:
    """A report not saved, saved, waiting, and at school; the school is away in between."""
    phone.goes_to("Today")
    yield "phone-today-unfinished"
    phone.reloads()
    phone.page.get_by_text("Discard it", exact=True).click()
    yield "phone-today-begun-locked"
    phone.taps_button("Yes, discard it")
    school.stop()
    phone.reports_a_grazed_knee()
    phone.says(WAITING)
    yield "phone-saved"
    phone.goes_to("Today")
    phone.taps_link("Everyone home")
    phone.says("1 report, the school has 0.")
    yield "phone-home-not-yet"
    phone.goes_to("Outbox")
    phone.says("No answer from the school")
    yield "phone-outbox-waiting"
    school.start()
    phone.says(AT_SCHOOL)
    yield "phone-outbox"
    phone.goes_to("Today")
    phone.taps_link("Everyone home")
    phone.says("Everyone home:")
    yield "phone-home"


def of_joining_on_the_phone(phone: Phone) -> Iterator[str]:
    """Where a supply teacher types their code."""
    phone.goes_to_the_app("/app#/join")
    phone.taps_button("Join")
    phone.says("Type the code that the office gave.")
    yield "phone-join"


def of_sharing(phone: Phone) -> Iterator[str]:
    """Choosing a PIN, the list it opens, hiding, locking, and taking the phone again."""
    yield from of_joining_on_the_phone(phone)
    phone.tries_to_sign_in("trip_leader", PASSWORD)
    phone.is_headed("Choose your PIN")
    phone.taps_button("Keep this PIN")
    phone.says("A PIN has 6 figures.")
    yield "phone-pin"
    phone.keeps_as_a_pin(PIN)
    phone.says("Using this phone", within_ms=STRETCHING_MS)
    yield "phone-today-open"
    phone.taps_link("Read and sign")
    phone.says("I use school phones")
    yield "phone-agreement"
    yield from contact_pages.of_the_list_and_contacts(phone)
    yield from photo_screens.of_photos(phone)
    yield from count_screens.of_both(phone)
    phone.taps_link("Before we go")
    phone.says("Why are you going anyway?")
    phone.taps_button("Going anyway")
    yield "phone-before-we-go"
    yield from of_checking(phone)
    phone.goes_to_the_app("/app#/list")
    phone.taps_button("Hide")
    yield "phone-hidden"
    phone.taps_button("Show it again")
    phone.locks()
    yield "phone-today-locked"
    phone.goes_to_the_app("/app#/list")
    yield "phone-list-locked"
    phone.taps_link("Unlock")
    yield "phone-who"
    phone.tries_to_unlock_as("Priya Shah", "111112")
    phone.says("That is not your PIN.")
    yield "phone-unlock"


def of_checking(phone: Phone) -> Iterator[str]:
    """The set-up check with something not well, and once it is saved."""
    phone.goes_to_set_up()
    phone.taps_link("Set-up check")
    phone.answers("Bluetooth and AirDrop are off", "No")
    phone.answers("The handset asks for its passcode", "Yes")
    phone.taps_button("Try the camera")
    phone.says("Note: Camera")
    phone.fills("Note: Camera", "x" * 501)
    phone.taps_button("Save this check")
    phone.says("Use at most 500 characters.")
    yield "phone-set-up-check"
    phone.fills("Note: Camera", "Broken")
    phone.taps_button("Save this check")
    phone.says("Saved on this phone.")
    yield "phone-set-up-checked"


def of_the_phone(phone: Phone, school: School) -> Iterator[str]:
    """Every screen of the phone app."""
    yield from of_setting_up(phone, school)
    yield from of_reporting(phone)
    yield from of_sending(phone, school)
    yield from own_phone_screens.of_logging(phone)
    yield from custody_pages.of_taking(phone)
    yield from of_sharing(phone)
    yield from alert_screens.of_alerts(phone, school)
    yield from alert_screens.of_the_same_day(phone, school)
    yield from emergency_screens.of_an_emergency(phone)


def of_the_door(office: Office) -> Iterator[str]:
    """What everybody may see, and what somebody sees who lost the way."""
    office.goes_to("/")
    yield "doors"
    office.goes_to("/141")
    yield "hide-number"
    office.goes_to("/sign-in")
    yield "sign-in"
    office.tries_to_sign_in("office", "not-the-password")
    office.sees("do not go together")
    yield "sign-in-refused"
    office.goes_to("/office/nowhere")
    yield "office-not-found"
    office.signs_in_as("staff")
    yield "office-nothing-to-do"
    office.goes_to("/office/held")
    yield "office-role-missing"
    office.signs_out()
    office.sees("You are signed out.")
    yield "office-signed-out"


def of_trips(office: Office) -> Iterator[str]:
    """To do, the trips, one of them and what came from it, as the DSL sees them."""
    office.signs_in_as("dsl")
    yield "office-to-do"
    office.goes_to("/office/trips")
    yield "office-trips"
    office.goes_to_the_trip("Castle visit")
    yield "office-trip"
    office.page.get_by_role("link", name="Every head count").click()
    office.sees("Not counted:")
    yield "office-head-counts"
    office.goes_to_the_trip("Castle visit")
    office.reads_the_incident("Missing pupil")
    yield "office-incident"
    office.goes_to_the_trip("Castle visit")
    office.page.get_by_role("link", name="Photo checks").click()
    office.sees("Should not have passed")
    yield "office-photo-checks"
    office.goes_to("/office/held")
    yield "office-held"
    office.page.get_by_role("main").get_by_role("link", name="from Phone 4").click()
    office.sees("Held because")
    yield "office-held-item"
    yield from of_held_items(office)
    office.goes_to("/office/photos/scrutiny")
    office.sees("The drawbridge")
    yield "office-photo-scrutiny"
    office.signs_out()


def of_joining(office: Office) -> Iterator[str]:
    """Who joins today's trip: a name wanting, a supply teacher's code, a helper's card, both in the list."""
    office.goes_to_who_joins_today()
    office.page.get_by_role("button", name="Add them").click()
    office.sees("There is a problem")
    yield "office-joining-refused"
    office.adds_to_todays_trip("Ms Cover", "A supply teacher")
    yield "office-joining-code"
    office.adds_to_todays_trip("Mr Rowan", "A helper or volunteer")
    yield "office-helper-card"
    office.goes_to_who_joins_today()
    yield "office-joining"


def of_keeping(office: Office) -> Iterator[str]:
    """Phones and staff, as the office keeps them."""
    shut = incident_pages.address_of(office, "Safeguarding concern")
    office.signs_in_as("office")
    yield from photo_screens.of_gallery(office)
    yield from of_joining(office)
    office.goes_to(shut)
    yield "office-incident-closed-to-the-role"
    office.goes_to("/office/phones")
    yield "office-phones"
    office.page.get_by_role("button", name="Add phone").click()
    office.sees("There is a problem")
    yield "office-phone-refused"
    office.notes_charges(Phone_1="96", Phone_2="full")
    office.sees("Noted for 2.")
    office.notes_charges(Phone_3="960")
    office.sees("There is a problem")
    yield "office-charge-refused"
    office.opens_the_phones_page_of("Phone 4")
    office.sees("not by the network manager")
    yield "office-phone"
    yield from inventory_pages.of_importing(office)
    office.makes_a_code_for("Phone 1")
    yield "office-code"
    office.marks_as_lost("Phone 2")
    yield "office-phone-lost"
    office.page.get_by_role("link", name="Hand it out").click()
    office.sees("Nobody has had it on loan.")
    yield "office-phone-loan"
    office.page.get_by_role("link", name="Phone 2").click()
    office.page.get_by_role("link", name="History").click()
    office.sees("Marked as lost")
    yield "office-phone-history"
    office.goes_to_the_trip("Castle visit")
    office.page.get_by_role("link", name="What its list on the phones carries").click()
    office.sees("Marked")
    yield "office-todays-list"
    office.disables("Tom Hargreave")
    yield "office-staff"


def of_accounts(office: Office) -> Iterator[str]:
    """One's own page, somebody else's, a reset from both ends, and the school's rules for passwords."""
    office.goes_to("/office/you")
    yield "office-you"
    office.goes_to("/office/agreement")
    yield "office-agreement"
    office.goes_to("/office/you/known")
    yield "office-known-secret"
    office.changes_their_password("not-the-password", "copper kettle moon")
    office.sees("That is not your current password")
    yield "office-password-refused"
    office.opens_the_page_of("Daniel Okoro")
    yield "office-staff-page-out-of-reach"
    office.opens_the_page_of("Sana Malik")
    yield "office-staff-page"
    office.makes_a_reset_code_for("Sana Malik")
    yield "office-reset-code"
    office.signs_out()
    office.tries_a_reset_code("staff", WRONG_CODE, "copper kettle moon")
    office.sees("do not go together")
    yield "forgotten-password-refused"
    office.signs_in_as("headteacher")
    office.goes_to("/office/sign-in-rules")
    yield "office-sign-in-rules"
    office.goes_to("/office/agreement/new")
    yield "office-new-agreement"
    office.goes_to("/office/phone-rules")
    yield "office-phone-rules"
    office.goes_to("/office/photo-rules")
    office.page.get_by_role("button", name="Save this activity").click()
    office.sees("There is a problem")
    yield "office-photo-rules"
    yield from account_pages.of_staff_devices(office)
    yield from account_pages.of_coming_and_going(office)
    yield from of_boards(office)
    yield from of_own_phones(office)
    office.goes_to("/office/sign-in-rules/second-step")
    yield "office-second-step-rule"
    yield from account_pages.of_the_second_step(office)


def of_the_office(office: Office) -> Iterator[str]:
    """Every page of the office."""
    yield from of_the_door(office)
    yield from of_trips(office)
    yield from of_checking_off(office)
    yield from incident_pages.of_an_incident(office)
    yield from custody_pages.of_custody(office)
    yield from consent_pages.of_consent(office)
    yield from photo_screens.of_authorisations(office)
    yield from alert_pages.of_alerts(office)
    yield from own_phone_calls.of_own_phones(office)
    yield from trip_pages.of_setting_up_a_trip(office)
    yield from contact_pages.of_contacts(office)
    yield from policy_pages.of_the_policy(office)
    yield from search_pages.of_search(office)
    yield from chair_pages.of_the_chair(office)
    yield from of_paper(office)
    yield from report_pages.of_reports(office)
    yield from of_keeping(office)
    yield from school_pages.of_the_school(office)
    yield from of_accounts(office)
