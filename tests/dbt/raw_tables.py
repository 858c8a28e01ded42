"""The raw schema of an empty warehouse, from the contracts: what dbt needs to stand on in tests."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipeline import history
from pipeline.contracts import EXTRACTS
from pipeline.contracts.extract import Extract
from pipeline.history import TABLES as HISTORY

TYPES = {"date": "DATE", "timestamp": "TIMESTAMP", "number": "DOUBLE"}
PLACE = "council_id VARCHAR, extract_date DATE, load_id VARCHAR, source_file VARCHAR, source_row INTEGER"
OTHERS = {
    "source": "council_id VARCHAR, name VARCHAR, nation VARCHAR, system VARCHAR, layout VARCHAR, cadence VARCHAR, "
    "owner VARCHAR, history_from DATE, as_at_date DATE, office_as_at_date DATE",
    "load": "council_id VARCHAR, extract VARCHAR, extract_date DATE, load_id VARCHAR, files INTEGER, "
    "delivered BIGINT, accepted BIGINT, quarantined BIGINT, is_current BOOLEAN, status VARCHAR, message VARCHAR",
    "finding": "council_id VARCHAR, extract VARCHAR, rule_id VARCHAR, severity VARCHAR, column_name VARCHAR, "
    "load_id VARCHAR, source_file VARCHAR, source_sheet VARCHAR, source_row INTEGER, column_letter VARCHAR, "
    "record_token VARCHAR, team VARCHAR",
} | {
    name: ", ".join(f"{column} {kind}" for column, kind in columns.items()) for name, columns in history.TABLES.items()
}


def columns_of(extract: Extract) -> str:
    """The column definitions of an extract's raw table."""
    tokens = extract.token_columns()
    typed = [
        f"{tokens.get(name, name)} {TYPES.get(extract.metadata(name)['kind'], 'VARCHAR')}" for name in extract.columns
    ]
    return ", ".join([*typed, PLACE, "record_token VARCHAR"])


def create(build: Path) -> None:
    """Make a build file that holds every raw table, empty."""
    tables = {name: columns_of(extract) for name, extract in EXTRACTS.items()} | OTHERS
    tables |= {name: ", ".join(f"{column} {kind}" for column, kind in types.items()) for name, types in HISTORY.items()}
    with duckdb.connect(str(build)) as connection:
        connection.execute("CREATE SCHEMA IF NOT EXISTS raw")
        for name, columns in tables.items():
            connection.execute(f"CREATE OR REPLACE TABLE raw.{name} ({columns})")
