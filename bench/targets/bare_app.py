"""The least a Flask server can do: take a batch, insert each record once, commit to disk, answer. Nothing is checked.

Run by `python -m bench.targets.bare_app json|frames FILE PORT`, on the same waitress as Lanyard.
"""

from __future__ import annotations

import json
import sqlite3
import struct
import sys
import threading
from collections.abc import Callable
from typing import Any

import waitress
from flask import Flask, request

THREADS = 8
Row = tuple[str, str, bytes | str]
INSERT = "INSERT INTO record (id, header, sealed) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING"


def from_json(body: bytes) -> list[Row]:
    """A list of documents, the sealed bytes as base64 text."""
    return [(document["id"], json.dumps(document), document.pop("sealed")) for document in json.loads(body)]


def from_frames(body: bytes) -> list[Row]:
    """Lanyard's own frames: a length, a header in JSON, a length, the sealed bytes."""
    rows: list[Row] = []
    at = 0
    while at < len(body):
        (length,) = struct.unpack_from(">I", body, at)
        header = body[at + 4 : at + 4 + length]
        at += 4 + length
        (length,) = struct.unpack_from(">I", body, at)
        rows.append((json.loads(header)["id"], header.decode(), body[at + 4 : at + 4 + length]))
        at += 4 + length
    return rows


READERS: dict[str, Callable[[bytes], list[Row]]] = {"json": from_json, "frames": from_frames}


def opened(file: str) -> sqlite3.Connection:
    """A connection that keeps every committed byte."""
    connection = sqlite3.connect(file, isolation_level=None, timeout=30)
    connection.execute("PRAGMA journal_mode = wal")
    connection.execute("PRAGMA synchronous = full")
    connection.execute("CREATE TABLE IF NOT EXISTS record (id TEXT PRIMARY KEY, header TEXT, sealed BLOB)")
    return connection


def make(file: str, read: Callable[[bytes], list[Row]]) -> Flask:
    """The app; each thread has a connection of its own."""
    app = Flask("bare")
    here = threading.local()

    @app.get("/")
    def ready() -> str:
        return "ready"

    @app.post("/records")
    def records() -> Any:
        if not hasattr(here, "connection"):
            here.connection = opened(file)
        rows = read(request.get_data())
        here.connection.execute("BEGIN IMMEDIATE")
        here.connection.executemany(INSERT, rows)
        here.connection.execute("COMMIT")
        return {"records": [{"id": row[0], "status": 201} for row in rows]}

    return app


if __name__ == "__main__":
    kind, file, port = sys.argv[1:]
    opened(file).close()
    waitress.serve(make(file, READERS[kind]), host="127.0.0.1", port=int(port), threads=THREADS, ident=None)
