"""A line that is cut after a number of bytes, whichever way they go; it notes every batch that was begun over it."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

BATCH = b"POST /api/outbox/envelopes"
CHUNK = 16 * 1024


class CuttingProxy:
    """`with CuttingProxy(port) as line:`; after `line.cuts_after(n)`, byte n ends every connection; later ones pass."""

    def __init__(self, port: int) -> None:
        self._school = port
        self._left: int | None = None
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.batches = 0
        self.bytes = 0

    def __enter__(self) -> CuttingProxy:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()
        self._cut()

    def cuts_after(self, count: int | None) -> None:
        """From now on count; None cuts nothing."""
        with self._lock:
            self._left, self.batches, self.bytes = count, 0, 0

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                phone, _ = self._listener.accept()
                school = socket.create_connection(("127.0.0.1", self._school))
                with self._lock:
                    self._open |= {phone, school}
                for source, sink in ((phone, school), (school, phone)):
                    threading.Thread(target=self._carry, args=(source, sink, source is phone), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket, is_upward: bool) -> None:
        tail = b""
        with suppress(OSError):
            while content := source.recv(CHUNK):
                passing = self._passing(content)
                if is_upward:
                    seen = tail + passing
                    self.batches += seen.count(BATCH)
                    tail = seen[-len(BATCH) + 1 :]
                sink.sendall(passing)
                if len(passing) < len(content):
                    break
        self._end(source, sink)

    def _passing(self, content: bytes) -> bytes:
        """What of it still passes; at the cut, every connection ends."""
        with self._lock:
            self.bytes += len(content)
            if self._left is None or len(content) < self._left:
                self._left = None if self._left is None else self._left - len(content)
                return content
            passing, self._left = content[: self._left], None
        self._cut()
        return passing

    def _cut(self) -> None:
        with self._lock:
            cut, self._open = list(self._open), set()
        self._end(*cut)

    def _end(self, *sockets: socket.socket) -> None:
        for one in sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
