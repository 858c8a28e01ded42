"""The release in the formats people have: what Excel, a Frictionless reader and a CSV reader find in it."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import zipfile

import duckdb
import openpyxl
import pytest

from pipeline import releases
from pipeline.home import Home
from pipeline.releases import Release


@pytest.fixture(scope="module")
def release(refreshed: Home) -> Release:
    current = releases.current(refreshed)
    assert current is not None
    return current


@pytest.fixture(scope="module")
def book(release: Release) -> openpyxl.Workbook:
    return openpyxl.load_workbook(release.folder / "kpi.xlsx")


@pytest.fixture(scope="module")
def package(release: Release) -> list[dict]:
    return json.loads((release.folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]


def table(book: openpyxl.Workbook, sheet: str) -> list[dict[str, object]]:
    """The rows of a sheet's one table, by heading without its note."""
    page = book[sheet]
    (marked,) = page.tables.values()
    lines = [[cell.value for cell in line] for line in page[marked.ref]]
    heads = [str(head).split("\n")[0] for head in lines[0]]
    return [dict(zip(heads, line, strict=True)) for line in lines[1:]]


def test_every_format_is_listed_in_the_manifest(release):
    assert {"kpi.xlsx", "csv.zip", "datapackage.json", "report.html"} <= set(release.manifest["files"])


def test_excel_users_find_rate_definition_target_and_caveat_in_one_row(book, release):
    """Who opens East Lothian's sheet and looks for the rate of 31 December 2023 (171 of 22,796: 7.5)."""
    found = [row for row in table(book, "East Lothian") if row["Code"] == "lac_rate" and row["Period"] == "2023-12"]
    (row,) = found
    assert (row["Value"], row["Unit"]) == (7.5, "children per 1,000 aged 0-17")
    assert {"Counts", "Divided by", "Target", "Against target", "Caveat", "Status"} <= set(row)


def test_a_plan_s_target_stands_beside_its_measure(book):
    judged = [row for row in table(book, "Measures") if row["Target"] != "[z]"]
    assert judged and {row["Against target"] for row in judged} <= {
        "Target met", "Close to target", "Target not met", "Not judged: no figure"
    }  # fmt: skip


def test_every_sheet_holds_one_table_without_merged_cells(book):
    pages = [page for page in book if page.title != "Cover"]
    assert [page.title for page in pages if page.merged_cells.ranges or len(page.tables) != 1] == []


def test_no_cell_of_the_workbook_is_a_formula_or_empty(book):
    bad = [
        (page.title, cell.coordinate)
        for page in book
        if page.tables
        for (marked,) in [page.tables.values()]
        for line in page[marked.ref]
        for cell in line
        if cell.data_type == "f" or cell.value is None
    ]
    assert bad == []


def test_contents_lead_to_every_sheet(book):
    named = {row["Sheet name"] for row in table(book, "Contents")}
    assert named == set(book.sheetnames) - {"Cover", "Contents", "Notes"}


def test_every_note_that_a_heading_names_is_there(book):
    numbers = {row["Note number"] for row in table(book, "Notes")}
    named = {
        int(str(cell.value).rpartition("[note ")[2].rstrip("]"))
        for page in book
        for line in page.iter_rows()
        for cell in line
        if "\n[note " in str(cell.value)
    }
    assert named and named <= numbers


def test_csv_holds_every_row_of_every_table(release):
    with zipfile.ZipFile(release.folder / "csv.zip") as packed:
        counted = {
            name.removesuffix(".csv"): sum(1 for _ in csv.reader(io.TextIOWrapper(packed.open(name), "utf-8-sig"))) - 1
            for name in packed.namelist()
        }
    assert counted == {name: content["rows"] for name, content in release.manifest["tables"].items()}


def test_package_describes_every_column_with_a_unit_where_it_is_a_number(package):
    silent = [
        (resource["name"], field["name"])
        for resource in package
        for field in resource["schema"]["fields"]
        if not field.get("description") or (field["type"] in ("number", "integer") and not field.get("unit"))
    ]
    assert silent == []


def test_keys_of_the_package_hold_in_the_release(package, release):
    with duckdb.connect(str(release.database), read_only=True) as connection:
        for resource in package:
            keys = ", ".join(f'"{name}"' for name in resource["schema"].get("primaryKey", []))
            if keys:
                repeated = f'select 1 from "{resource["name"]}" group by {keys} having count(*) > 1 limit 1'
                assert connection.execute(repeated).fetchall() == [], resource["name"]


def test_every_reference_of_the_package_leads_to_a_row(package, release):
    with duckdb.connect(str(release.database), read_only=True) as connection:
        for resource in package:
            for link in resource["schema"].get("foreignKeys", []):
                (name,), other = link["fields"], link["reference"]["resource"]
                lost = f"""select "{name}" from "{resource["name"]}" where "{name}" is not null
                           and "{name}" not in (select "{name}" from "{other}")"""
                assert connection.execute(lost).fetchall() == [], (resource["name"], name)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed; CI installs it")
def test_libreoffice_opens_the_workbook_and_finds_the_same_figure(release, tmp_path):
    """Every sheet as CSV, as another spreadsheet program understood it."""
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
         "--convert-to", every_sheet, "--outdir", str(tmp_path), str(release.folder / "kpi.xlsx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    lines = list(csv.reader((tmp_path / "kpi-East Lothian.csv").open(encoding="utf-8", newline="")))
    assert ["7.5", "children per 1,000 aged 0-17", "2023-12"] in [line[2:5] for line in lines]
