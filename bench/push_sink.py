"""The least a push service can do: read a request, note its topic and the moment, answer 201. `... push_sink PORT`.

`GET /` is answered with what came since it was last asked: a JSON list of [topic, seconds on the machine's clock].
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

ACCEPTED = b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"
_came: list[tuple[str, float]] = []


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            first, *lines = head.split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
            await reader.readexactly(int(headers.get("content-length", "0")))
            if first.startswith("POST"):
                _came.append((headers.get("topic", ""), time.monotonic()))
                writer.write(ACCEPTED)
            else:
                _tell(writer)
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


def _tell(writer: asyncio.StreamWriter) -> None:
    body = json.dumps(_came).encode()
    _came.clear()
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))


async def _main(port: int) -> None:
    server = await asyncio.start_server(_serve, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_main(int(sys.argv[1])))
