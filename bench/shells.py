"""What our start is held against: a trivial installable page, and a bare shell that can seal, each with its worker."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from bench.handset import PAGE, script

MANIFEST = '{"name": "Bench", "start_url": "/app", "display": "standalone", "icons": []}'
HEAD = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bench</title>'
    '<meta name="viewport" content="width=device-width"><link rel="manifest" href="/manifest.webmanifest">'
)
TRIVIAL = f"{HEAD}</head><body><h1>Ready</h1><script src='/app.js'></script></body></html>"
BARE = f"{HEAD}<script src='/app.js' defer></script></head><body></body></html>"
WORKER = """
const SHELL = ["/app", "/app.js", "/manifest.webmanifest"];
addEventListener("install", event => event.waitUntil(caches.open("shell").then(cache => cache.addAll(SHELL))));
addEventListener("fetch", event => event.respondWith(
  caches.match(event.request, { ignoreSearch: true }).then(found => found ?? fetch(event.request))));
"""


class Shell:
    """A static site in a thread: `with Shell("bare") as shell:`."""

    def __init__(self, kind: str) -> None:
        page = BARE if kind == "bare" else TRIVIAL
        own = (
            script(PAGE.with_name("bare_shell.js"))
            if kind == "bare"
            else "navigator.serviceWorker.register('/worker.js')"
        )
        files = {
            "/app": ("text/html", page),
            "/app.js": ("text/javascript", own),
            "/worker.js": ("text/javascript", WORKER),
            "/manifest.webmanifest": ("application/manifest+json", MANIFEST),
        }
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("_OurAnswers", (_Answers,), {"files": files}))
        self.port = self._server.server_port

    def __enter__(self) -> Shell:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Answers(BaseHTTPRequestHandler):
    files: dict[str, tuple[str, str]]

    def do_GET(self) -> None:
        kind, content = self.files.get(self.path, ("", ""))
        self.send_response(200 if kind else 404)
        self.send_header("Content-Type", kind or "text/plain")
        self.send_header("Content-Length", str(len(content.encode())))
        self.end_headers()
        self.wfile.write(content.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""
