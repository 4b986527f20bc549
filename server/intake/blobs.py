"""A blob's sealed bytes, each in a file of its own that is named by its digest; they outlive a power cut."""

from __future__ import annotations

import os
from pathlib import Path

from flask import current_app

from server.foundation.crypto import digest


def keep_blob(sealed: bytes) -> None:
    """Write a blob's bytes to their file, named by digest, and sync file and folders before any receipt."""
    file = blob_file(digest(sealed))
    if not file.exists():
        _write_whole(file, sealed)
    # Each time: a try that failed, or one under way, may have left the name where a power cut still takes it.
    for folder in (file.parent, file.parent.parent):
        sync_folder(folder)


def _write_whole(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(f".{os.getpid()}.{id(content)}.part")
    try:
        with part.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        part.replace(file)
    except OSError:
        # A full disk has no room for the half of it either.
        part.unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    """Have the disk keep the names in a folder: a file's own sync need not."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def blob_file(hex_digest: str) -> Path:
    """Where a blob's sealed bytes are."""
    return Path(current_app.config["BLOB_DIR"]) / hex_digest[:2] / f"{hex_digest}.sealed"
