"""Each kind of incident from the phone's form, with its protocol, to the office's page; and bad input on the way."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from server.incidents import protocols
from server.incidents.rules import CATEGORY_NAMES
from tests.browser.office import Office
from tests.browser.phone import AT_SCHOOL, Phone
from tests.browser.school import School

SLICE = Path(protocols.__file__).parent
FIRST, REST = (json.loads((SLICE / f"{name}.json").read_text("utf-8")) for name in ("first_kinds", "protocols"))
KINDS: dict[str, Any] = {code: {**FIRST["guidance"].get(code, {}), **kind} for code, kind in REST["kinds"].items()}
LONG_AGO, TYPED = "2026-11-01T09:30", "2026-11-01T09:30:00.000Z"
WARNED = "That is not on a day of this trip. You can save it all the same."
TEN_THOUSAND_WORDS = "moat " * 10_000
PASTED = """async html => {
  const canvas = document.createElement("canvas");
  const picture = await new Promise(resolve => canvas.toBlob(resolve));
  const plain = new Blob(["Fell in the moat"], { type: "text/plain" });
  const rich = new Blob([html], { type: "text/html" });
  await navigator.clipboard.write([
    new ClipboardItem({ "text/plain": plain, "text/html": rich, "image/png": picture }),
  ]);
}"""
HTML = "<h1>Fell</h1> in the <b>moat</b><table><tr><td>again</td></tr></table>"


def fills_in(phone: Phone, field: dict[str, Any]) -> None:
    """Answer one question: write, tap the first answer, or a time long before the trip."""
    part = f"detail_{field['name']}"
    if field["type"] in ("text", "long_text"):
        phone.page.locator(f"#{part}").fill(words_for(field))
    elif field["type"] == "time":
        phone.page.locator(f"#{part}").fill(LONG_AGO)
    else:
        phone.page.locator(f"input[name={part}]").first.check()


def words_for(field: dict[str, Any]) -> str:
    """What is written in a field."""
    return f"CANARY {field['name']} \N{CASTLE}"


def answer_to(field: dict[str, Any]) -> Any:
    """What the record then holds."""
    if field["type"] in ("text", "long_text"):
        return words_for(field)
    if field["type"] == "time":
        return TYPED
    first = field["options"][0][0] if "options" in field else True
    return [first] if field["type"] == "some_of" else first


def shows_its_protocol(phone: Phone, kind: dict[str, Any]) -> None:
    """See everything that the declaration says of a kind."""
    for words in (kind["title"], *kind["do_now"], *kind["never"], "Checked for England, Sat 28 Nov 2026."):
        phone.says(words)
    for link in kind.get("links", []):
        expect(phone.page.get_by_role("link", name=REST["links"][link][1])).to_have_attribute(
            "href", REST["links"][link][0]
        )


def test_each_kind_is_filed_with_its_protocol_in_sight_and_read_by_the_office(
    phone: Phone, school: School, office: Office
) -> None:
    for code, words, _usual in FIRST["kinds"]:
        phone.goes_to("Today")
        phone.taps_link("Report an incident")
        phone.taps_chip(words)
        shows_its_protocol(phone, KINDS[code])
        for field in KINDS[code]["fields"]:
            fills_in(phone, field)
        if any(field["type"] == "time" for field in KINDS[code]["fields"]):
            phone.says(WARNED)
        phone.page.locator("#what_happened").fill(f"CANARY {code}")
        phone.page.locator("#pupils").fill("Somebody who is not on the trip")
        phone.taps_button("Save report")
        phone.is_headed("Report saved")
    phone.says(AT_SCHOOL)
    lines = {line["body"]["category"]: line for line in school.has_exactly_once(*(f"CANARY {code}" for code in KINDS))}
    office.signs_in_as("headteacher")
    for code, kind in KINDS.items():
        expected = {field["name"]: answer_to(field) for field in kind["fields"]}
        assert lines[code]["body"]["details"] == (expected or None)
        office.goes_to(f"/office/incidents/{lines[code]['id']}")
        office.is_headed(CATEGORY_NAMES[code])
        office.sees(f"CANARY {code}")
        for field in kind["fields"]:
            office.sees(field["label"])
            if isinstance(answer_to(field), str) and "CANARY" in answer_to(field):
                office.sees(words_for(field))


def test_what_is_pasted_is_plain_text_and_no_length_is_too_long_to_begin(phone: Phone, school: School) -> None:
    phone.context.grant_permissions(["clipboard-read", "clipboard-write"])
    phone.taps_link("Report an incident")
    phone.taps_chip("Missing pupil")
    phone.says("Never")
    wearing, happened = phone.page.locator("#detail_wearing"), phone.page.locator("#what_happened")
    phone.asks(PASTED, HTML)
    for box in (happened, wearing):
        box.focus()
        phone.page.keyboard.press("Control+V")
        expect(box).to_have_value("Fell in the moat")
    assert phone.page.locator("form img").count() == 0
    wearing.fill(TEN_THOUSAND_WORDS)
    phone.changes_the_kind_to("Behaviour")
    phone.says("What you filled in for “Missing pupil” is not part of this report.")
    phone.changes_the_kind_to("Missing pupil")
    expect(wearing).to_have_value(TEN_THOUSAND_WORDS)
    phone.taps_button("Save report")
    phone.says(AT_SCHOOL)
    [line] = school.has_exactly_once("Fell in the moat")
    assert line["body"]["details"] == {"wearing": TEN_THOUSAND_WORDS}
