"""``docs/extracts.md``: every extract that the warehouse reads, column by column, generated from the contracts."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline import layout
from pipeline.contracts import EXTRACTS
from pipeline.contracts.extract import Extract
from pipeline.figures import print_table
from pipeline.home import PROJECT

PAGE = PROJECT / "docs" / "extracts.md"

HEAD = """# Extracts

What the warehouse reads, generated from `pipeline/contracts` and the layouts: change those, then run
`kpi extracts --page`. A delivery need not hold every extract: indicators that rest on one which is not sent say so.
The codes of a column are those of its list in `data/seeds/code_list.csv`; words of your own go in `code_alias.csv`.
"""

KINDS = {
    "identifier": "identifier, replaced by a keyed token",
    "date": "day",
    "timestamp": "day and time, British local time",
    "number": "number",
    "text": "text",
}
"""Kinds of column that are not codes, in words."""


def mount(cli: typer.Typer) -> None:
    """Add ``kpi extracts`` to the ``kpi`` command."""
    cli.command("extracts")(extracts_command)


def extracts_command(
    page: Annotated[bool, typer.Option("--page", help="Write docs/extracts.md anew.")] = False,
) -> None:
    """List the extracts that the warehouse reads; docs/extracts.md has their columns and headings."""
    if page:
        PAGE.write_text(render(), encoding="utf-8")
    rows = [[name, extract.source.replace("_", " "), extract.description] for name, extract in EXTRACTS.items()]
    print_table(f"{len(rows)} extracts", ["extract", "sent by", "what a row is"], rows)


def render() -> str:
    """The page as Markdown: extracts of the case system first, then those that an office keeps."""
    of = {source: [e for e in EXTRACTS.values() if e.source == source] for source in ("case_system", "office")}
    names = layout.packaged()
    return "\n".join(
        [
            HEAD,
            "## From the case system, every night\n",
            *(_section(extract, names) for extract in of["case_system"]),
            "## From offices, now and then\n",
            "Under every layout alike; the column `extract_date` says on which day a tracker was sent.\n",
            *(_section(extract, names[:1], ["heading"]) for extract in of["office"]),
        ]
    )


def _section(extract: Extract, layouts: list[str], heads: list[str] | None = None) -> str:
    """One extract: its grain, its key, and a row per column with the heading it has under each layout."""
    tables = [layout.load(name).extracts[extract.name] for name in layouts]
    titles = ["column", "what", "kind", "may be empty", *(heads or layouts)]
    lines = [
        f"### {extract.name}\n",
        f"{extract.description} Key: {', '.join(f'`{name}`' for name in extract.key)}.\n",
        _row(titles),
        _row(["---"] * len(titles)),
    ]
    for name, column in extract.columns.items():
        about = [f"`{name}`", str(column.description), _kind(extract, name), "yes" if column.nullable else "no"]
        lines.append(_row([*about, *(_heading(table, name) for table in tables)]))
    return "\n".join([*lines, ""])


def _heading(table: layout.Table, column: str) -> str:
    found = table.columns.get(column)
    return " or ".join((found.source, *found.also)) if found else ""


def _kind(extract: Extract, name: str) -> str:
    about = extract.metadata(name)
    several = ", several in a cell" if about["kind"] == "codes" else ""
    return KINDS.get(about["kind"]) or f"code of `{about['code_list']}`{several}"


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
