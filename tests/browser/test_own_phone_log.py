"""The use of an own phone, logged on a school phone without a signal, sent, and taken up by the headteacher."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.chromium import Handset
from tests.browser.disk_search import found_on_disk
from tests.browser.office import Office
from tests.browser.phone import WAITING, Phone
from tests.browser.school import School
from tests.live_server import answers

CALL_MADE = "Call made now Keeps the time at once"
CALLED = "Marta Quill of Moat Coaches"
NUMBER = "07700 900321"
SAID = "The coach is late; Maya has her inhaler."
WHY = "Phone 3 had no signal by the moat."


def fills_in_the_rest(phone: Phone) -> None:
    """Everything but what was said, which is there."""
    phone.taps_chip("Somebody else")
    phone.fills("Who you rang", CALLED)
    phone.fills("The number you rang", NUMBER)
    phone.fills("Why no school phone?", WHY)
    phone.taps_chip("Tried: rang with 141")
    phone.answers("Did another adult hear the call?", "Yes")
    phone.taps_chip("Afterwards")
    phone.fills("Who agreed?", "Headteacher")
    phone.answers("Photographs taken with it?", "No")
    phone.says("Everything is filled in.")


def begins_with_one_tap(phone: Phone) -> str:
    """Keep the time before anything is typed, then one sentence. Returns the time as the form has it."""
    phone.taps_link("Own phone used")
    phone.taps_button(CALL_MADE)
    phone.hears("Call made ")
    phone.waits_until_kept("", "what_was_said")
    phone.fills("What was said?", SAID)
    phone.waits_until_kept(SAID, "what_was_said")
    return phone.field("Call began").input_value()


def goes_on_after_a_kill(phone: Phone, began: str) -> None:
    """Lose the browser, and find the same form again, for its writer alone."""
    phone.is_killed()
    phone.opens_again()
    phone.says("Unfinished log of an own phone's use")
    phone.says_nothing_of(SAID)
    phone.unlocks_as("Priya Shah")
    phone.taps_link("Continue")
    phone.is_headed("Own phone used")
    expect(phone.field("What was said?")).to_have_value(SAID)
    expect(phone.field("Call began")).to_have_value(began)


def shows_nothing_on_its_disk(phone: Phone) -> None:
    """Look for what was typed in all that a killed browser left behind."""
    phone.is_killed()
    assert isinstance(phone.handset, Handset)
    secrets = {text: text.encode() for text in (CALLED, NUMBER, SAID, WHY)}
    assert found_on_disk(phone.handset.profile, secrets) == set()


def is_at_school(school: School) -> str:
    """The one record, as it was written. Returns its id."""
    school.has_opened_everything()
    (line,) = school.exports()
    assert (line["kind"], line["state"]) == ("personal_phone.used", "opened")
    assert line["actor"]["staff"] == school.id_of("trip_leader")
    body = line["body"]
    assert (body["called_name"], body["called_number"], body["what_was_said"]) == (CALLED, NUMBER, SAID)
    assert (body["is_timed"], body["written_on"], body["withheld"]) == (True, "school_phone", "tried")
    assert body["began_at"] < body["ended_at"]
    return str(line["id"])


def test_a_use_logged_without_signal_is_kept_sent_and_taken_up(phone: Phone, school: School, office: Office) -> None:
    phone.chooses_a_pin_as("trip_leader")
    school.kill()
    assert not answers(school.port)
    goes_on_after_a_kill(phone, begins_with_one_tap(phone))
    phone.taps_button("Call ended now")
    fills_in_the_rest(phone)
    phone.taps_button("Save log")
    phone.is_headed("Saved")
    phone.says(WAITING)
    phone.counts_in_its_outbox(1)
    shows_nothing_on_its_disk(phone)

    phone.opens_again()
    phone.says_nothing_of("Unfinished")
    school.start()
    phone.goes_to("Outbox")
    phone.taps_button("Send now")
    phone.lists_at_school(1)
    use = is_at_school(school)

    office.signs_in_as("headteacher")
    office.goes_to(f"/office/own-phones/{use}")
    office.sees(SAID)
    office.presses("I’ve got this")
    office.sees_nothing_of("Not yet")


def test_one_saved_while_locked_is_said_to_be_whose_it_was(phone: Phone, school: School) -> None:
    phone.chooses_a_pin_as("trip_leader")
    phone.locks()
    phone.taps_link("Own phone used")
    phone.says("Nobody signed in: the log will not carry a name")
    phone.fills("What was said?", SAID)
    phone.taps_button("Save log")
    phone.is_headed("Saved")
    phone.says("Not filled in: when the call began, when it ended, who was called")
    phone.unlocks_as("Priya Shah")
    phone.says("A log of an own phone's use was saved while locked")
    phone.taps_button("It was me")
    phone.lists_at_school(2)
    school.has_opened_everything()
    kinds = sorted(line["kind"] for line in school.exports())
    assert kinds == ["authorship.confirmed", "personal_phone.used"]


def test_two_forms_in_the_middle_of_writing_do_not_touch_one_another(phone: Phone) -> None:
    phone.chooses_a_pin_as("trip_leader")
    phone.begins_a_report("Ran into the gate")
    phone.goes_to("Today")
    phone.taps_link("Own phone used")
    phone.fills("What was said?", SAID)
    phone.waits_until_kept(SAID, "what_was_said")
    phone.locks()
    phone.says("Unfinished report,")
    phone.says("Unfinished log of an own phone's use,")
    phone.unlocks_as("Priya Shah")
    log = phone.page.locator(".notice", has_text="Unfinished log")
    log.get_by_role("link", name="Continue").click()
    expect(phone.field("What was said?")).to_have_value(SAID)
    phone.taps_button("Discard this log")
    phone.taps_button("Yes, discard it")
    phone.says_nothing_of("Unfinished log")
    phone.taps_link("Continue")
    expect(phone.field("What happened?")).to_have_value("Ran into the gate")
