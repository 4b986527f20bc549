"""Many senders with one id at the same moment, against the real server: one row, one number; two versions both kept."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat

import pytest

from tests.faults.parcel import asked as from_database
from tests.faults.sizes import asked, seed
from tests.live_server import LiveServer
from tests.protocol_client import OCTETS, Item, ProtocolClient, Wire

RACERS = 6
PATIENCE_SECONDS = 120.0


class Track:
    """Racers that wait for one another at the line, then each post a batch."""

    def __init__(self, client: ProtocolClient, threads: ThreadPoolExecutor) -> None:
        self.client = client
        self._threads = threads
        self._line = threading.Barrier(RACERS)

    def race(self, items: list[Item]) -> list[int]:
        """Post each item at the same moment; the arrival numbers given, in that order."""
        return list(self._threads.map(self._post, items))

    def settles(self, last: int) -> None:
        """Ask until everything up to this number has its second copy: a server that stops opens that first."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.client.announces()["settled_n"] < last:
            assert time.monotonic() < deadline, "It was never settled."

    def _post(self, item: Item) -> int:
        frame = item.frame()
        self._line.wait(PATIENCE_SECONDS)
        answer = self.client.wire.ask("POST", "/api/outbox/envelopes", frame, {"Content-Type": OCTETS})
        assert answer.is_ok, answer
        [receipt] = answer.json["receipts"]
        assert [receipt[name] for name in ("id", "digest")] == [item.header[name] for name in ("id", "digest")]
        item.takes(receipt, answer.json["epoch"])
        n: int = receipt["n"]
        return n


@pytest.fixture
def track(server: LiveServer) -> Iterator[Track]:
    """Phone 3, set up, and its racers."""
    client = ProtocolClient(Wire(server.url), server.flask("enrol-code", "--phone", "Phone 3").strip())
    assert client.sets_itself_up()
    client.announces()
    with ThreadPoolExecutor(RACERS) as threads:
        yield Track(client, threads)


def test_one_item_sent_by_many_at_once_is_one_row_with_one_number(server, data_folder, track, counted):
    races, numbers = asked("RACES", 100), []
    for race in range(races):
        item = track.client.files({"what_happened": f"Grazed knee {race}"})
        given = set(track.race(list(repeat(item, RACERS))))
        assert len(given) == 1, f"One item got the numbers {given}."
        numbers += given
    server.stop()

    assert numbers == list(range(1, races + 1))
    [(rows, ids)] = from_database(data_folder, "SELECT count(*), count(DISTINCT id) FROM envelope")
    assert (rows, ids) == (races, races)
    assert "holds" in server.flask("audit", "verify")
    counted(f"{races} races of {RACERS} senders for one item: no item doubled.")


def test_two_versions_of_one_report_at_once_are_both_kept_and_one_is_held(server, data_folder, track, counted):
    races, chance = asked("RACES", 100), random.Random(seed())
    for race in range(races):
        left, right = two_versions(track.client, race)
        drawn = chance.sample([left, right] * (RACERS // 2), RACERS)
        given = track.race(drawn)
        numbers = {item.header["digest"]: n for item, n in zip(drawn, given, strict=True)}
        assert sorted(numbers.values()) == [2 * race + 1, 2 * race + 2]
        assert all(numbers[item.header["digest"]] == n for item, n in zip(drawn, given, strict=True))
    track.settles(2 * races)
    server.stop()

    lines = [json.loads(line) for line in server.flask("export", "--format", "jsonl").splitlines()]
    assert len(lines) == len({line["digest"] for line in lines}) == 2 * races
    for first, second in zip(lines[::2], lines[1::2], strict=True):
        assert first["id"] == second["id"]
        assert (first["reason"], second["reason"]) == (None, "versions.two")
    assert from_database(data_folder, "PRAGMA integrity_check") == [("ok",)]
    counted(f"{races} races of {RACERS} senders with two versions of one report: both kept, one held, each time.")


def two_versions(client: ProtocolClient, race: int) -> tuple[Item, Item]:
    """One report as two texts, each sealed and numbered."""
    left = client.files({"what_happened": f"Left knee {race}"})
    right = client.files({"what_happened": f"Right knee {race}"}, id=left.header["id"])
    return left, right
