"""A real mail server on loopback, and a reader of what it took."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

DIGEST = "Data quality on"


@dataclass
class Mailbox:
    """An aiosmtpd handler that keeps what it takes, and refuses, delays or breaks off when told to."""

    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    refuse_recipient: str = ""
    refuse_data: str = ""
    delay: float = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address == self.refuse_recipient:
            return "550 no such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.delay:
            time.sleep(self.delay)
        if self.refuse_data:
            return self.refuse_data
        self.raw.append(envelope.content)
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        self.recipients += envelope.rcpt_tos
        return "250 taken"

    def subjects(self, recipient: str) -> list[str]:
        return [mail["Subject"] for mail in self.mails if mail["To"] == recipient]

    def alerts(self, owner: str) -> list[str]:
        """The subjects of what an owner was told beside the digests."""
        return [subject for subject in self.subjects(f"{owner}@council.example") if not subject.startswith(DIGEST)]

    def digest_days(self, owner: str) -> list[str]:
        """The days of an owner's digests as they are written, in order of arrival."""
        digests = [subject for subject in self.subjects(f"{owner}@council.example") if subject.startswith(DIGEST)]
        return [subject.removeprefix(DIGEST).strip().split(":")[0] for subject in digests]

    def digest(self, owner: str, day: str) -> str:
        """The text of an owner's digest of a day."""
        return next(
            mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
            for mail in self.mails
            if mail["To"] == f"{owner}@council.example" and mail["Subject"].startswith(f"{DIGEST} {day}")
        )

    def most_copies(self) -> int:
        """How often the message that arrived most often arrived."""
        return max(Counter((mail["Message-ID"], mail["To"]) for mail in self.mails).values())


@contextmanager
def mail_server(
    box: Mailbox,
    tls: ssl.SSLContext | None = None,
    login: tuple[str, str] | None = None,
    port: int = 0,
    at_once: bool = False,
) -> Iterator[int]:
    """A mail server on 127.0.0.1, with STARTTLS or, ``at_once``, TLS from the first byte; yields its port."""

    def authenticate(server, session, envelope, mechanism, data):
        return AuthResult(success=login == (data.login.decode(), data.password.decode()), handled=False)

    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=port or free_port(),
        tls_context=None if at_once else tls,
        ssl_context=tls if at_once else None,
        require_starttls=tls is not None and not at_once,
        auth_required=login is not None,
        auth_require_tls=not at_once,
        authenticator=authenticate if login else None,
    )
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def free_port() -> int:
    """A port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def certificate(folder: Path, name: str = "127.0.0.1") -> tuple[ssl.SSLContext, Path]:
    """A server's TLS context with a certificate made here and now, and the file a client can trust it by."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(name))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    trusted, private = folder / "server.pem", folder / "server.key"
    trusted.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(trusted, private)
    return context, trusted


def mornings(first: date, nights: int) -> list[str]:
    """The mornings after so many nights from ``first``, as digests write them."""
    days = [first + timedelta(days=number) for number in range(1, nights + 1)]
    return [f"{day.day} {day:%B %Y}" for day in days]
