"""Small worlds for the alert tests, and a real HTTP receiver on loopback."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pandas as pd

from pipeline.alerts import catalogue, routes
from pipeline.alerts.desk import Desk
from pipeline.alerts.observation import Event, Observation
from pipeline.alerts.settings import Settings
from pipeline.home import Home

EAST_LOTHIAN = "S12000010"
TOML = """
default_channel = "performance"
[mail]
host = "127.0.0.1"
port = {port}
security = "none"
from = "kpi@council.example"
timeout_seconds = 2
"""
"""An alerts.toml but for its channels, for a relay of this machine that asks for no login."""
CHANNEL = """
[channels.{name}]
kind = "email"
to = ["{name}@council.example"]
"""

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
