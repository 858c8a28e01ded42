"""Real servers on loopback and small worlds for the alert tests."""

from __future__ import annotations

import ipaddress
import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pandas as pd
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from pipeline.alerts import catalogue, routes
from pipeline.alerts.desk import Desk
from pipeline.alerts.observation import Event, Observation
from pipeline.alerts.settings import Settings
from pipeline.home import Home

EAST_LOTHIAN = "S12000010"

RULES = """\
rule_id,gate,title,extracts,severity,owner_role,why,what_to_do,indicators,counted_one,counted_many
no_worker,2,Child on the register without an allocated worker,registration,serious,Team manager,Nobody visits.,\
Allocate a worker.,cpr_children;unallocated_children,child on the register without an allocated worker,\
children on the register without an allocated worker
no_status,2,Looked after with no legal status,looked_after,blocker,Team manager,Cannot be counted.,Enter it.,lac_total,,
late_entry,2,Entered late,registration,advisory,Data quality officer,Figures move.,Record sooner.,cpr_children,,
"""
TEAMS = """\
council_id,team,team_name,service
S12000010,north,Safeguarding North,practice
S12000010,west,Safeguarding West,practice
"""
ROUTES = """\
council_id,service,team,owner_role,channel
,,,,performance
,,north,,north
,,west,,west
"""
COUNCILS = "council_id,name\nS12000010,East Lothian\n"
INDICATORS = (
    "indicator_id,name\ncpr_children,Children on the child protection register\nlac_total,Looked-after children\n"
)
SEEDS = {
    "quality_rule": RULES,
    "team": TEAMS,
    "alert_route": ROUTES,
    "council": COUNCILS,
    "indicator": INDICATORS,
}


def settings(port: int = 25, **changes: object) -> Settings:
    """Three mail channels on a relay of this machine that asks for no login."""
    content: dict[str, object] = {
        "default_channel": "performance",
        "channels": {
            name: {"kind": "email", "to": [f"{name}@council.example"]} for name in ("performance", "north", "west")
        },
        "mail": {
            "host": "127.0.0.1",
            "port": port,
            "security": "none",
            "from": "kpi@council.example",
            "timeout_seconds": 2,
        },
        "worklist": "https://council.example/worklists/{council}/{team}.xlsx",
    }
    return Settings.model_validate(content | changes)


def desk(folder: Path, chosen: Settings | None, **seeds: str) -> Desk:
    """A desk over a home and seed files in ``folder``."""
    for name, content in (SEEDS | seeds).items():
        (folder / "seeds").mkdir(exist_ok=True)
        (folder / "seeds" / f"{name}.csv").write_text(content, encoding="utf-8")
    home = Home(raw=folder / "raw", root=folder / "home").prepare()
    return Desk(home, catalogue.read(folder / "seeds"), routes.read(folder / "seeds"), chosen)


def seen(
    day: date,
    *counts: tuple[str, str | None, int],
    release: str = "",
    loads: dict[str, date] | None = None,
    events: tuple[Event, ...] = (),
    **more: object,
) -> Observation:
    """What East Lothian's release of ``day`` found, as (rule, team, count); ``loads`` says if not all came."""
    dates = {"registration": day, "looked_after": day} if loads is None else loads
    return Observation(
        release or f"{day:%Y%m%d}T010000Z",
        pd.DataFrame(
            [(rule, EAST_LOTHIAN, team, count, None) for rule, team, count in counts],
            columns=["rule_id", "council_id", "team", "count", "records"],
        ),
        pd.DataFrame(
            [(EAST_LOTHIAN, extract, at, f"{extract}-{at}") for extract, at in dates.items()],
            columns=["council_id", "extract", "extract_date", "load_id"],
        ),
        events,
        **more,  # type: ignore[arg-type]
    )


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of ``day`` in UTC."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


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


@dataclass
class Receiver:
    """What an HTTP receiver was sent, and what it answers: a status, headers, and how long it thinks about it."""

    bodies: list[bytes] = field(default_factory=list)
    status: int = 202
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0

    def cards(self) -> list[dict]:
        return [json.loads(body) for body in self.bodies]


@contextmanager
def http_receiver(receiver: Receiver) -> Iterator[str]:
    """An HTTP server on 127.0.0.1; yields its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            time.sleep(receiver.delay)
            receiver.bodies.append(body)
            self.send_response(receiver.status)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


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
