"""How much of each is done, and by which seed: little by default, more when the environment says so.

`KILLS`: times the server is killed. `RACES`: races for one id. `BROWSER_KILLS`: times the browser is killed.
`SEED`: where every choice comes from; the same seed draws the same moments.
"""

from __future__ import annotations

import os


def asked(name: str, default: int) -> int:
    """The number the environment gives under this name."""
    return int(os.environ.get(name) or default)


def seed() -> int:
    """The seed asked for, or 1."""
    return asked("SEED", 1)
