"""HTTPS in front of a server on this computer that speaks HTTP: takes each connection in, and hands on what it says.

On a loop of its own, so that a phone that says nothing, or gives up in the middle of a handshake, keeps nobody waiting.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from contextlib import suppress

PIECE_BYTES = 64 * 1024
HANDSHAKE_SECONDS, STOPS_WITHIN_SECONDS = 15.0, 5.0
THIS_COMPUTER = "127.0.0.1"


class Encrypted:
    """Takes TLS connections on a listening socket while it is entered. `port` is the server's that it stands before."""

    def __init__(self, listening: socket.socket, context: ssl.SSLContext, port: int) -> None:
        self._listening, self._context, self._port = listening, context, port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="https", daemon=True)

    def __enter__(self) -> Encrypted:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(STOPS_WITHIN_SECONDS)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(
            asyncio.start_server(
                self._hand_on, sock=self._listening, ssl=self._context, ssl_handshake_timeout=HANDSHAKE_SECONDS
            )
        )
        self._loop.run_forever()
        self._listening.close()

    async def _hand_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            answers, asks = await asyncio.open_connection(THIS_COMPUTER, self._port)
        except OSError:
            writer.close()
            return
        await asyncio.gather(_copy(reader, asks), _copy(answers, writer))


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Hand everything on until one of the two ends hangs up; then hang up at the other."""
    with suppress(OSError, asyncio.IncompleteReadError):
        while piece := await reader.read(PIECE_BYTES):
            writer.write(piece)
            await writer.drain()
    writer.close()
