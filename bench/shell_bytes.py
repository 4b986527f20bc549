"""The bytes of the shell, file by file: what the worker fetches before it calls the app ready."""

from __future__ import annotations

import http.client
import subprocess

from bench import scratch
from bench.lines import Line, Run, Section, at_most
from bench.spread import Spread
from bench.targets.ours import Ours
from tests.guards.test_build import precached

MOST_BYTES = 60_000
SQUEEZE = """
const { brotliCompressSync } = require("node:zlib");
console.log(brotliCompressSync(require("node:fs").readFileSync(0)).length);
"""


def measure(run: Run) -> list[Section]:
    """Each file as the server hands it out, raw and by brotli."""
    server = Ours()
    server.start(run.folder / "bytes", {})
    try:
        files = {address: _fetched(server.port, address) for address in [*precached(), "/worker.js"]}
    finally:
        server.stop()
    squeezed = {address: _squeezed(content) for address, content in files.items()}
    whole = Spread.of([sum(squeezed.values())])
    lines = [Line(f"`{address}`", f"{len(files[address]):,}", f"{size:,}", None) for address, size in squeezed.items()]
    raw = f"{sum(map(len, files.values())):,}"
    total = Line("shell, bytes by brotli", raw, f"{sum(squeezed.values()):,}", whole, at_most(MOST_BYTES, ""))
    note = "Ours: raw bytes; the other: by brotli, as a proxy sends them."
    return [Section("Bytes of the shell", [note], [total, *lines])]


def _fetched(port: int, address: str) -> bytes:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("GET", address)
    answer = line.getresponse()
    content = answer.read()
    line.close()
    assert answer.status == 200, f"{address} answered {answer.status}"
    return content


def _squeezed(content: bytes) -> int:
    done = subprocess.run(["node", "-e", SQUEEZE], input=content, cwd=scratch.ROOT, check=True, capture_output=True)
    return int(done.stdout)
