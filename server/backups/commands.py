"""Backups on the command line: the key that goes on paper, a backup, and putting one back."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click
from flask import Flask
from peewee import PeeweeException

from server.accounts.models import School
from server.backups import offline_keys, paper_form, paper_rules, restoring, rolling, taking
from server.backups.container import LaterFormat, NotABackup, OtherKey
from server.backups.offline_keys import NoKey, OfflineKey
from server.config import CannotStart, in_one_sentence
from server.foundation import audit, clock
from server.foundation.database import connected, db

_FOLDER = click.Path(file_okay=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
COMMAND_LINE, SERVER = "command line", "server"
KEY_MADE = "backup.key_made"
_NOT_WHOLE = (
    "was altered or cut short, or is no backup of Lanyard’s. Nothing was changed. "
    "Try another copy of it, or the backup before it."
)

_NOT_EMPTY = (
    "There is a school in this database already. Nothing was changed. "
    "A backup goes into an empty one: export LANYARD_DATA=/a/new/folder"
)
_NO_MATCH = "If it is that paper, the file was altered or cut short in its first lines. Nothing was changed."
_NONE_MADE = "No backup was made; those made before are as they were."
_DO_AGAIN = (
    "What was done in the office since {since} is not in it. Do it again before phones are let near: "
    "phones marked as lost, accounts disabled, passwords changed, consent withdrawn, trips changed, records destroyed."
)
_NEXT = (
    "Once the server runs, phones send again what they keep, and the second copy in COPY_DIR gives back what it has. "
    "Then look at the audit log: flask --app server audit verify"
)


def install(app: Flask) -> None:
    """Add `flask backup`, `flask restore` and `flask backup-key`."""

    @app.cli.command("backup")
    @click.option("--to", "folder", type=_FOLDER, help="Or the variable LANYARD_BACKUPS.")
    @click.option("--by-itself", is_flag=True, hidden=True)
    def backup(folder: Path | None, by_itself: bool) -> None:
        """Back everything up into one file that only the key on paper opens, and read it back."""
        if by_itself:
            _gives_way()
        to = folder or _configured(app)
        _back_up(app, to, SERVER if by_itself else COMMAND_LINE)
        if by_itself:
            with in_one_sentence(to):
                rolling.roll_off(to)

    @app.cli.command("restore")
    @click.argument("file", type=_FILE)
    @click.option("--key", "key_file", type=_FILE, help="What stands on the paper, in a file. Else you are asked.")
    def restore(file: Path, key_file: Path | None) -> None:
        """Put a backup in the place of an empty database."""
        _restore(app, file, key_file)

    @app.cli.command("backup-key")
    @click.option("--check", is_flag=True, help="Type it in from its paper, and hear whether it is the one in use.")
    @click.option("--replace", "is_again", is_flag=True, help="Make another. Older backups still need the older paper.")
    def backup_key(check: bool, is_again: bool) -> None:
        """Make the key for backups, and print its paper form this once."""
        folder = Path(app.config["KEY_DIR"])
        _check(folder) if check else _make_key(folder, is_again=is_again)


def _gives_way() -> None:
    """Run after everything else of this computer, and tidy up when told to end."""
    os.nice(10)
    signal.signal(signal.SIGTERM, _ends)


def _ends(*_: object) -> None:
    # Told again, by the server and by systemd, it goes on tidying up.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(1)


def _configured(app: Flask) -> Path:
    """The folder that is configured. It is not made: it may be a disk that is not there just now."""
    to: Path | None = app.config["BACKUP_DIR"]
    if to is None:
        raise click.ClickException("Where to? Best on another disk: flask --app server backup --to FOLDER")
    if not to.is_dir():
        raise click.ClickException(f"{_NONE_MADE} {to} is not there. Make it, or connect its disk.")
    return to


def _back_up(app: Flask, to: Path, actor: str) -> None:
    with _in_plain_words(Path(app.config["DATABASE"]), to):
        taken = taking.take(to, actor)
    about = taken.about
    click.echo(f"{taken.file}\n  {taken.size_bytes:,} bytes, SHA-256 {taken.sha256}")
    click.echo(f"  Read back and found whole. Everything up to arrival {about.backed_up_n} is in it.")
    if about.missing:
        click.echo(f"  {about.missing} files were not there, or not whole, and are not in it.", err=True)


@contextmanager
def _in_plain_words(database: Path, to: Path) -> Iterator[None]:
    """Say in a sentence why there is no backup."""
    try:
        with in_one_sentence(to):
            yield
    except NoKey as error:
        raise click.ClickException("There is no key for backups yet: flask --app server backup-key") from error
    except taking.IsRunning as error:
        raise click.ClickException("Another backup is being made just now.") from error
    except NotABackup as error:
        raise click.ClickException(f"No backup was made: what was written to {to} does not read back.") from error
    except (sqlite3.Error, PeeweeException) as error:
        raise click.ClickException(f"{_NONE_MADE} {database}: {error}.") from error
    except CannotStart as error:
        raise click.ClickException(f"{_NONE_MADE} {error.message}") from error


def _restore(app: Flask, file: Path, key_file: Path | None) -> None:
    with _refusals(file, Path(app.config["DATABASE"])):
        restoring.may_be_put_here()
        kid = rolling.kid_of(file.name)
        key = _typed(key_file, kid)
        try:
            header, about = restoring.restore(file, key)
        except OtherKey as error:
            needs = f"needs the paper of key {kid}" if kid not in {"", key.kid} else "needs the paper of another key"
            raise click.ClickException(f"{file.name} {needs}, and this is key {key.kid}. {_NO_MATCH}") from error
    since = clock.in_words(clock.from_text(header.made_at))
    click.echo(f"Restored as of {since}: {about.arrivals} arrivals, up to number {about.newest_n}.")
    if about.missing:
        click.echo(f"{about.missing} files were not in it: they were gone before it was made.", err=True)
    in_use = offline_keys.public_half(Path(app.config["KEY_DIR"])).kid
    is_another = "" if in_use == key.kid else ", which is on another paper"
    click.echo(f"Backups are made for key {in_use} from now on{is_another}. To try its paper: backup-key --check")
    click.echo(_DO_AGAIN.format(since=since))
    click.echo(_NEXT)


@contextmanager
def _refusals(file: Path, database: Path) -> Iterator[None]:
    """Say in a sentence why nothing was restored."""
    try:
        with in_one_sentence(database.parent):
            yield
    except restoring.NotEmpty as error:
        raise click.ClickException(_NOT_EMPTY) from error
    except restoring.IsServing as error:
        raise click.ClickException("A server runs on this database. Nothing was changed. Stop it first.") from error
    except (restoring.LaterVersion, LaterFormat) as error:
        made_by = f" ({error})" if str(error) else ""
        raise click.ClickException(
            f"{file.name} was made by a newer Lanyard{made_by}. Nothing was changed. Take that version first: git pull"
        ) from error
    except NotABackup as error:
        raise click.ClickException(f"{file.name} {_NOT_WHOLE}") from error
    except (sqlite3.Error, PeeweeException) as error:
        raise click.ClickException(f"Nothing was restored. {database}: {error}.") from error


def _typed(key_file: Path | None, kid: str) -> OfflineKey:
    if key_file is None:
        click.echo(f"It needs the paper of key {kid}." if kid else "It needs the paper of the key it was made for.")
        return paper_form.asked(offline_keys.from_paper)
    try:
        return offline_keys.from_paper(key_file.read_text(encoding="utf-8", errors="replace"))
    except paper_rules.Misread as misread:
        raise click.ClickException("\n".join(["This is no key:", *misread.faults])) from misread


def _check(folder: Path) -> None:
    key = paper_form.asked(offline_keys.from_paper)
    try:
        here = offline_keys.public_half(folder)
    except NoKey as error:
        raise click.ClickException(f"That is key {key.kid}. There is no key for backups here.") from error
    if here.kid != key.kid:
        raise click.ClickException(f"That is key {key.kid}. Backups are made for key {here.kid}.")
    click.echo(f"That is key {key.kid}, for which backups are made.")


def _make_key(folder: Path, *, is_again: bool) -> None:
    kid = ""
    with suppress(NoKey):
        kid = offline_keys.public_half(folder).kid
    if kid and not is_again:
        raise click.ClickException(
            f"There is key {kid} already. To try its paper: backup-key --check. To make another: backup-key --replace"
        )
    key, groups, half = offline_keys.make(clock.as_text(clock.now()))
    with _void_unless_done(key.kid):
        # Written out to its last byte before anything is encrypted to it: `echo` flushes.
        click.echo(paper_form.for_backups(key, groups))
        with connected(), db.atomic():
            for school in School.select(School.id):
                audit.write(school.id, COMMAND_LINE, KEY_MADE, key.kid)
        offline_keys.put_in_force(folder, half)


@contextmanager
def _void_unless_done(kid: str) -> Iterator[None]:
    """Say of a key that did not come into force that its paper opens nothing."""
    try:
        yield
    except (OSError, PeeweeException, KeyboardInterrupt) as error:
        raise click.ClickException(
            f"Key {kid} is not in use ({str(error) or 'interrupted'}); backups are as they were. What was printed of "
            "it opens nothing: tear it up, and ask again."
        ) from error
