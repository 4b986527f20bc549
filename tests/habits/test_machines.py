"""Whatever the machine lacks, `make` ends in one plain sentence with the command that mends it. Machines are played."""

from __future__ import annotations

import os
import pty
import select
import shutil
import signal
from pathlib import Path

import pytest

from tests.habits.clean_folder import NO_NETWORK, Machine

# A Python that keeps a list of what it was asked, makes a .venv that is itself, and installs nothing.
PYTHON = """
echo "$*" >>"$CALLS"
case "$*" in
    *--version*) echo "Python ${VERSION:-3.12.1}" ;;
    *version_info*) [ -z "${VERSION:-}" ] ;;
    *"-m venv"*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
    *"-m pip"*) eval "${PIP:-true}" ;;
esac
"""


# A Node and an npm that keep the list as well; npm installs one package.
NODE = "echo true"
NPM = """
[ "$1" = ci ] || exit 0
echo "-m npm ci" >>"$CALLS"
mkdir -p node_modules/.bin node_modules/idb
printf '{\\n    "node_modules/idb": {\\n    }\\n}\\n' >node_modules/.package-lock.json
"""


@pytest.fixture
def calls(tmp_path, monkeypatch):
    """What the played Python was asked since: `calls()`, which also forgets it."""
    listed = tmp_path / "calls"
    monkeypatch.setenv("CALLS", str(listed))

    def asked() -> list[str]:
        lines = listed.read_text().splitlines() if listed.exists() else []
        listed.unlink(missing_ok=True)
        return [line.split(" --")[0] for line in lines if line.startswith("-m")]

    return asked


@pytest.fixture
def played(machine, calls):
    """A machine on which Python is played."""
    return machine.has("python3", PYTHON)


LETS_GO_AFTER_SECONDS = 60


class Pause:
    """Where a played command stops until the test lets it go on, or in the end by itself."""

    def __init__(self, place: Path) -> None:
        self._reached, self._over = place / "reached", place / "over"
        os.mkfifo(self._reached)
        os.mkfifo(self._over)
        # It opens both ends of the second pipe before it reports, so that there is no moment at which nobody listens.
        waits = f"timeout {LETS_GO_AFTER_SECONDS} sh -c 'read -r _ <&3'"
        self.script = f"exec 3<>'{self._over}'; echo >'{self._reached}'; {waits}"

    def is_reached(self) -> None:
        """Wait until the command is there."""
        assert self._reached.read_text() == "\n"

    def is_over(self) -> None:
        """Let it go on. Raises OSError where nothing waits."""
        gate = os.open(self._over, os.O_WRONLY | os.O_NONBLOCK)
        os.write(gate, b"\n")
        os.close(gate)


@pytest.fixture
def pause(tmp_path):
    return Pause(tmp_path)


def refusal(done) -> str:
    """The last line of a command that failed, and without a stack trace."""
    assert done.code != 0, done.said
    assert "Traceback" not in done.said
    return done.last


def test_an_old_python_is_named_with_what_is_needed(folder, played):
    done = folder.types("make", "run", PATH=played.path, VERSION="3.9.2")

    assert "Lanyard needs Python 3.11 or newer and found Python 3.9.2" in done.said
    assert "sudo apt-get install python3 python3-venv" in done.said
    assert "PYTHON=/path/to/python3.11 make run" in refusal(done)


def test_no_python_at_all(folder, machine):
    done = folder.types("make", "run", PATH=machine.path)

    assert "Lanyard needs Python 3.11 or newer and found no python3: sudo apt-get install" in done.said
    refusal(done)


def test_a_python_without_its_venv_module(folder, played):
    done = folder.types("make", "run", PATH=played.has("mkdir", '/bin/mkdir "$@"').has("cp", "exit 1").path)

    assert refusal(done) == "Python's venv module is missing: sudo apt-get install python3-venv"
    assert not (folder.place / ".venv").exists()


@pytest.mark.parametrize(
    ("pip", "why"),
    [
        ("echo ERROR: No space left on device; false", "the disk is full. Make room, then: make run"),
        ("echo PermissionError: Permission denied; false", 'another user: sudo chown -R "$(id -un)" .'),
        ("echo Connection refused; false", "the network did not answer. When it does: make run"),
        ("echo something else; false", ".make/pip.log says why. To try again: make run"),
    ],
)
def test_why_an_installation_failed_and_what_mends_it(folder, played, pip, why):
    refused = refusal(folder.types("make", "run", PATH=played.path, PIP=pip))

    assert refused.startswith("The Python packages could not be installed")
    assert refused.endswith(why)


def test_pip_without_a_network(folder, machine):
    done = folder.types("make", "run", PATH=machine.has_python().path, **NO_NETWORK)

    assert (
        refusal(done)
        == "The Python packages could not be installed: the network did not answer. When it does: make run"
    )


def test_what_is_installed_is_not_installed_again(folder, played, calls):
    folder.types("make", "server", PATH=played.path)
    first = calls()
    folder.types("make", "server", PATH=played.path)

    assert (first, calls()) == (["-m venv .venv", "-m pip install"], [])


def test_an_installation_killed_in_the_middle_is_begun_anew(folder, played, calls, pause):
    killed = folder.starts("make", "server", PATH=played.path, PIP=pause.script)
    pause.is_reached()
    os.killpg(killed.pid, signal.SIGKILL)
    killed.communicate()
    calls()

    assert folder.types("make", "server", PATH=played.path).code == 0
    assert calls() == ["-m venv .venv", "-m pip install"]


@pytest.mark.parametrize("lost", [".venv/bin/python", ".venv"])
def test_a_venv_whose_python_is_gone_is_made_anew(folder, played, calls, lost):
    folder.types("make", "server", PATH=played.path)
    calls()
    if (folder.place / lost).is_dir():
        shutil.rmtree(folder.place / lost)
    else:
        (folder.place / lost).unlink()

    assert folder.types("make", "server", PATH=played.path).code == 0
    assert calls() == ["-m venv .venv", "-m pip install"]


def test_a_folder_that_moved_is_installed_anew(folder, played, calls):
    folder.types("make", "server", PATH=played.path)
    calls()
    folder.place = folder.place.rename(folder.place.with_name("another name"))

    assert folder.types("make", "server", PATH=played.path).code == 0
    assert calls() == ["-m venv .venv", "-m pip install"]


@pytest.mark.parametrize("emptied", ["node_modules/idb", "node_modules"])
def test_packages_that_somebody_removed_are_installed_again(folder, played, calls, emptied):
    played.has("node", NODE).has("npm", NPM)
    for expected in (["-m npm ci"], []):
        assert folder.types("tools/alone.sh", "tools/node.sh", PATH=played.path).code == 0
        assert calls() == expected
    shutil.rmtree(folder.place / emptied)

    assert folder.types("tools/alone.sh", "tools/node.sh", PATH=played.path).code == 0
    assert calls() == ["-m npm ci"]


def test_two_makes_at_once_take_turns(folder, played, calls, pause):
    first = folder.starts("make", "server", PATH=played.path, PIP=pause.script)
    pause.is_reached()
    second = folder.starts("make", "server", PATH=played.path)
    said = second.stdout.readline()
    pause.is_over()
    first.communicate()
    second.communicate()

    assert said.startswith("Waiting for the other make in this folder")
    assert (first.returncode, second.returncode) == (0, 0)
    assert calls() == ["-m venv .venv", "-m pip install"]


def test_the_lock_of_a_make_that_died_is_nobodys(folder, played):
    gone = folder.starts("true")
    gone.communicate()
    (folder.place / ".make").mkdir()
    (folder.place / ".make" / "lock").symlink_to(str(gone.pid))

    assert folder.types("make", "server", PATH=played.path).code == 0


@pytest.mark.parametrize("locked", ["", ".make"])
def test_a_folder_that_may_not_be_written(folder, played, locked):
    (folder.place / locked).mkdir(exist_ok=True)
    (folder.place / locked).chmod(0o555)
    # root may write everywhere, unless it gives that up.
    powerless = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.getuid() == 0 else []
    done = folder.types(*powerless, "make", "run", PATH=played.path)
    (folder.place / locked).chmod(0o755)

    assert refusal(done).startswith("Nothing can be written to this folder. Copy it to where you may write: cp -R ")


@pytest.mark.parametrize("node", ["echo true", "echo false", None])
def test_node_is_fetched_where_it_is_old_or_missing(folder, played, calls, node):
    if node is not None:
        played.has("node", node).has("npm", "exit 1")
    done = folder.types("make", "build", PATH=played.path)

    assert "There is no Node 20 or newer on this machine: fetching one into .venv." in done.said
    assert calls()[-1] == "-m pip install"
    assert refusal(done) == "Node 20 or newer could not be had from PyPI here: sudo apt-get install nodejs npm"


def test_no_browser_to_be_had(folder, tmp_path):
    without = Machine(tmp_path / "commands").has("python3", PYTHON).lacks("apt-get", "sudo", "brew")
    (folder.place / ".make").mkdir()
    done = folder.types("tools/browsers.sh", PATH=without.path)

    assert refusal(done).endswith("sudo apt-get install chromium")


def test_on_a_terminal_a_long_step_counts_its_seconds(folder, played, pause):
    ours, theirs = pty.openpty()
    typed = f"exec make server 2>{os.ttyname(theirs)}"
    process = folder.starts("sh", "-c", typed, PATH=played.path, PIP=pause.script)
    pause.is_reached()
    said = ""
    while "\r  1 s" not in said and select.select([ours], [], [], LETS_GO_AFTER_SECONDS)[0]:
        said += os.read(ours, 1024).decode()
    pause.is_over()
    process.communicate()
    os.close(theirs)
    os.close(ours)

    assert process.returncode == 0
    assert "Installing the Python packages of requirements.txt: up to a minute the first time.\r\n\r  1 s" in said


def test_in_a_log_a_long_step_says_now_and_then_that_it_is_alive(folder, played, pause):
    # Here every second is over at once.
    played.has("sleep", "exit 0")
    process = folder.starts("make", "server", PATH=played.path, PIP=pause.script)
    pause.is_reached()
    said = []
    for line in process.stdout:
        said.append(line)
        if "Still at it after 60 seconds." in line:
            break
    pause.is_over()
    process.communicate()

    assert said[-2:] == [f"  Still at it after {seconds} seconds.\n" for seconds in (30, 60)]
    assert "\r" not in "".join(said)


def test_help_names_every_target_with_its_work(folder, machine):
    done = folder.types("make", PATH=machine.path)
    makefile = Path(folder.place, "Makefile").read_text()
    described = [line.split(":")[0] for line in makefile.splitlines() if "## " in line and not line.startswith("\t")]

    assert done.code == 0
    assert [name for name in described if f"  make {name} " not in done.said] == []
    assert len(described) > 5
