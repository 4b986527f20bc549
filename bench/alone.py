"""The limits: the same sealed bytes into sqlite3 with no server round it, and HPKE opens with nothing else, one thread.

Run by `python -m bench.alone sqlite3|hpke FOLDER`, with the records pickled in FOLDER, in a process of its own.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bench.records import Sealed, batches
from bench.targets.bare_app import INSERT, opened
from server.foundation.crypto import KeyRing

ROOT = Path(__file__).resolve().parents[1]


def insert(file: str, records: Sequence[Sealed], size: int) -> float:
    """Seconds to insert the records, one transaction a batch, each synced."""
    connection = opened(file)
    rows = [[(r.header["id"], json.dumps(r.header), r.sealed) for r in batch] for batch in batches(records, size)]
    began = time.monotonic()
    for batch in rows:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(INSERT, batch)
        connection.execute("COMMIT")
    ended = time.monotonic()
    connection.close()
    return ended - began


def open_all(key_folder: Path, records: Sequence[Sealed]) -> float:
    """Seconds to unlock the records, and nothing else."""
    ring = KeyRing(key_folder)
    began = time.monotonic()
    for record in records:
        ring.open(record.header["kid"], ("record", record.header["id"]), record.sealed)
    return time.monotonic() - began


def seconds(what: str, folder: Path, records: Sequence[Sealed], *, size: int, environment: dict[str, str]) -> float:
    """Run one of the two in a process of its own."""
    given = folder / f"{what}.pickle"
    given.write_bytes(pickle.dumps((list(records), size)))
    told = subprocess.run(
        [sys.executable, "-m", "bench.alone", what, str(folder)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return float(told.stdout)


if __name__ == "__main__":
    what, folder = sys.argv[1], Path(sys.argv[2])
    records, size = pickle.loads((folder / f"{what}.pickle").read_bytes())
    if what == "sqlite3":
        print(insert(str(folder / "alone.sqlite3"), records, size))
    else:
        print(open_all(folder / "ours" / "keys", records))
