"""`flask doctor` on a healthy school, and with each fault really planted: seen, and said what to do."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from server.accounts.models import School
from server.alerts import delivery_settings
from server.alerts import doctor as alert_doctor
from server.alerts.delivery_settings import Mailbox
from server.alerts.endpoint_rules import Loopback
from server.backups import doctor as backup_doctor
from server.backups.models import BackupMade
from server.doctor import disks, rules
from server.foundation import clock
from server.foundation.crypto import KeyRing
from server.foundation.database import db
from server.intake import doctor as intake_doctor
from server.intake import second_copy
from tests.api.outside import outside
from tests.cast import grazed_knee, receipts

DISK = "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
# So that a server which begins all the same ends at once.
NO_ADDRESS = "192.0.2.1"
MEMORY = DISK + "23 22 0:5 / {} rw - tmpfs tmpfs rw\n"


@pytest.fixture
def around(tmp_path):
    with outside(tmp_path / "outside") as here:
        yield here


@pytest.fixture
def alerts_go(app, around, monkeypatch):
    """`alerts_go(push=port, mail=port)`: where alerts are handed in."""

    def set_up(push: int = around.push.port, mail: int = around.mail.port) -> None:
        mailbox = Mailbox("127.0.0.1", mail, "lanyard", "password", "lanyard@wrenfield.example", False)
        loopback = Loopback(dict.fromkeys(alert_doctor.HOSTS.values(), push))
        mine = replace(app.extensions[delivery_settings.EXTENSION], loopback=loopback, mailbox=mailbox)
        monkeypatch.setitem(app.extensions, delivery_settings.EXTENSION, mine)

    return set_up


@pytest.fixture
def has_free(monkeypatch):
    """`has_free(bytes)` is what is left on every disk."""

    def set_up(free: int) -> None:
        monkeypatch.setattr(shutil, "disk_usage", lambda _folder: shutil._ntuple_diskusage(10**12, 10**12 - free, free))

    return set_up


@pytest.fixture
def live(app, around, alerts_go, has_free, keeper, phone, todays_trip, monkeypatch, tmp_path):
    """A live school in good order: reports came, are copied and backed up, and everything outside answers."""
    (tmp_path / "mounts").write_text(DISK)
    monkeypatch.setattr(disks, "MOUNTS", tmp_path / "mounts")
    for module in (intake_doctor, backup_doctor):
        monkeypatch.setattr(module, "on_one_disk", lambda *_: False)
    monkeypatch.setenv("SSL_CERT_FILE", str(around.proxy.certificate))
    address = f"https://localhost:{around.proxy.port}"
    of_live = {"PRODUCTION": True, "HTTPS": True, "PROXIES": 1, "ADDRESS": address, "PORT": str(around.lanyard.port)}
    app.config.update({**of_live, "BACKUP_DIR": keeper.folder})
    School.update(is_demo=False).execute()
    alerts_go()
    has_free(50 * rules.GIB)
    receipts(phone.sends(phone.files(grazed_knee(todays_trip))))
    keeper.folder.mkdir()
    keeper.backs_up()
    return app


@pytest.fixture
def found(live, run):
    """`found()` is {name: [(state, says, do)]}; with it comes whether the command ended well."""

    def ask() -> dict[str, list[tuple[str, str, str]]]:
        done = run("doctor", "--format", "json")
        told = json.loads(done.stdout)
        by_name: dict[str, list[tuple[str, str, str]]] = {}
        for one in told["findings"]:
            by_name.setdefault(one["name"], []).append((one["state"], one["says"], one["do"]))
        is_wrong = any(state == "wrong" for lines in by_name.values() for state, _, _ in lines)
        assert (done.exit_code, told["wrong"]) == (int(is_wrong), is_wrong)
        return by_name

    return ask


def wrong_ones(told):
    only = {name: [line[1:] for line in lines if line[0] == "wrong"] for name, lines in told.items()}
    return {name: lines for name, lines in only.items() if lines}


def test_a_healthy_live_school_is_all_ok(found, run, around):
    told = found()

    assert [line for lines in told.values() for line in lines if line[0] != "ok"] == []
    assert {"keys", "clock", "room", "database", "audit log", "backups", "push", "certificate", "mail"} <= set(told)
    assert {"AUTH", "NOOP"} <= set(around.mail.heard)
    assert "DATA" not in around.mail.heard
    text = run("doctor")
    assert text.exit_code == 0
    assert text.output.rstrip().endswith(" ok, 0 to look at, 0 wrong.")


def key_others_can_read(app, **_):
    (app.config["KEY_DIR"] / "school_keys.json").chmod(0o644)


def chairs_key_others_can_read(app, **_):
    (app.config["CHAIR_KEY_DIR"] / "chair_keys.json").chmod(0o640)


def all_keys_in_one_folder(app, **_):
    app.config["CHAIR_KEY_DIR"] = app.config["KEY_DIR"]


def records_others_can_look_into(app, **_):
    app.config["COPY_DIR"].chmod(0o755)


def keys_gone(app, **_):
    (app.config["KEY_DIR"] / "school_keys.json").unlink()
    # As the next start does.
    app.extensions["lanyard.keys"] = KeyRing(app.config["KEY_DIR"], app.extensions["lanyard.keys"].chair)


def keys_of_another_school(app, tmp_path, **_):
    app.extensions["lanyard.keys"] = KeyRing(another(tmp_path / "another"), app.extensions["lanyard.keys"].chair)


def another(folder):
    folder.mkdir()
    return folder


def backup_of_the_day_before_yesterday(**_):
    BackupMade.update(made_at=clock.now() - timedelta(days=2)).execute()


def no_key_on_paper(app, **_):
    (app.config["KEY_DIR"] / "backup_public_key.json").unlink()


def disk_of_backups_unplugged(app, **_):
    shutil.rmtree(app.config["BACKUP_DIR"])


def backup_cut_short(app, **_):
    [file] = app.config["BACKUP_DIR"].glob("lanyard-*")
    file.write_bytes(file.read_bytes()[:-1])


def disk_almost_full(has_free, **_):
    has_free(rules.ALMOST_NONE_FREE - 1)


def clock_an_age_behind(monkeypatch, **_):
    monkeypatch.setattr(clock, "now", lambda now=clock.now: now() - timedelta(days=2))


def clock_an_age_ahead(monkeypatch, **_):
    monkeypatch.setattr(clock, "now", lambda now=clock.now: now() + timedelta(days=26 * 365))


def clock_half_an_hour_off(around, **_):
    around.push.at = clock.now() + timedelta(minutes=30)


def push_services_behind_a_filter(alerts_go, around, **_):
    alerts_go(push=around.nobody)


def certificate_almost_over(around, **_):
    around.proxy.shows(days=3)


def certificate_over(around, **_):
    around.proxy.shows(days=-1)


def certificate_nobody_trusts(monkeypatch, tmp_path, **_):
    (tmp_path / "none.pem").write_text("")
    monkeypatch.delenv("SSL_CERT_FILE")


def certificate_of_another_name(around, **_):
    around.proxy.shows(days=90, name="lanyard.example")


def nobody_at_the_address(app, around, **_):
    app.config["ADDRESS"] = f"https://localhost:{around.nobody}"


def mail_refused(around, **_):
    around.mail.refuses = True


def no_mail_server(alerts_go, around, **_):
    alerts_go(mail=around.nobody)


def database_damaged(app, **_):
    """One letter of one pupil's id turned, in the table or in its index: everything can still be read."""
    db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    [[pupil]] = db.execute_sql("SELECT id FROM pupil LIMIT 1").fetchall()
    content = app.config["DATABASE"].read_bytes()
    app.config["DATABASE"].write_bytes(content.replace(pupil.encode(), b"?" + pupil[1:].encode(), 1))


def second_copy_gone(app, **_):
    [segment] = app.config["COPY_DIR"].glob("*.segment")
    segment.unlink()


def second_copy_cut_short(app, **_):
    [segment] = app.config["COPY_DIR"].glob("*.segment")
    segment.write_bytes(segment.read_bytes()[:-1])


def second_copy_behind(monkeypatch, phone, todays_trip, **_):
    def fails(*_):
        raise OSError("no such disk")

    monkeypatch.setattr(second_copy, "_append", fails)
    receipts(phone.sends(phone.files(grazed_knee(todays_trip))))
    monkeypatch.setattr(intake_doctor, "BEHIND_AFTER", timedelta(0))


def audit_log_rewritten(app, **_):
    with closing(sqlite3.connect(app.config["DATABASE"])) as raw, raw:
        for (name,) in raw.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'"
        ):
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute("UPDATE audit_entry SET actor = 'nobody' WHERE n = 3")


def demo_school_on_a_live_server(**_):
    School.update(is_demo=True).execute()


def database_in_memory(app, tmp_path, **_):
    (tmp_path / "mounts").write_text(MEMORY.format(app.config["DATABASE"].resolve().parent))


def database_on_a_network_disk(app, tmp_path, **_):
    (tmp_path / "mounts").write_text(DISK + f"23 22 0:5 / {app.config['DATA_DIR'].resolve()} rw - nfs4 nas:/x rw\n")


def without_https(app, **_):
    app.config["HTTPS"] = False


def server_that_fails(around, **_):
    around.lanyard.status = 500


def server_that_does_not_run(app, around, **_):
    app.config["PORT"] = str(around.nobody)


# What is planted, under which name it is seen, and a word of what to do.
PLANTED = [
    (key_others_can_read, "keys", "chmod go= "),
    (chairs_key_others_can_read, "keys", "chair_keys.json"),
    (all_keys_in_one_folder, "keys", "set LANYARD_CHAIR_KEYS"),
    (records_others_can_look_into, "folders", "chmod go= "),
    (keys_gone, "keys and reports", "from the last backup"),
    (keys_of_another_school, "keys and reports", "LANYARD_KEYS"),
    (backup_of_the_day_before_yesterday, "backups", "flask --app server backup"),
    (no_key_on_paper, "backups", "backup-key"),
    (disk_of_backups_unplugged, "backups", "connect its disk"),
    (backup_cut_short, "backups", "Make another"),
    (disk_almost_full, "room", "Make room"),
    (clock_an_age_behind, "clock", "timedatectl set-ntp true"),
    (clock_an_age_ahead, "clock", "timedatectl set-ntp true"),
    (clock_half_an_hour_off, "push", "30 minutes"),
    (push_services_behind_a_filter, "push", "fcm.googleapis.com, TCP 443"),
    (certificate_almost_over, "certificate", "journalctl -u caddy"),
    (certificate_over, "certificate", "expired"),
    (certificate_nobody_trusts, "certificate", "A phone refuses it"),
    (certificate_of_another_name, "certificate", "this very name"),
    (nobody_at_the_address, "certificate", "Is Caddy running"),
    (mail_refused, "mail", "SMTPAuthenticationError"),
    (no_mail_server, "mail", "LANYARD_SMTP_URL"),
    (database_damaged, "database", "put the last backup in its place"),
    (second_copy_gone, "second copy", "COPY_DIR"),
    (second_copy_cut_short, "second copy", "cut short"),
    (second_copy_behind, "second copy", "Phones keep what they sent"),
    (audit_log_rewritten, "audit log", "Entry 3 was changed"),
    (demo_school_on_a_live_server, "school", "another folder"),
    (database_in_memory, "disk", "on a disk of this computer"),
    (database_on_a_network_disk, "disk", "gets damaged"),
    (without_https, "settings", "LANYARD_HTTPS=1"),
    (server_that_does_not_run, "server", "systemctl start lanyard"),
    (server_that_fails, "server", "journalctl -u lanyard"),
]
# A clock that is off makes more wrong than itself: backups look old or to come, certificates over.
SEEN_ELSEWHERE_TOO = {clock_an_age_behind, clock_an_age_ahead}


@pytest.mark.parametrize(("plant", "name", "says"), PLANTED, ids=[plant.__name__ for plant, _, _ in PLANTED])
def test_a_planted_fault_is_seen_and_said_what_to_do(
    plant, name, says, live, found, around, alerts_go, has_free, monkeypatch, tmp_path, phone, todays_trip
):
    beside = {
        "around": around,
        "alerts_go": alerts_go,
        "has_free": has_free,
        "phone": phone,
        "todays_trip": todays_trip,
    }
    plant(app=live, monkeypatch=monkeypatch, tmp_path=tmp_path, **beside)

    seen = wrong_ones(found())

    assert name in seen
    assert says in " ".join(part for line in seen[name] for part in line)
    assert all(do for lines in seen.values() for _, do in lines)
    if plant not in SEEN_ELSEWHERE_TOO:
        assert list(seen) == [name]


STOPS = [key_others_can_read, clock_an_age_behind, clock_an_age_ahead, demo_school_on_a_live_server, database_in_memory]


@pytest.mark.parametrize(
    "plant", [*STOPS, all_keys_in_one_folder, database_on_a_network_disk], ids=lambda plant: plant.__name__
)
def test_no_server_begins_where_it_would_do_harm(plant, live, run, monkeypatch, tmp_path):
    plant(app=live, monkeypatch=monkeypatch, tmp_path=tmp_path)

    refused = run("serve", "--host", NO_ADDRESS)

    assert refused.exit_code == 1
    assert refused.output.startswith("Error: ")
    assert "\n" not in refused.output.strip()
    # A backup is still made, and what mends it can be asked for.
    assert run("backup").exit_code == 0 or plant is clock_an_age_behind


def test_whoever_looked_at_the_clock_may_say_that_it_is_right(live, found, monkeypatch):
    clock_an_age_ahead(monkeypatch)
    live.config["TODAY"] = clock.today().isoformat()
    assert "clock" not in wrong_ones(found())

    live.config["TODAY"] = (clock.today() - timedelta(days=1)).isoformat()
    assert "clock" in wrong_ones(found())
