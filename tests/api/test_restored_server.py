"""A real server whose database file was put back to an earlier day, and nobody told it so."""

from __future__ import annotations

import shutil
import sqlite3
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


def back_up(server: LiveServer) -> Path:
    """Copy the database aside, as a nightly backup does."""
    database, kept = server.folder / "database" / "lanyard.sqlite3", server.folder / "backup.sqlite3"
    with sqlite3.connect(database) as now, sqlite3.connect(kept) as copy:
        now.backup(copy)
    return kept


def put_back(server: LiveServer, kept: Path) -> None:
    """With the server stopped, put the backup in its place and start: and think of nothing else."""
    for old in (server.folder / "database").glob("lanyard.sqlite3*"):
        old.unlink()
    shutil.copy(kept, server.folder / "database" / "lanyard.sqlite3")
    server.start()


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
    backup, life = back_up(server), ready.announces()["epoch"]
    ready.sends(since)
    server.stop()
    if is_copy_lost:
        shutil.rmtree(server.folder / "copy")
    put_back(server, backup)

    assert tells_another_life(ready) != life

    assert digests(server) == sorted(item.header["digest"] for item in (before, *since))
    assert server.flask("audit", "verify")
