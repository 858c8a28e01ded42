"""Keep what is published stable: ``python -m pipeline.wide`` after the registry or a mart has changed.

It gives every new indicator a column at the right side of its wide mart, and notes the columns of all marts in
``tests/reference/mart_contract.json``. It refuses to take one away: see ``broken``.
"""

from __future__ import annotations

import csv
import json
import sys
from typing import Any

import yaml

from pipeline.home import DBT_PROJECT, PROJECT, SEEDS

MARTS = DBT_PROJECT / "models" / "marts"
CONTRACT = PROJECT / "tests" / "reference" / "mart_contract.json"

Contract = dict[str, dict[str, str]]
"""Table -> column -> type, in order."""

HEAD = """version: 2

models:
  - name: {mart}
    description: 'One row per council, period type and period with a figure of {subjects}; per indicator a column with its value and one with its status. Ready to chart: filter on period_type first.'
    data_tests:
      - is_grain: {{arguments: {{columns: [council_id, period_id]}}}}
    columns:
      - {{name: council_id, data_type: varchar, description: GSS code of the council}}
      - {{name: council, data_type: varchar, description: Name of the council}}
      - {{name: period_type, data_type: varchar, description: 'week, month, quarter, financial_year, year_to_july or rolling_12_months'}}
      - {{name: period_id, data_type: varchar, description: 'Period as type:last day'}}
      - {{name: period, data_type: varchar, description: The period in words}}
      - {{name: period_start, data_type: date, description: First day of the period}}
      - {{name: period_end, data_type: date, description: Last day of the period}}
"""  # noqa: E501
PAIR = """      - {{name: {id}, data_type: double, description: {words}}}
      - {{name: {id}_status, data_type: varchar, description: 'Status of {id}: why it is not final, or empty'}}
"""


def missing() -> dict[str, list[dict[str, str]]]:
    """Wide mart -> the indicators of its subjects that have no column yet, in the order of the registry."""
    mart_of = {row["subject"]: row["mart"] for row in _rows("wide_mart")}
    known = contract()
    found: dict[str, list[dict[str, str]]] = {mart: [] for mart in mart_of.values()}
    for row in _rows("indicator"):
        mart = mart_of.get(row["subject"])
        if mart and row["indicator_id"] not in known.get(mart, {}):
            found[mart].append(row)
    return found


def extend() -> None:
    """Append the missing columns to the marts' yml files, the files themselves where there are none."""
    for mart, rows in missing().items():
        file = MARTS / "wide" / f"_{mart}.yml"
        subjects = ", ".join(row["subject"].replace("_", " ") for row in _rows("wide_mart") if row["mart"] == mart)
        text = file.read_text(encoding="utf-8") if file.exists() else HEAD.format(mart=mart, subjects=subjects)
        file.write_text(text + "".join(_pair(row) for row in rows), encoding="utf-8")
        (MARTS / "wide" / f"{mart}.sql").write_text("{{ wide_mart() }}\n", encoding="utf-8")


def contract() -> Contract:
    """The columns of every mart and their types, as the yml files promise them."""
    models: list[dict[str, Any]] = []
    for file in sorted(MARTS.rglob("_*.yml")):
        models += yaml.safe_load(file.read_text(encoding="utf-8")).get("models") or []
    with_columns = sorted((model["name"], model["columns"]) for model in models if "columns" in model)
    return {name: {column["name"]: column["data_type"] for column in columns} for name, columns in with_columns}


def broken(before: Contract, now: Contract) -> list[str]:
    """What readers of the last contract would miss: columns that went, moved or changed type, and tables that went.

    A breaking change is a new table, ``<name>_v2``, beside the old one, which may go once the last contract had both.
    """
    faults = []
    for table, columns in before.items():
        if table not in now:
            later = [name for name in now if name in before and name.startswith(f"{table}_v")]
            faults += [] if later else [f"{table} is gone: publish its successor {table}_v2 first, beside it"]
            continue
        faults += [f"{table}.{name} is gone" for name in columns if name not in now[table]]
        kept = [name for name in now[table] if name in columns]
        faults += [f"{table}: the order of columns changed"] if kept != [n for n in columns if n in now[table]] else []
        faults += [
            f"{table}.{name} was {kind} and is {now[table][name]}"
            for name, kind in columns.items()
            if now[table].get(name, kind) != kind
        ]
    return faults


def last_contract() -> Contract:
    """The contract as it was last noted."""
    noted: Contract = json.loads(CONTRACT.read_text(encoding="utf-8")) if CONTRACT.exists() else {}
    return noted


def main() -> int:
    """Extend the wide marts and note the contract; exit status 1, and nothing noted, when it would be broken."""
    extend()
    now = contract()
    if faults := broken(last_contract(), now):
        print("\n".join([*faults, "Keep the table as it was and publish the change as <name>_v2."]), file=sys.stderr)
        return 1
    CONTRACT.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")
    return 0


def _pair(row: dict[str, str]) -> str:
    words = json.dumps(f"{row['name']}; {row['unit']}", ensure_ascii=False)
    return PAIR.format(id=row["indicator_id"], words=words)


def _rows(seed: str) -> list[dict[str, str]]:
    with (SEEDS / f"{seed}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    sys.exit(main())
