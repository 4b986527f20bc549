"""Where this school's files are and how the app is served; read once, at start-up.

Everything lives in one folder (`LANYARD_DATA`, by default `instance/` beside the code), but keys, database and second
copy have folders of their own, so that each can be put on its own disk and keys stay out of database backups.
"""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).resolve().parent.parent
LARGEST_REQUEST_BYTES = 9 * 1024 * 1024
MOST_PROXIES = 5
DEFAULT_PORT = 8000
SHORTEST_SECRET = 32
# What stands in deploy/lanyard.env in place of a secret.
PLACEHOLDER = "put-a-secret-of-your-own-here"
FEWEST_LETTERS = 8


class CannotStart(click.ClickException):
    """Why the server cannot start, and what mends it. On the command line, one sentence and no stack trace."""


class UnsafeConfiguration(CannotStart):
    """Raised at start-up, in place of running in a way that would not be safe."""


@contextmanager
def in_one_sentence(folder: Path) -> Iterator[None]:
    """Turn what the disk refuses below `folder` into CannotStart."""
    try:
        yield
    except OSError as error:
        raise CannotStart(_refusal(error, folder)) from error


def _refusal(error: OSError, folder: Path) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"The disk is full: {folder} cannot be written. Make room and start again."
    if error.errno in {errno.EACCES, errno.EPERM}:
        return f'{folder} belongs to another user: sudo chown -R "$(id -un)" "{folder}"'
    return f"{folder} cannot be written ({error.strerror}). To use another folder: export LANYARD_DATA=$HOME/lanyard"


def load(settings: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return Flask's configuration from the environment, with `settings` on top.

    Folders are made when missing. In production (`LANYARD_ENV=production`) the secret must be given.
    """
    config = read(settings)
    for folder in ("DATABASE", "KEY_DIR", "CHAIR_KEY_DIR", "BLOB_DIR", "COPY_DIR"):
        _make_private_folder(config[folder].parent if folder == "DATABASE" else config[folder])
    with in_one_sentence(config["KEY_DIR"]):
        config.setdefault("SECRET_KEY", _secret_key(config))
    return config


def read(settings: dict[str, Any] | None = None) -> dict[str, Any]:
    """The same without the secret; nothing is made. Raises UnsafeConfiguration."""
    given = settings or {}
    data = Path(given.get("DATA_DIR") or os.environ.get("LANYARD_DATA") or ROOT / "instance")
    https = os.environ.get("LANYARD_HTTPS") == "1"
    return {
        **_places(data),
        "PRODUCTION": os.environ.get("LANYARD_ENV") == "production",
        "HTTPS": https,
        "BUILD_DIR": ROOT / "static" / "build",
        "MAX_CONTENT_LENGTH": LARGEST_REQUEST_BYTES,
        # A token that ages would refuse what was typed an hour ago; sessions have limits of their own.
        "WTF_CSRF_TIME_LIMIT": None,
        "SESSION_COOKIE_NAME": "__Host-lanyard_session" if https else "lanyard_session",
        "SESSION_COOKIE_SECURE": https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PUSH_LOOPBACK": os.environ.get("LANYARD_PUSH_LOOPBACK", ""),
        "PUSH_CONTACT": os.environ.get("LANYARD_PUSH_CONTACT", ""),
        "SMTP_URL": os.environ.get("LANYARD_SMTP_URL", ""),
        "ADDRESS": os.environ.get("LANYARD_ADDRESS", ""),
        "PROXIES": _proxies(os.environ.get("LANYARD_PROXIES", "")),
        "BROWSER_COOKIE_NAME": "__Host-lanyard_browser" if https else "lanyard_browser",
        "PHONE_COOKIE_NAME": "__Host-lanyard_phone" if https else "lanyard_phone",
        "OWN_PHONE_COOKIE_NAME": "__Host-lanyard_own_phone" if https else "lanyard_own_phone",
        "PORT": os.environ.get("PORT", "") or str(DEFAULT_PORT),
        "TODAY": os.environ.get("LANYARD_TODAY", ""),
        "DATA_MAY_GO": os.environ.get("LANYARD_DATA_MAY_GO") == "1",
        **given,
    }


def _places(data: Path) -> dict[str, Path | None]:
    backups = os.environ.get("LANYARD_BACKUPS")
    return {
        "DATA_DIR": data,
        "DATABASE": data / "database" / "lanyard.sqlite3",
        "KEY_DIR": Path(os.environ.get("LANYARD_KEYS") or data / "keys"),
        "CHAIR_KEY_DIR": Path(os.environ.get("LANYARD_CHAIR_KEYS") or data / "chair-keys"),
        "BLOB_DIR": data / "blobs",
        "COPY_DIR": Path(os.environ.get("COPY_DIR") or data / "copy"),
        # Never made here: it may be a disk that is not always there.
        "BACKUP_DIR": Path(backups) if backups else None,
    }


def _make_private_folder(folder: Path) -> None:
    with in_one_sentence(folder):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def _proxies(given: str) -> int:
    """How many proxies stand in front, so that the network address is the caller's. None is trusted unless told."""
    if not given:
        return 0
    if not (given.isascii() and given.isdigit() and int(given) <= MOST_PROXIES):
        raise UnsafeConfiguration(f"LANYARD_PROXIES is the number of proxies in front: 0 to {MOST_PROXIES}.")
    return int(given)


def _secret_key(config: dict[str, Any]) -> str:
    """Take the secret from the environment, or keep one of our own beside the keys (never in production)."""
    from_environment = os.environ.get("LANYARD_SECRET_KEY", "")
    if from_environment:
        _refuse_guessable(from_environment)
        return from_environment
    if config["PRODUCTION"]:
        raise UnsafeConfiguration("LANYARD_SECRET_KEY is not set. Production needs a secret of its own.")
    return read_or_make(config["KEY_DIR"] / "secret_key", lambda: secrets.token_urlsafe(48))


def _refuse_guessable(secret: str) -> None:
    if PLACEHOLDER in secret or (len(secret) >= SHORTEST_SECRET and len(set(secret)) < FEWEST_LETTERS):
        raise UnsafeConfiguration("LANYARD_SECRET_KEY is an example, no secret. To make one: openssl rand -hex 32")
    if len(secret) < SHORTEST_SECRET:
        raise UnsafeConfiguration(f"LANYARD_SECRET_KEY is too short: give at least {SHORTEST_SECRET} characters.")


def read_or_make(file: Path, make: Callable[[], str]) -> str:
    """Return the file's text. The first caller makes it: whole or not at all, readable by its owner alone."""
    with suppress(FileNotFoundError):
        return file.read_text(encoding="utf-8").strip()
    draft = _draft_of(file, make())
    # Somebody else may have been first: then theirs is the one.
    with suppress(FileExistsError):
        os.link(draft, file)
    draft.unlink()
    return file.read_text(encoding="utf-8").strip()


def replace(file: Path, text: str) -> None:
    """Put another text into a file, whole or not at all, readable by its owner alone."""
    _draft_of(file, text).replace(file)


def _draft_of(file: Path, text: str) -> Path:
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as new:
        new.write(text)
        new.flush()
        os.fsync(new.fileno())
    return draft


def on_one_disk(one: Path, other: Path) -> bool:
    """Whether what is lost with one folder's disk is lost with the other's."""
    return one.stat().st_dev == other.stat().st_dev
