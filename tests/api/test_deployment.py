"""What is in deploy/ does what docs/running.md says, as far as a machine can show it that is no school's server."""

from __future__ import annotations

import json
import re
import shlex
import stat
import subprocess

import pytest

from server.config import PLACEHOLDER, ROOT
from tests.api.backed_up import groups_on
from tests.deployed import BACKUPS, CODE, DATA, DEPLOY, SETTINGS, Server, settings_of, unit

RUNNING = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")


@pytest.fixture
def server(tmp_path):
    return Server(tmp_path)


def test_the_unit_starts_a_server_with_its_own_settings_and_stops_it(server):
    with server.runs() as process:
        told = json.loads(server.lanyard("doctor", "--format", "json").stdout)["findings"]
        said = {(one["name"], one["state"]): one["says"] for one in told}
        assert said["server", "ok"] == f"A server answers on port {server.port}."
        assert said["settings", "ok"] == "Set up for phones, behind HTTPS."
        assert said["school", "ok"] == "There is no school yet."
    assert process.returncode == 0
    assert (server.folder / "data" / "database" / "lanyard.sqlite3").is_file()


def test_the_doctors_unit_says_what_is_wrong_and_ends_with_1(server):
    done = subprocess.run(
        server.command("lanyard-doctor.service"),
        cwd=ROOT,
        env=server.environment(),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "wrong  backups: No backup was ever made" in done.stdout


def test_the_settings_as_they_come_are_refused_until_the_secret_is_the_schools_own(server):
    server.settings.write_text((DEPLOY / "lanyard.env").read_text())
    done = subprocess.run(
        server.command("lanyard.service"),
        cwd=ROOT,
        env=server.environment(),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "openssl rand -hex 32" in done.stderr


# What a shell would make something else of.
AS_IT_STANDS = "4$HOME-${PATH}`id`$(id);a&b#c 'd'|e*!~"


def test_the_unit_and_sudo_lanyard_read_the_settings_alike_and_nothing_in_them_is_a_command(server):
    every = re.sub(r"^#(?=[A-Z_]+=)", "", (DEPLOY / "lanyard.env").read_text(), flags=re.M)
    every = every.replace(PLACEHOLDER, AS_IT_STANDS)
    server.settings.write_text(f"{every}\n  ; LANYARD_A=1\nLANYARD_B=\"two words\"\r\nLANYARD_C='$5' \nLANYARD_D='")
    told = server.folder / "code" / ".venv" / "bin" / "flask"
    told.parent.mkdir(parents=True)
    told.write_text("#!/bin/sh\nenv -0\n")
    told.chmod(0o700)

    shown = server.lanyard("doctor", code=server.folder / "code").stdout
    by_command = dict(line.split("=", 1) for line in shown.split("\0") if line)
    by_systemd = settings_of(server.settings)

    assert by_systemd == {name: by_command[name] for name in by_systemd}
    assert by_command["LANYARD_SECRET_KEY"] == AS_IT_STANDS
    assert [by_command[f"LANYARD_{name}"] for name in "BCD"] == ["two words", "$5", "'"]
    assert "LANYARD_A" not in by_command
    assert len(by_systemd) > 12


def test_a_file_is_looked_for_where_the_command_is_given(server):
    (server.folder / "typed.txt").write_text(groups_on(server.lanyard("backup-key").stdout))
    made = server.lanyard("backup", "--to", "stick")
    assert made.returncode == 0, made.stderr
    [file] = (server.folder / "stick").iterdir()

    done = server.lanyard("restore", f"stick/{file.name}", "--key", "typed.txt")

    assert (done.returncode, done.stdout[:12]) == (0, "Restored as "), done.stderr


def test_commands_take_the_servers_settings_and_say_so_where_they_cannot(server):
    server.settings.chmod(0)
    server.settings.unlink()
    done = server.lanyard("doctor")

    assert done.returncode == 1
    assert "Type: sudo lanyard doctor" in done.stderr
    assert (DEPLOY / "lanyard").stat().st_mode & stat.S_IXUSR


def test_each_unit_runs_as_its_own_user_from_the_code_with_the_settings():
    for name in ("lanyard.service", "lanyard-doctor.service"):
        service = unit(name)["Service"]
        assert (service["User"], service["WorkingDirectory"], service["EnvironmentFile"]) == ("lanyard", CODE, SETTINGS)
        # Otherwise the doctor would ask for a disk that is there a moment later.
        assert unit(name)["Unit"]["RequiresMountsFor"] == DATA
        assert shlex.split(service["ExecStart"])[:3] == [f"{CODE}/.venv/bin/flask", "--app", "server"]
    assert unit("lanyard.service")["Install"]["WantedBy"] == "multi-user.target"
    assert unit("lanyard-doctor.timer")["Install"]["WantedBy"] == "timers.target"
    assert BACKUPS in unit("lanyard.service")["Service"]["ReadWritePaths"]


def steps(document: str) -> str:
    """Every command of a document, in its order."""
    return "\n".join(re.findall(r"^```\n(.*?)^```", document, re.S | re.M))


def test_the_documents_steps_name_files_that_are_there_and_every_file_of_the_folder():
    named = set(re.findall(rf"{CODE}/(deploy/[\w.-]+)", steps(RUNNING)))
    there = {f"deploy/{file.name}" for file in DEPLOY.iterdir()}

    assert named <= there
    assert {name for name in there if name not in RUNNING} == set()


def test_every_command_that_the_document_names_is_one(app):
    named = set(re.findall(r"sudo lanyard ([a-z-]+)", RUNNING))

    assert named <= set(app.cli.commands)
    assert {"doctor", "backup-key"} <= named


CONTAINER = (DEPLOY / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")


def lines_of(word: str) -> list[str]:
    return re.findall(rf"^{word} (.*)$", CONTAINER, re.M)


def test_the_container_is_built_by_the_documents_steps():
    [debians] = re.findall(r"--no-install-recommends ([\w -]+)$", CONTAINER, re.M)
    of_document = re.search(r"apt-get install -y ([\w -]+)$", steps(RUNNING), re.M)

    assert of_document is not None
    assert set(debians.split()) - {"ca-certificates"} <= set(of_document[1].split())
    [user] = re.findall(r"useradd .*$", CONTAINER, re.M)
    assert user in steps(RUNNING)
    assert "make build" in CONTAINER
    assert re.search(r"make build$", steps(RUNNING), re.M)


def test_the_container_runs_what_the_unit_runs_with_volumes_for_what_is_kept():
    [command] = map(json.loads, lines_of("CMD"))
    started = shlex.split(unit("lanyard.service")["Service"]["ExecStart"])

    assert lines_of("WORKDIR") == [CODE]
    assert [f"{CODE}/{command[0]}", *command[1:4]] == started
    # Only the container's own network reaches it.
    assert command[4:] == ["--host", "0.0.0.0"]
    assert [json.loads(line) for line in lines_of("VOLUME")] == [[DATA, BACKUPS]]
    assert lines_of("USER") == [unit("lanyard.service")["Service"]["User"]]
    for source, _target in (line.split() for line in lines_of("COPY")):
        assert (ROOT / source).exists()
