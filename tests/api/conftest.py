"""What only the tests of the server share: a backup of its database, to be put back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.api.backups import Backup


@pytest.fixture
def backup(app: Flask, tmp_path: Path) -> Callable[[], Backup]:
    """`backup()` is the database as it is now; `.is_put_back()` restores it."""
    return lambda: Backup(app.config["DATABASE"], tmp_path / "backup.sqlite3")


@pytest.fixture
def copy_lost(app: Flask) -> Callable[[], None]:
    """The folder of the second copy went back with the database, or was lost with it."""

    def lose() -> None:
        for file in app.config["COPY_DIR"].iterdir():
            file.unlink()

    return lose
