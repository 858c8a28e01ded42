"""``dictionary.html``: every table and column of the release in words, to look up in a browser.

Not dbt's own documentation page: that is 4 MB a release, takes ten seconds and shows all SQL and this machine's paths.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import duckdb
from jinja2 import Environment, FileSystemLoader

DICTIONARY = "dictionary.html"


def write(database: Path, folder: Path) -> Path:
    """Write the dictionary of the release in ``database``; returns its path."""
    with duckdb.connect(str(database), read_only=True) as connection:
        cursor = connection.execute("select * from data_dictionary order by table_name, position")
        heads = [column[0] for column in cursor.description or ()]
        columns = [dict(zip(heads, row, strict=True)) for row in cursor.fetchall()]
    tables = [(name, list(rows)) for name, rows in groupby(columns, key=lambda column: column["table_name"])]
    page = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True, lstrip_blocks=True
    ).get_template("dictionary.html.j2")
    target = folder / DICTIONARY
    target.write_text(page.render(tables=tables), encoding="utf-8", newline="\n")
    return target
