"""The phone as a screen reader walks it, and as somebody sees it who asked for no motion or for their own colours."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.phone import AT_SCHOOL, Phone

# In the order in which it is read; what is left out between two lines may be anything.
FIRST_SCREEN = """
- banner:
  - link "Lanyard"
  - link "Emergency"
- main:
  - heading /Castle visit, 32 pupils/ [level=1]
  - paragraph:
    - text: "Using this phone:"
    - strong: Priya Shah
  - link "Not you?"
  - paragraph:
    - link "Report an incident Works without a signal"
  - region "What waits to be sent":
    - status:
      - paragraph: Nothing waiting.
  - link "Own phone used"
  - region "Today's trip":
    - heading "Aldermere Castle" [level=2]
  - region "Who to ring":
    - heading "Who to ring" [level=2]
    - list:
      - listitem:
        - link /Ring the base contact/
- contentinfo:
  - link "Set up again"
- navigation "Screens":
  - link "Today"
  - link "Outbox"
"""
FORM = """
- main:
  - heading "Report an incident" [level=1]
  - paragraph:
    - text: Writing as
    - strong: Priya Shah
  - link "Not you?"
  - group:
    - group "What kind of incident?":
      - radio "Injury"
  - textbox "What happened?"
  - group "How serious?"
  - group "When?":
    - radio "Just now" [checked]
  - textbox "Where?"
  - button "Use my position"
  - textbox "Which pupils?"
  - textbox "What was done?"
  - textbox "Who was told?"
  - group "Does somebody need to follow this up?"
  - button "Save report"
- navigation "Screens":
  - link "Report an incident"
"""
LOG = """
- main:
  - heading "Own phone used" [level=1]
  - region "The call":
    - button "Call made now Keeps the time at once"
  - paragraph:
    - text: Writing as
    - strong: Priya Shah
  - group "Who was called?":
    - radio "Base contact"
    - radio "Somebody else"
  - textbox "Who you rang"
  - textbox "The number you rang"
  - textbox "Call began"
  - textbox "Call ended"
  - textbox "Why no school phone?"
  - textbox "What was said?"
  - group "Was your number withheld?"
  - group "Did another adult hear the call?"
  - group "When was using your own phone agreed?"
  - group "Photographs taken with it?"
  - button "Save log"
- navigation "Screens":
  - link "Report an incident"
"""
LISTEN = """() => {
  globalThis.announced = [];
  const told = changes => changes.forEach(({ target }) => {
    const region = (target.nodeType === 1 ? target : target.parentElement)?.closest("[role=status], [role=alert]");
    if (region) globalThis.announced.push(region.textContent.trim());
  });
  new MutationObserver(told).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""
MOVING = """[...document.querySelectorAll("*")].filter(element => {
  const { transitionDuration, animationName } = getComputedStyle(element);
  return transitionDuration.split(", ").some(seconds => seconds !== "0s") || animationName !== "none";
}).length"""
UNMARKED = """[...document.querySelectorAll("nav [aria-current], .notice, .card, .button, .chip")].filter(element =>
  element.checkVisibility() && !element.matches(".plain") && ["Top", "Right", "Bottom", "Left"].every(side =>
    parseFloat(getComputedStyle(element)[`border${side}Width`]) === 0)).length"""


def test_the_first_screen_is_read_in_the_order_that_matters(phone: Phone) -> None:
    phone.signs_in_as("trip_leader")
    expect(phone.page.locator("body")).to_match_aria_snapshot(FIRST_SCREEN)


def test_the_form_is_read_with_its_author_first_and_saving_last(phone: Phone) -> None:
    phone.signs_in_as("trip_leader")
    phone.taps_link("Report an incident")
    expect(phone.page.locator("body")).to_match_aria_snapshot(FORM)


def test_the_log_of_an_own_phone_is_read_with_the_one_tap_first(phone: Phone) -> None:
    phone.signs_in_as("trip_leader")
    phone.taps_link("Own phone used")
    expect(phone.page.locator("body")).to_match_aria_snapshot(LOG)
    phone.taps_button("Call made now Keeps the time at once")
    phone.hears("Call made ")
    phone.answers("Photographs taken with it?", "Yes")
    phone.hears("The headteacher is told.")


def test_a_new_screen_begins_at_its_heading(phone: Phone) -> None:
    for link, heading in (("Outbox", "Outbox"), ("Report", "Report an incident"), ("Today", "Today: Castle visit")):
        phone.goes_to(link)
        phone.is_headed(heading)
        expect(phone.page.get_by_role("heading", level=1)).to_be_focused()


def test_news_is_announced_once_however_often_the_screen_is_painted(phone: Phone) -> None:
    phone.reports_a_grazed_knee()
    phone.says(AT_SCHOOL)
    phone.goes_to("Today")
    phone.says("Nothing waiting. The school has everything.")
    phone.asks(LISTEN)
    for _ in range(3):
        with phone.page.expect_response("**/api/outbox/manifest"):
            phone.asks("dispatchEvent(new Event('online'))")
    assert phone.asks("globalThis.announced") == []


def test_what_to_do_first_is_announced_and_in_sight(phone: Phone) -> None:
    phone.taps_link("Report an incident")
    phone.taps_chip("Safeguarding")
    phone.hears("Ring the DSL now, then write it down")
    expect(phone.page.get_by_role("region", name="What to do first")).to_be_in_viewport(ratio=0.9)


def test_nothing_moves_for_whoever_asked_for_no_motion(phone: Phone) -> None:
    assert phone.asks(MOVING) > 0
    phone.page.emulate_media(reduced_motion="reduce")
    for screen in ("Outbox", "Report", "Today"):
        phone.goes_to(screen)
        assert phone.asks(MOVING) == 0


def test_somebodys_own_colours_leave_every_part_its_edge(phone: Phone) -> None:
    phone.page.emulate_media(forced_colors="active")
    for screen in ("Outbox", "Report", "Today"):
        phone.goes_to(screen)
        assert phone.asks(UNMARKED) == 0
