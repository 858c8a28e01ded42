"""Reads a page of the report as a program does that knows nothing of how it was made."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path


@dataclass
class Table:
    """A table that opens: the indicator under which it stands, its summary, caption and rows of cells."""

    indicator: str
    summary: str = ""
    caption: str = ""
    rows: list[list[str]] = field(default_factory=list)


class Page(HTMLParser):
    """The words of a page, its anchors, its tables, and what each point of a chart says of itself."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.words, self.anchors = "", set[str]()
        self.tables: list[Table] = []
        self.points: list[tuple[str, str, str]] = []
        """Indicator, symbol (a dot has none) and words of every point of a control chart."""
        self._article, self._mark, self._within = "", "", ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.anchors |= {told["id"]} if "id" in told else set()
        self._within = tag
        if tag == "article":
            self._article = told["id"]
        elif tag == "details":
            self.tables.append(Table(self._article))
        elif tag in ("use", "circle"):
            self._mark = told.get("href", "").removeprefix("#")
        elif tag == "title" and self.get_starttag_text() == "<title>":
            self.points.append((self._article, self._mark, ""))
        elif tag == "tr" and self.tables:
            self.tables[-1].rows.append([])
        elif tag in ("td", "th") and self.tables and self.tables[-1].rows:
            self.tables[-1].rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self._within = ""
        if tag == "details":
            self.tables.append(Table(""))  # whatever follows stands outside of it

    def handle_data(self, data: str) -> None:
        if self._within == "style":
            return
        self.words += data
        if self._within == "title" and self.points:
            *point, _ = self.points[-1]
            self.points[-1] = (point[0], point[1], data)
        elif self._within in ("summary", "caption") and self.tables:
            setattr(self.tables[-1], self._within, data)
        elif self._within in ("td", "th") and self.tables and self.tables[-1].rows:
            self.tables[-1].rows[-1][-1] += data.strip()
