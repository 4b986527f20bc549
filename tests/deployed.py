"""deploy/ moved to this machine: the unit's command with its own settings, in folders of a test's own."""

from __future__ import annotations

import configparser
import os
import re
import shlex
import subprocess
from contextlib import contextmanager
from pathlib import Path

from server.config import PLACEHOLDER, ROOT
from tests.live_server import free_port

DEPLOY = ROOT / "deploy"
SECRET = "c2f1e0b7a65d4938" * 4
STARTS_WITHIN_SECONDS = 30.0
# Where a server has things, and where they are here.
CODE, SETTINGS, DATA, BACKUPS = "/opt/lanyard", "/etc/lanyard/lanyard.env", "/var/lib/lanyard", "/srv/lanyard-backups"


def unit(name: str) -> configparser.RawConfigParser:
    """A unit file, by section. Each name stands once in those of ours (systemd.syntax(7) lets it come again)."""
    read = configparser.RawConfigParser(delimiters=("=",), comment_prefixes=("#", ";"), strict=True)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string((DEPLOY / name).read_text(encoding="utf-8"))
    return read


def settings_of(file: Path) -> dict[str, str]:
    """A settings file as systemd reads it (systemd.exec(5), EnvironmentFile=): `NAME=value`, quotes round it off."""
    lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
    pairs = [line.partition("=") for line in lines if line and not line.startswith(("#", ";"))]
    return {name: value[1:-1] if re.fullmatch(r"'.*'|\".*\"", value) else value for name, _, value in pairs}


class Server:
    """A school's server on this machine: its settings file in `folder`, everything else below it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.settings = folder / "lanyard.env"
        (folder / "data").mkdir(mode=0o700)
        (folder / "backups").mkdir()
        given = (DEPLOY / "lanyard.env").read_text(encoding="utf-8")
        moved = given.replace(DATA, str(folder / "data")).replace(BACKUPS, str(folder / "backups"))
        moved = moved.replace(PLACEHOLDER, SECRET).replace("#PORT=8000", f"PORT={self.port}")
        # The tests may well run in memory.
        self.settings.write_text(moved.replace("#LANYARD_DATA_MAY_GO", "LANYARD_DATA_MAY_GO"), encoding="utf-8")

    def command(self, name: str) -> list[str]:
        """The ExecStart of a unit, with its code here."""
        return shlex.split(unit(name)["Service"]["ExecStart"].replace(CODE, str(ROOT)))

    def environment(self) -> dict[str, str]:
        """Nothing but what systemd gives (systemd.exec(5)) and the unit's own settings file."""
        plain = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(self.folder)}
        return {**plain, **_compiled_elsewhere(), **settings_of(self.settings)}

    @contextmanager
    def runs(self):
        """Start it as the unit says, wait until it answers, and stop it as systemd does."""
        with open(self.folder / "log", "wb") as log:
            process = subprocess.Popen(
                self.command("lanyard.service"), cwd=ROOT, env=self.environment(), stdout=subprocess.PIPE, stderr=log
            )
        try:
            said = ""
            while "Ctrl+C stops it." not in said:
                line = process.stdout.readline().decode()
                assert line, (self.folder / "log").read_text()
                said += line
            yield process
        finally:
            process.terminate()
            process.wait(float(unit("lanyard.service")["Service"]["TimeoutStopSec"]))
            process.stdout.close()

    def lanyard(self, *words: str, code: Path = ROOT) -> subprocess.CompletedProcess[str]:
        """`sudo lanyard …` in the server's folder, as whoever runs the tests."""
        user = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
        here = {"LANYARD_SETTINGS": str(self.settings), "LANYARD_CODE": str(code), "LANYARD_USER": user}
        command = [str(DEPLOY / "lanyard"), *words]
        return subprocess.run(
            command, capture_output=True, text=True, check=False, cwd=self.folder, env={**self.plain(), **here}
        )

    def plain(self) -> dict[str, str]:
        """What a terminal has."""
        return {"PATH": os.environ["PATH"], "HOME": str(self.folder), **_compiled_elsewhere()}


def _compiled_elsewhere() -> dict[str, str]:
    """Where Python keeps what it compiled, as make says it, so that the tests leave nothing beside the code."""
    return {name: os.environ[name] for name in ("PYTHONPYCACHEPREFIX",) if name in os.environ}
