"""What a server depends on outside itself, all on this computer: web servers, one with a certificate, and mail."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.live_server import free_port


class Quiet(ThreadingHTTPServer):
    """Whoever hangs up in the middle is no news."""

    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Say nothing."""


class Web:
    """A web server that answers each GET with `status`, at the time `at`."""

    def __init__(self) -> None:
        self.status = 200
        self.at: datetime | None = None
        web = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(web.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def date_time_string(self, timestamp: float | None = None) -> str:
                return format_datetime(web.at or datetime.now(UTC), usegmt=True)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = Quiet(("127.0.0.1", 0), Answer)
        self.port: int = self.server.server_address[1]


class Secured(Web):
    """The same over TLS, for the name localhost. `shows(days)` is a certificate that ends so soon."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.shows(90)
        self.server.socket = self.context.wrap_socket(
            self.server.socket, server_side=True, do_handshake_on_connect=False
        )

    @property
    def certificate(self) -> Path:
        """The file by which a client would trust it."""
        return self.folder / "certificate.pem"

    def shows(self, days: float, name: str = "localhost") -> None:
        """From now on, this certificate, by its own authority."""
        now, called = datetime.now(UTC), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        made = (
            x509.CertificateBuilder(called, called, self.key.public_key(), x509.random_serial_number())
            .not_valid_before(now - timedelta(days=30))
            .not_valid_after(now + timedelta(days=days))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
            .sign(self.key, hashes.SHA256())
        )
        self.certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
        form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        (self.folder / "private.pem").write_bytes(self.key.private_bytes(*form))
        self.context.load_cert_chain(self.certificate, self.folder / "private.pem")


class Mail:
    """A mail server that takes a sign-in, or does not (`refuses`)."""

    def __init__(self) -> None:
        self.refuses = False
        self.heard: list[str] = []
        mail = self

        class Talk(StreamRequestHandler):
            def handle(self) -> None:
                self.wfile.write(b"220 mail.example\r\n")
                for line in self.rfile:
                    word = line.split()[0].decode().upper()
                    mail.heard.append(word)
                    self.wfile.write(mail.answer(word))
                    if word == "QUIT":
                        return

        ThreadingTCPServer.daemon_threads = True
        self.server = ThreadingTCPServer(("127.0.0.1", 0), Talk)
        self.port: int = self.server.server_address[1]

    def answer(self, word: str) -> bytes:
        """As SMTP has it (RFC 5321, RFC 4954)."""
        if word == "EHLO":
            return b"250-mail.example\r\n250 AUTH PLAIN\r\n"
        if word == "AUTH":
            return b"535 5.7.8 no\r\n" if self.refuses else b"235 2.7.0 yes\r\n"
        return b"221 bye\r\n" if word == "QUIT" else b"250 well\r\n"


@contextmanager
def runs(one: Any) -> Iterator[Any]:
    """Have it answer meanwhile."""
    threading.Thread(target=one.server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield one
    finally:
        one.server.shutdown()
        one.server.server_close()


@contextmanager
def outside(folder: Path) -> Iterator[Outside]:
    """All of it."""
    folder.mkdir()
    with runs(Web()) as push, runs(Web()) as lanyard, runs(Secured(folder)) as proxy, runs(Mail()) as mail:
        yield Outside(push, lanyard, proxy, mail)


class Outside:
    """The push services, the server itself, the proxy before it, and the mail server; and a port where nobody is."""

    def __init__(self, push: Web, lanyard: Web, proxy: Secured, mail: Mail) -> None:
        self.push, self.lanyard, self.proxy, self.mail = push, lanyard, proxy, mail
        self.nobody = free_port()
