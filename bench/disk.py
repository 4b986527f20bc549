"""A disk on which each sync is counted, and made slower: a few lines of C, compiled when the run begins."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from pathlib import Path

SOURCE = Path(__file__).with_name("slow_disk.c")
SLOWER_MICROSECONDS = 5000


def shim(folder: Path) -> Path | None:
    """The compiled shim, or None where the machine has no C compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        return None
    built = folder / "slow_disk.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", str(built), str(SOURCE), "-ldl"], check=True)
    return built


def slower(built: Path) -> dict[str, str]:
    """The environment in which each sync takes five milliseconds more."""
    return {"LD_PRELOAD": str(built), "SYNC_DELAY_US": str(SLOWER_MICROSECONDS)}


class SyncLog:
    """Where the shim writes the name of each file synced."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._read = 0

    def environment(self, built: Path) -> dict[str, str]:
        """The environment in which syncs are counted here."""
        return {"LD_PRELOAD": str(built), "SYNC_LOG": str(self.file)}

    def news(self) -> Counter[str]:
        """How often each file was synced since the last call."""
        if not self.file.exists():
            return Counter()
        with self.file.open("rb") as log:
            log.seek(self._read)
            new = log.read()
        self._read += len(new)
        return Counter(new.decode().splitlines())
