"""The real server, killed in mid-request again and again: what has a receipt is there once, what has none arrives."""

from __future__ import annotations

import http.client
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.moments import Moments, WatchedWire
from tests.faults.parcel import asked as from_database
from tests.faults.segments import copied
from tests.faults.sizes import asked, seed
from tests.live_server import LiveServer
from tests.protocol_client import Item, ProtocolClient, Wire

SENDERS = ("Phone 1", "Phone 2", "Phone 3", "Phone 4")
MOST_MOMENTS_BETWEEN_KILLS = 200
MOST_IN_A_BATCH = 30
SETTLES_WITHIN_SECONDS = 120.0


@dataclass
class Sender:
    """A phone that files and sends without pause. `filed` is every item's bytes, `promised` every receipt's number."""

    client: ProtocolClient
    chance: random.Random
    filed: dict[str, bytes] = field(default_factory=dict)
    promised: dict[str, int] = field(default_factory=dict)
    cut: int = 0

    def sends_until_over(self, moments: Moments) -> None:
        """File, tell and send, and wait only while the server is known to be dead."""
        try:
            while not moments.is_over:
                moments.up.wait()
                self._takes_a_turn()
        finally:
            moments.sender_ends()

    def _takes_a_turn(self) -> None:
        for _ in range(self.chance.randint(1, 4)):
            self._files()
        try:
            self.client.announces()
            self.sends_what_waits()
            self._sends_something_again()
        except (OSError, http.client.HTTPException):
            self.cut += 1

    def _files(self) -> None:
        text = f"Grazed knee {len(self.filed)} of {self.client.phone['name']}"
        is_photo = self.chance.random() < 0.2
        item = self.client.files_blob(text.encode()) if is_photo else self.client.files({"what_happened": text})
        assert item.sealed is not None
        self.filed[item.header["id"]] = item.sealed

    def sends_what_waits(self) -> None:
        """Send records in batches, photos one by one, and note the receipts."""
        waiting = self.client.waiting()
        records = [item for item in waiting if item.header["type"] == "record"]
        for at in range(0, len(records), MOST_IN_A_BATCH):
            self._notes(records[at : at + MOST_IN_A_BATCH], self.client.sends)
        for item in waiting:
            if item.header["type"] == "blob":
                self._notes([item], lambda one: self.client.sends_blob(one[0]))

    def _sends_something_again(self) -> None:
        """Send one record that has a receipt: it must get the same."""
        again = [item for item in self.client.items[-30:] if item.sealed and item.n and item.header["type"] == "record"]
        if again:
            self._notes([self.chance.choice(again)], self.client.sends)

    def _notes(self, items: list[Item], send: Callable[[list[Item]], object]) -> None:
        send(items)
        for item in items:
            assert item.n is not None, "An answer without a receipt for what was sent."
            assert self.promised.setdefault(item.header["id"], item.n) == item.n, "A receipt was changed."


def test_the_server_killed_in_mid_request_loses_and_doubles_nothing(server, data_folder, counted):
    kills, chance = asked("KILLS", 5), random.Random(seed())
    moments = Moments(server)
    senders = [set_up(server, moments, name) for name in SENDERS]

    with ThreadPoolExecutor(len(senders)) as threads:
        running = [threads.submit(sender.sends_until_over, moments) for sender in senders]
        try:
            for _ in range(kills):
                moments.strikes_after(chance.randint(1, MOST_MOMENTS_BETWEEN_KILLS))
        finally:
            moments.is_over = True
            moments.up.set()
            # Why a sender stopped tells more than that nobody sends.
            for sender in running:
                sender.result()
    arrive_in_the_end(senders)
    server.stop()

    everything_is_there_once(data_folder, senders)
    assert "holds" in server.flask("audit", "verify")
    cut, filed = sum(sender.cut for sender in senders), sum(len(sender.filed) for sender in senders)
    assert cut >= kills, "The server was killed between requests, not in them."
    counted(f"The server was killed {kills} times (seed {seed()}): {cut} requests cut, {filed} items there once.")


def set_up(server: LiveServer, moments: Moments, name: str) -> Sender:
    """A phone set up over a plain wire, which then sends over a watched one."""
    client = ProtocolClient(Wire(server.url), server.flask("enrol-code", "--phone", name).strip())
    assert client.sets_itself_up()
    watched = WatchedWire(server.url, moments)
    watched.cookie, client.wire = client.wire.cookie, watched
    return Sender(client, random.Random(f"{seed()} {name}"))


def arrive_in_the_end(senders: list[Sender]) -> None:
    """Send what waits, and ask until the school has let every phone let go."""
    deadline = time.monotonic() + SETTLES_WITHIN_SECONDS
    for sender in senders:
        sender.client.announces()
        sender.sends_what_waits()
        while any(item.sealed for item in sender.client.items):
            assert time.monotonic() < deadline, "The school never settled what it has."
            sender.client.announces()


def everything_is_there_once(folder: Path, senders: list[Sender]) -> None:
    """Assert it of the files themselves: database, photos and second copy."""
    filed = {id_: sealed for sender in senders for id_, sealed in sender.filed.items()}
    promised = {id_: n for sender in senders for id_, n in sender.promised.items()}
    assert from_database(folder, "PRAGMA integrity_check") == [("ok",)]
    rows = from_database(
        folder,
        "SELECT n, id, digest, sealed, state FROM envelope JOIN opening o ON o.envelope_id = n"
        " LEFT JOIN envelope_bytes b ON b.envelope_id = n ORDER BY n",
    )
    assert {id_: n for n, id_, *_ in rows} == promised
    assert [n for n, *_ in rows] == list(range(1, len(filed) + 1))
    for _, id_, digest, sealed, state in rows:
        kept = sealed or (folder / "blobs" / digest[:2] / f"{digest}.sealed").read_bytes()
        assert (kept == filed[id_], state) == (True, "opened")
    assert set(copied(folder / "copy")) == set(promised.values())
