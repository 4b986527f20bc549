"""Reports under way while the school's side changes: another secret, another key, a trip gone, a database put back."""

from __future__ import annotations

from typing import Any

from tests.browser.one_way import Way


def files_without_an_answer(way: Way, text: str) -> None:
    """Report this while nobody answers."""
    way.proxy.breaks("/api/outbox/", "refuse")
    way.phone.reports_a_grazed_knee(text)
    way.phone.counts_in_its_outbox(1)


def sends(way: Way) -> None:
    """Let everything through and see that nothing waits any more."""
    way.proxy.mends()
    way.phone.goes_to("Outbox")
    way.phone.taps_button("Send now")
    way.phone.counts_in_its_outbox(0)


def line_of(way: Way, digest: str) -> dict[str, Any]:
    """What the export says of the item with this digest: there is one."""
    [line] = [line for line in way.school.exports() if line["digest"] == digest]
    return line


def test_what_was_filed_before_the_servers_secret_changed_is_accepted_after(way: Way) -> None:
    way.phone.signs_in_as("trip_leader")
    files_without_an_answer(way, "Filed under the old secret.")
    way.school.changes_its_secret()
    sends(way)
    way.has_once("Filed under the old secret.")
    [line] = [line for line in way.school.exports() if line["body"]["what_happened"] == "Filed under the old secret."]
    assert line["actor"]["staff"] == way.school.id_of("trip_leader")


def test_what_was_sealed_to_an_old_key_opens_after_the_key_was_changed(way: Way) -> None:
    files_without_an_answer(way, "Sealed to the old key.")
    old = way.phone.keeps_in("outbox")["envelope"]
    way.school.flask("keys", "rotate")
    way.school.restart()
    sends(way)
    way.phone.goes_to("Today")
    way.phone.reports_a_grazed_knee("Sealed to the new key.")
    way.phone.counts_in_its_outbox(0)
    way.has_once("Sealed to the old key.", "Sealed to the new key.")
    kids = {item["kid"] for item in way.phone.keeps_in("outbox")["envelope"]} - {item["kid"] for item in old}
    assert len(kids) == 1, "Nothing was sealed to the new key."


def test_a_report_for_a_trip_that_is_gone_is_kept_and_held(way: Way) -> None:
    files_without_an_answer(way, "Of a trip that is gone.")
    [item] = [item for item in way.phone.keeps_in("outbox")["envelope"] if item["state"] == "waiting"]
    way.school.forgets_the_trip(item["trip"])
    sends(way)
    line = line_of(way, item["digest"])
    assert (line["state"], line["reason"]) == ("held", "trip.unknown")
    assert line["body"]["what_happened"] == "Of a trip that is gone."


def test_a_report_whose_key_the_school_lost_is_kept_to_the_last_byte(way: Way) -> None:
    files_without_an_answer(way, "Sealed to a lost key.")
    [item] = [item for item in way.phone.keeps_in("outbox")["envelope"] if item["state"] == "waiting"]
    way.school.stop()
    key_file = way.school.folder / "keys" / "school_keys.json"
    key_file.rename(key_file.with_suffix(".lost"))
    way.school.start()
    sends(way)
    line = line_of(way, item["digest"])
    assert (line["state"], line["reason"]) == ("held", "key.unknown")
    assert way.school.sealed_bytes_of(item["digest"]) == item["size"]


def test_a_database_put_back_is_offered_again_what_the_phone_still_keeps(way: Way) -> None:
    texts = [f"Report {number} after the backup." for number in range(1, 4)]
    backup, before = way.school.backs_up(), way.school.counts_what_is_stored()
    # The second copy would give everything back by itself, and the phone could let go of its own.
    way.school.has_no_second_copy()
    for text in texts:
        way.phone.goes_to("Today")
        way.phone.reports_a_grazed_knee(text)
        way.phone.counts_in_its_outbox(0)
    way.school.may_copy_again()
    way.school.is_put_back(backup)
    way.phone.goes_to("Outbox")
    way.phone.taps_button("Send now")
    way.school.has_stored(before + len(texts))
    way.phone.counts_in_its_outbox(0)
    way.has_once(*texts)
