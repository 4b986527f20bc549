"""PostgreSQL in a folder of its own, as an unprivileged user: what Kinto keeps its records in."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import time
from pathlib import Path

from bench import scratch
from bench.processes import free_port, tree

USER = "postgres"
READY_WITHIN_SECONDS = 30.0


class Postgres:
    """Everything of it as it is delivered: fsync on."""

    def start(self, folder: Path, environment: dict[str, str]) -> None:
        """Make the files and start it."""
        self.port = free_port()
        self.url = f"postgresql://{USER}@127.0.0.1:{self.port}/postgres"
        folder.mkdir(parents=True)
        if os.geteuid() == 0:
            # It refuses to run as root; the way to its files has to be open to its own user.
            shutil.chown(folder, USER)
            for above in [*folder.parents][:2]:
                above.chmod(0o755)
        self._runs("initdb", "--auth=trust", f"--username={USER}", "--encoding=UTF8", f"--pgdata={folder}")
        with (folder.with_name("postgres.log")).open("ab") as log:
            self._process = subprocess.Popen(
                [self._program("postgres"), "-D", str(folder), "-p", str(self.port), "-k", str(folder)],
                stdout=log,
                stderr=log,
                env={**os.environ, **environment},
                user=self._user(),
                start_new_session=True,
            )
        deadline = time.monotonic() + READY_WITHIN_SECONDS
        ready = [self._program("pg_isready"), "-h", "127.0.0.1", "-p", str(self.port)]
        while subprocess.run(ready, check=False, capture_output=True).returncode:
            assert time.monotonic() < deadline, "PostgreSQL did not start."
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop it at once: its files are thrown away."""
        self._process.terminate()
        self._process.wait(30)

    @property
    def pids(self) -> list[int]:
        """Its processes."""
        return tree(self._process.pid)

    def _program(self, name: str) -> str:
        folder = scratch.postgres_programs()
        assert folder is not None
        return str(folder / name)

    def _user(self) -> str | None:
        return USER if os.geteuid() == 0 else None

    def _runs(self, name: str, *words: str) -> None:
        subprocess.run([self._program(name), *words], check=True, capture_output=True, user=self._user(), cwd="/")


def can_run() -> bool:
    """Whether it is here, and somebody to run it as."""
    if scratch.postgres_programs() is None:
        return False
    return os.geteuid() != 0 or any(entry.pw_name == USER for entry in pwd.getpwall())
