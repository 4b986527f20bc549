"""A school that makes backups: its paper, its folder, and a new server beside it to put one back on."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask

from server import create_app
from server.foundation import crypto
from server.foundation.database import db
from tests.cast import CLIENT, Phone

# What `flask backup-key` prints around each paper.
RULE = "#---"


def groups_on(printed: str) -> str:
    """What a person types from the first paper: its lines of groups and nothing else."""
    first = printed.split(RULE)[1]
    return "\n".join(line for line in first.splitlines() if line.strip() and "#" not in line and "-" not in line)


def keeps_a_photo(phone: Phone, content: bytes) -> None:
    """Have a phone send a file."""
    blob_id = str(uuid.uuid4())
    sealed = phone.seals("blob", blob_id, content)
    label = {"Chain": phone.chain, "Seq": "9", "Kid": phone.key["kid"], "Digest": crypto.digest(sealed)}
    headers = {**CLIENT, **{f"Lanyard-{name}": value for name, value in label.items()}}
    answer = phone.client.put(f"/api/outbox/blobs/{blob_id}", data=sealed, headers=headers)
    assert answer.status_code in {200, 201}


@dataclass
class Keeper:
    """Whoever looks after the server. `run` is the command line of the school's server."""

    run: Callable[..., Any]
    place: Path
    paper: Path

    @property
    def folder(self) -> Path:
        """Where backups go."""
        return self.place / "backups"

    def backs_up(self) -> Path:
        """Take a backup: the file."""
        done = self.run("backup", "--to", str(self.folder))
        assert done.exit_code == 0, done.output
        return Path(done.output.splitlines()[0])

    @contextmanager
    def new_server(self, name: str = "new") -> Iterator[Flask]:
        """A server on a folder with nothing in it, in the place of the school's."""
        app = create_app({"DATA_DIR": self.place / name, "TESTING": False, "WTF_CSRF_ENABLED": False})
        try:
            yield app
        finally:
            db.close()
            db.close_idle()

    def restores(self, app: Flask, file: Path, paper: Path | None = None) -> Any:
        """`flask restore` on another server."""
        return app.test_cli_runner().invoke(args=["restore", str(file), "--key", str(paper or self.paper)])
