"""The push service that Firefox knows (autopush), on this machine alone: a WebSocket, and an address to post to.

The words are of Mozilla's autopush protocol: hello, register, unregister, notification.
"""

from __future__ import annotations

import base64
import json
import threading
import uuid
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import Server, ServerConnection, serve


@dataclass
class Post:
    """Who has a channel, and every message that was taken."""

    channels: dict[str, ServerConnection] = field(default_factory=dict)
    taken: list[bytes] = field(default_factory=list)
    endpoints: str = ""

    def hears(self, line: ServerConnection, said: dict[str, Any]) -> dict[str, Any]:
        """What Firefox is answered; an empty word is a heartbeat."""
        kind, channel = said.get("messageType"), said.get("channelID", "")
        if kind == "hello":
            uaid = said.get("uaid") or uuid.uuid4().hex
            return {"messageType": "hello", "status": 200, "uaid": uaid, "use_webpush": True, "broadcasts": {}}
        if kind == "register":
            self.channels[channel] = line
            return {
                "messageType": "register",
                "status": 200,
                "channelID": channel,
                "pushEndpoint": f"{self.endpoints}/wpush/{channel}",
            }
        if kind == "unregister":
            self.channels.pop(channel, None)
            return {"messageType": "unregister", "status": 200, "channelID": channel}
        return {}

    def takes(self, channel: str, headers: dict[str, str], body: bytes) -> None:
        """Hand a message on."""
        self.taken.append(body)
        told = {
            "messageType": "notification",
            "channelID": channel,
            "version": uuid.uuid4().hex,
            "ttl": int(headers["ttl"]),
            "data": base64.urlsafe_b64encode(body).rstrip(b"=").decode(),
            "headers": {"encoding": headers["content-encoding"]},
        }
        self.channels[channel].send(json.dumps(told))


class MozillaPush:
    """`with MozillaPush() as mozilla:` runs it; `mozilla.wishes` are the preferences that Firefox is started with."""

    def __init__(self) -> None:
        self.post = Post()
        self._http = _Web(("127.0.0.1", 0), _Answers)
        self._http.post = self.post
        self.post.endpoints = f"http://localhost:{self._http.server_port}"
        self._line: Server = serve(self._converses, "127.0.0.1", 0)

    def __enter__(self) -> MozillaPush:
        threading.Thread(target=self._line.serve_forever, daemon=True).start()
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._line.shutdown()
        self._http.shutdown()
        self._http.server_close()

    @property
    def wishes(self) -> dict[str, Any]:
        """What makes Firefox use it and no other, and ask nobody whether it may."""
        port = self._line.socket.getsockname()[1]
        return {
            "dom.push.connection.enabled": True,
            "dom.push.serverURL": f"ws://localhost:{port}/",
            "dom.push.testing.allowInsecureServerURL": True,
            "permissions.default.desktop-notification": 1,
            "alerts.useSystemBackend": True,
        }

    def _converses(self, line: ServerConnection) -> None:
        try:
            for word in line:
                said = json.loads(word) if word.strip() else {}
                line.send(json.dumps(self.post.hears(line, said)))
        except ConnectionClosed:
            return


class _Web(ThreadingHTTPServer):
    post: Post


class _Answers(BaseHTTPRequestHandler):
    """A message from the school's server."""

    protocol_version = "HTTP/1.1"
    server: _Web

    def do_POST(self) -> None:
        """Take a message, if there is such a channel."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        channel = self.path.removeprefix("/wpush/")
        headers = {name.lower(): value for name, value in self.headers.items()}
        if channel not in self.server.post.channels:
            return self._says(410)
        if "ttl" not in headers or not headers.get("authorization", "").startswith("vapid "):
            return self._says(400)
        self.server.post.takes(channel, headers, body)
        return self._says(201)

    def _says(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""
