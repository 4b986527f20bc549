"""Where what is fetched for a run lies: a folder that git ignores and `make clean` removes."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".make" / "bench"
NODE_PEERS = FOLDER / "node"
PYTHON_PEERS = FOLDER / "python"


def has_pouchdb() -> bool:
    """Whether PouchDB and its server could be installed."""
    return (NODE_PEERS / "node_modules" / "pouchdb-server").is_dir()


def has_kinto() -> bool:
    """Whether Kinto could be installed."""
    return (PYTHON_PEERS / "bin" / "kinto").exists()


def postgres_programs() -> Path | None:
    """The folder of PostgreSQL's programs, the newest there is; None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda file: int(file.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("postgres")
    return Path(on_path).parent if on_path else None
