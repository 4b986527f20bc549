"""The school that phones and office talk to in the browser tests: a real server, and proof of what it holds."""

from __future__ import annotations

import json
import secrets
import sqlite3
import time
from collections.abc import Callable, Sequence
from typing import Any

from tests.cast import address_of
from tests.live_server import LiveServer

PATIENCE_SECONDS = 30.0


class School(LiveServer):
    """A live server with the demo school on it."""

    def makes_a_code_for(self, phone: str) -> str:
        """A set-up code from the command line, as `flask enrol-code` prints it."""
        return self.flask("enrol-code", "--phone", phone).strip()

    def lets_every_code_expire(self) -> None:
        """Make every code, spent or not, two days older: only the clock could do it otherwise."""
        columns = ", ".join(f"{name} = {name} - 172800000" for name in ("made_at", "expires_at", "used_at"))
        self._asks(f"UPDATE enrolment_code SET {columns}")

    def lets_every_password_age(self) -> None:
        """Make every password 100 days older."""
        self._asks("UPDATE staff SET password_changed_at = password_changed_at - 8640000000")

    def writes_at_length(self) -> None:
        """Make the words that a pocket card takes from the school as long as a school may write them."""
        name = "Bartholomew Featherstonehaugh of Wrenfield"
        self._asks("UPDATE school SET name = 'The Worshipful Company of Wrenfield Park Church of England School'")
        self._asks("UPDATE trip SET title = 'Year 6 geography residential in the mountains'")
        self._asks("UPDATE contact SET name = ?, title = 'Designated safeguarding lead of the federation'", name)
        self._asks("UPDATE contact SET number = '+33 1 99 00 12 34 ext 1234' WHERE role = 'office'")
        self._asks("UPDATE staff SET name = ? WHERE email LIKE 'daniel%'", name)
        ((daniel,),) = self._asks("SELECT id FROM staff WHERE email LIKE 'daniel%'")
        self._decides("own_phone.told", daniel)

    def wants_reports_by(self, hour: str) -> None:
        """Have what the DSL must hear of today at school by this time of day, from the phones' next contact on."""
        self._decides("alerts.today_by", hour)

    def _decides(self, code: str, value: str) -> None:
        """Have its policy's next version say this of a setting, and all else as before."""
        newest = "FROM policy_version WHERE school_id = school.id ORDER BY n DESC LIMIT 1"
        said = f"json_set(COALESCE((SELECT said {newest}), '{{}}'), ?, json(?))"
        number = f"COALESCE((SELECT n {newest}), 0) + 1"
        chosen = json.dumps({"value": value, "sentence": "", "clause": ""})
        query = f"SELECT id, {number}, 0, 'a test', NULL, 'For the test', '', {said} FROM school"
        self._asks(f"INSERT INTO policy_version {query}", f'$."{code}"', chosen)

    def why_the_pin_ended(self, name: str) -> str:
        """Why somebody's PIN on a phone opens nothing any more; "" where it does, or they have none."""
        query = "SELECT ended_why FROM unlock JOIN staff ON staff.id = staff_id WHERE name = ? AND ended_at > 0"
        return str(next(iter(self._asks(query, name)), ("",))[0])

    def lets_the_guests_time_run_out(self) -> None:
        """Let each account that ends by itself end now: only the clock could do it otherwise."""
        self._asks("UPDATE staff SET ends_at = 1000 WHERE ends_at IS NOT NULL")

    def has_ended_what_was_open_to(self, name: str) -> None:
        """Wait until the server has ended, by itself, what a guest's account had opened."""
        self._waits_until(lambda: self.why_the_pin_ended(name) == "its time was over", "Their PIN was not ended.")

    def is_no_demo(self) -> None:
        """Make it a real school: no command does that to a demo."""
        self._asks("UPDATE school SET is_demo = 0")

    def changes_its_secret(self) -> None:
        """Start it again with another LANYARD_SECRET_KEY."""
        self._environment["LANYARD_SECRET_KEY"] = secrets.token_hex(32)
        self.restart()

    def forgets_the_trip(self, trip: str) -> None:
        """Delete a trip with its lists, which no command does."""
        for query in (
            "DELETE FROM trip_pupil WHERE trip_id = ?",
            "DELETE FROM trip_staff WHERE trip_id = ?",
            "DELETE FROM trip_phone WHERE trip_id = ?",
            "DELETE FROM trip WHERE id = ?",
        ):
            self._asks(query, trip)

    def lets_a_day_pass_for_photos(self) -> None:
        """Make every photo known so far, and its arrival, a day older: only the clock could do it otherwise."""
        self._asks("UPDATE photo SET taken_at = taken_at - 86400000, received_at = received_at - 86400000")

    def sealed_bytes_of(self, digest: str) -> int:
        """How many sealed bytes the school keeps of the item with this digest."""
        query = "SELECT length(sealed) FROM envelope_bytes JOIN envelope ON n = envelope_id WHERE digest = ?"
        found: int = self._asks(query, digest)[0][0]
        return found

    def has_no_second_copy(self) -> None:
        """Lose the folder of the second copy while the server runs: a file stands in its place.

        Moved away and not emptied: the server may be writing into it at this instant.
        """
        (self.folder / "copy").rename(self.folder / "copy.lost")
        (self.folder / "copy").touch(exist_ok=False)

    def may_copy_again(self) -> None:
        """Take that file away, so that the next start makes the folder anew."""
        (self.folder / "copy").unlink()

    def id_of(self, role: str) -> str:
        """The id of the demo school's person in this role."""
        found: str = self._asks("SELECT id FROM staff WHERE email = ?", address_of(role))[0][0]
        return found

    def share_of(self, role: str) -> str:
        """What the school keeps of the key that opens a phone for the demo school's person in this role."""
        found: str = self._asks("SELECT share FROM unlock WHERE staff_id = ? AND ended_at IS NULL", self.id_of(role))[
            0
        ][0]
        return found

    def key_of_a_pupil(self, trip: str, place: int = 0) -> str:
        """What a list calls one of the pupils on a trip by: the first digits of their id."""
        query = "SELECT pupil_id FROM trip_pupil WHERE trip_id = ? ORDER BY pupil_id LIMIT 1 OFFSET ?"
        found: str = self._asks(query, trip, str(place))[0][0]
        return found[:8]

    def names_and_numbers(self) -> dict[str, bytes]:
        """Every pupil's, every member of staff's and every contact's name, and whom to ring by number."""
        pupils = self._asks("SELECT first_name || ' ' || last_name FROM pupil")
        others = self._asks("SELECT name FROM staff UNION SELECT name FROM contact UNION SELECT number FROM contact")
        return {name: name.encode() for (name,) in [*pupils, *others] if name}

    def ends_every_sign_in(self) -> None:
        """End every sign-in, as after twelve hours: only the clock could do it otherwise."""
        self._asks("UPDATE sign_in SET started_at = started_at - 86400000, seen_at = seen_at - 86400000")

    def counts_what_is_stored(self) -> int:
        """How many items the school holds, opened or not."""
        found: int = self._asks("SELECT count(*) FROM envelope")[0][0]
        return found

    def _asks(self, query: str, *values: str) -> list[Any]:
        database = sqlite3.connect(self.folder / "database" / "lanyard.sqlite3")
        try:
            with database:
                return database.execute(query, values).fetchall()
        finally:
            database.close()

    def has_opened_everything(self) -> None:
        """Wait until what was stored is opened or held: a receipt comes before that."""
        waiting = "SELECT 1 FROM opening WHERE state = 'waiting' LIMIT 1"
        self._waits_until(lambda: not self.is_running or not self._asks(waiting), "What was stored was never opened.")

    def has_stored(self, number: int) -> None:
        """Wait until the school holds so many items, opened or not."""
        self._waits_until(lambda: self.counts_what_is_stored() >= number, "They never came.")
        assert self.counts_what_is_stored() == number

    def _waits_until(self, is_so: Callable[[], bool], otherwise: str) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not is_so():
            assert time.monotonic() < deadline, otherwise
            # Whoever asks without a pause takes from the server what it needs to get there.
            self.works_on()

    def exports(self) -> list[dict[str, Any]]:
        """Every line of `flask export`, parsed, in order of arrival, once all is opened."""
        self.has_opened_everything()
        return [json.loads(line) for line in self.flask("export", "--format", "jsonl").splitlines()]

    def has_exactly_once(self, *texts: str) -> Sequence[dict[str, Any]]:
        """Assert that the school has one record for each text, opened, and no other record. Returns them so ordered."""
        lines = self.exports()
        assert all(line["state"] == "opened" for line in lines), lines
        assert sorted(line["body"]["what_happened"] for line in lines) == sorted(texts)
        return sorted(lines, key=lambda line: texts.index(line["body"]["what_happened"]))

    def has_once_each(self, *texts: str) -> Sequence[dict[str, Any]]:
        """Assert that the school has one record for each text, opened, among others. Returns them so ordered."""
        lines = [line for line in self.exports() if line.get("body", {}).get("what_happened") in texts]
        assert sorted(line["body"]["what_happened"] for line in lines) == sorted(texts)
        assert all(line["state"] == "opened" for line in lines), lines
        return sorted(lines, key=lambda line: texts.index(line["body"]["what_happened"]))

    def proves_its_audit_log(self) -> None:
        """Assert that `flask audit verify` finds the chain whole."""
        assert "holds" in self.flask("audit", "verify")
