"""Small deliveries for tests of landing and gate 1, of a council that does not exist."""

from __future__ import annotations

import csv
import io
import os
import time
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

import duckdb
import pandas as pd

from pipeline import gate1, landing, restricted, warehouse
from pipeline.gate1 import GateResult
from pipeline.home import Home
from pipeline.landing import LandingResult

COUNCIL = "S12000099"
SOURCE = f"""council: {COUNCIL}
name: Testshire
nation: scotland
system: Any
layout: canonical
cadence: nightly
owner: Performance
history_from: 2019-01-01
"""
DAY = "2024-03-31"

WORKER = {
    "worker_id": "W1",
    "role": "social_worker",
    "team": "North",
    "qualified_date": "2010-09-01",
    "fte": "1",
    "started_date": "2015-01-05",
    "ended_date": "",
}
CARE = {
    "care_period_id": "P1",
    "child_id": "C1",
    "started_date": "2020-01-01",
    "ceased_date": "",
    "cease_reason": "",
    "team": "North",
    "recorded_date": "2020-01-02",
}


def workers(count: int) -> list[dict[str, str]]:
    """Different good rows of ``worker``."""
    return [{**WORKER, "worker_id": f"W{number}"} for number in range(1, count + 1)]


def periods(count: int) -> list[dict[str, str]]:
    """Different good rows of ``looked_after``."""
    return [{**CARE, "care_period_id": f"P{number}", "child_id": f"C{number}"} for number in range(1, count + 1)]


def text(rows: list[dict[str, str]], *, day: str = DAY, delimiter: str = ",") -> str:
    """Rows as canonical text with the as-at day in its column."""
    rows = [{**row, "extract_date": day} for row in rows]
    file = io.StringIO()
    writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def workbook(sheets: dict[str, list[list[str]]]) -> bytes:
    """A minimal workbook with inline text; a cell like ``#45291`` is the number 45291."""
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>'
        + "".join(f'<sheet name="{name}" sheetId="{at}" r:id="r{at}"/>' for at, name in enumerate(sheets, 1))
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
        + "".join(
            f'<Relationship Id="r{at}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>'
            for at in range(1, len(sheets) + 1)
        )
        + "</Relationships>",
    }
    for at, rows in enumerate(sheets.values(), 1):
        body = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
        parts[f"xl/worksheets/sheet{at}.xml"] = f'<worksheet xmlns="{SHEET}"><sheetData>{body}</sheetData></worksheet>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _cell(value: str) -> str:
    if value.startswith("#"):
        return f"<c><v>{value[1:]}</v></c>"
    return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'


@dataclass
class Council:
    """A drop folder with one council, and what was done with it."""

    folder: Path
    home: Home
    landed: LandingResult | None = None
    results: dict[str, GateResult] = field(default_factory=dict)

    def deliver(self, path: str, content: str | bytes, *, settled: bool = True) -> Path:
        """Put a file in the council's folder, by default old enough to be at rest."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        if settled:
            an_hour_ago = time.time() - 3600
            os.utime(file, (an_hour_ago, an_hour_ago))
        return file

    def refresh(self, *extracts: str, until=None) -> list[str]:
        """Land and pass gate 1; returns what there was to say, in the words people see."""
        self.landed = landing.land(self.home, until)
        warehouse.start(self.home)
        self.results = {result.extract: result for result in gate1.load_extracts(extracts, self.home)}
        return [text for _, text in warehouse.messages(self.home)]

    def query(self, sql: str) -> list[tuple]:
        """Rows out of the build."""
        with duckdb.connect(str(self.home.build), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def rules(self) -> list[str]:
        """The rules broken, in order of name."""
        return [row[0] for row in self.query("select rule_id from raw.finding order by 1")]

    def quarantine(self, extract: str) -> pd.DataFrame:
        """The restricted file of quarantined rows."""
        return pd.read_parquet(restricted.path(self.home, "quarantine", extract))


def council(at: Path, source: str | None = SOURCE, *, name: str = "testshire") -> Council:
    """A council with an empty drop folder under ``at``."""
    home = Home(raw=at / "raw", root=at / "home")
    folder = home.raw / name
    folder.mkdir(parents=True)
    if source is not None:
        (folder / "source.yml").write_text(source)
    return Council(folder, home)
