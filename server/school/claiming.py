"""The code that begins a school on an empty server: printed where the server runs, kept as a hash, good once.

Whoever reads the server's terminal may begin the school; a stranger on the network may not.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from flask import current_app

from server import config
from server.accounts import passwords
from server.accounts.one_time_codes import LETTERS, typed_code
from server.accounts.queries import any_school

LENGTH, GROUP = 12, 4


def new_code() -> str:
    """Make the code, in three groups to be typed; any made before is void."""
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    config.replace(_file(), passwords.hashed(code))
    return "-".join(code[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def is_right(typed: str) -> bool:
    """Whether this is the code. Where none was made, no code is."""
    file = _file()
    return passwords.is_right(file.read_text(encoding="utf-8") if file.is_file() else None, typed_code(typed))


def spend() -> None:
    """Use the code up."""
    _file().unlink(missing_ok=True)


def said_at_start(address: str) -> str:
    """What the terminal says of a server that has no school yet; nothing of one that has."""
    if any_school() is not None:
        return ""
    return (
        f"There is no school here yet. Begin it at {address}/first-run\n"
        f"  Server code, good once: {new_code()}\n"
        "  Only whoever has this code can begin the school. Each start of the server makes a new one."
    )


def _file() -> Path:
    return Path(current_app.config["KEY_DIR"]) / "first_run_code"
