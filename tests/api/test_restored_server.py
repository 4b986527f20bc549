"""A real server whose database file was put back to an earlier day, and nobody told it so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.test_protocol_client import exported, outside, ready  # noqa: F401 - fixtures
from tests.live_server import LiveServer
from tests.protocol_client import ProtocolClient


@pytest.fixture
def server(data_folder: Path) -> Iterator[LiveServer]:
    """A server in a process of its own, on a copy of the demo school."""
    with LiveServer(data_folder) as running:
        yield running


def tells_another_life(client: ProtocolClient) -> str:
    """Make contact with what was seen last, then tell and send everything that is still kept; answers the epoch."""
    seen = client.seen or {}
    client.seen = {**seen, "n": max(item.n or 0 for item in client.items)}
    epoch: str = client.announces()["epoch"]
    client.announces()
    client.sends([item for item in client.waiting() if item.sealed])
    return epoch


def digests(server: LiveServer) -> list[str]:
    return sorted(line["digest"] for line in exported(server))


@pytest.mark.parametrize("is_copy_lost", [False, True], ids=["with its second copy", "without its second copy"])
def test_what_arrived_since_the_backup_is_there_once_again(server, ready, is_copy_lost):  # noqa: F811
    before, since = (
        ready.files({"what_happened": "A wasp"}),
        [ready.files({"what_happened": "A bee"}) for _ in range(3)],
    )
    ready.sends([before])
    backup, life = server.backs_up(), ready.announces()["epoch"]
    ready.sends(since)
    server.is_put_back(backup, without_its_copy=is_copy_lost)

    assert tells_another_life(ready) != life

    assert digests(server) == sorted(item.header["digest"] for item in (before, *since))
    assert server.flask("audit", "verify")
