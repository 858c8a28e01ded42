"""CSV archive, data package and the marks of the workbook, on tables small enough to see through."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import duckdb
import pytest

from pipeline import formats
from pipeline.formats import archive, package, workbook

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\r=1"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A release of two tables and the dictionary that describes them."""
    with duckdb.connect(str(tmp_path / "kpi.duckdb")) as connection:
        connection.execute("create table dim_place (place_id varchar, name varchar, opened date)")
        connection.executemany("insert into dim_place values (?, ?, date '2024-02-29')", enumerate(DANGEROUS))
        connection.execute("create table fct_place as select '1' as place_id, 2.5::double as value, true as is_open")
        connection.execute(
            """
            create table data_dictionary as
            select * from (values
                ('dim_place', 'One row per place.', 1, 'place_id', true, null, null, 'The place'),
                ('dim_place', 'One row per place.', 2, 'name', false, null, null, 'Its name'),
                ('fct_place', 'One row per place.', 1, 'place_id', true, null, 'dim_place', 'The place'),
                ('fct_place', 'One row per place.', 2, 'value', false, 'metres', null, 'Its height')
            ) as t (table_name, table_description, position, column_name, is_key, unit, refers_to, description)
            """
        )
    return tmp_path


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(archive.write(folder / "kpi.duckdb", folder)) as packed:
        return list(csv.DictReader(io.StringIO(packed.read(f"{table}.csv").decode("utf-8-sig"), newline="")))


def resource(folder: Path, table: str) -> dict:
    content = json.loads(package.write(folder / "kpi.duckdb", folder).read_text(encoding="utf-8"))
    return next(each for each in content["resources"] if each["name"] == table)


def test_no_cell_of_the_csv_begins_as_a_formula_does(folder):
    assert [row["name"] for row in rows(folder, "dim_place")] == [f"'{text}" for text in DANGEROUS]


def test_numbers_and_days_are_not_touched(folder):
    assert rows(folder, "fct_place") == [{"place_id": "1", "value": "2.5", "is_open": "true"}]
    assert {row["opened"] for row in rows(folder, "dim_place")} == {"2024-02-29"}


def test_every_csv_file_says_that_it_is_utf_8(folder):
    with zipfile.ZipFile(archive.write(folder / "kpi.duckdb", folder)) as packed:
        assert {packed.read(name)[:3] for name in packed.namelist()} == {b"\xef\xbb\xbf"}


def test_the_same_tables_give_the_same_archive(folder):
    first = archive.write(folder / "kpi.duckdb", folder).read_bytes()
    assert archive.write(folder / "kpi.duckdb", folder).read_bytes() == first


def test_package_names_type_unit_and_description_of_a_column(folder):
    described = resource(folder, "fct_place")["schema"]["fields"][1]
    assert described == {"name": "value", "type": "number", "description": "Its height", "unit": "metres"}


def test_package_names_the_key_and_what_refers_to_it(folder):
    schema = resource(folder, "fct_place")["schema"]
    assert schema["primaryKey"] == ["place_id"]
    assert schema["foreignKeys"] == [
        {"fields": ["place_id"], "reference": {"resource": "dim_place", "fields": ["place_id"]}}
    ]


def test_a_key_that_is_empty_somewhere_is_no_primary_key(folder):
    with duckdb.connect(str(folder / "kpi.duckdb")) as connection:
        connection.execute("insert into dim_place values (null, 'nameless', null)")
    assert "primaryKey" not in resource(folder, "dim_place")["schema"]


@pytest.mark.parametrize(
    ("cell", "written"),
    [("%", "per cent"), ("--", "(--)"), ("a [b](c)", "a [b] (c)"), ("$$x$$", "$ $x$ $"), ("plain", "plain"), (5, 5)],
)
def test_text_that_the_workbook_would_read_as_a_mark_stays_text(cell, written):
    assert workbook._plain(cell) == written


def test_a_format_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(formats.FormatError, match=r"archive: .*kpi\.duckdb"):
        formats.side_by_side(tmp_path, ["archive"])
