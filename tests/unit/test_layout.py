"""Layouts: data that is checked against the contracts before a file is read with it."""

from __future__ import annotations

import pytest

from pipeline import codes, layout
from pipeline.contracts import EXTRACTS
from pipeline.layout import PACKAGED, SettingsError
from pipeline.tables import letter

SHIPPED = sorted(path.stem for path in PACKAGED.glob("*.yml"))


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_layout_has_every_extract(name):
    assert set(layout.load(name).extracts) == set(EXTRACTS)


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("extract", EXTRACTS)
def test_headings_of_a_shipped_layout_are_those_of_one_extract(name, extract):
    shipped = layout.load(name)
    headings = [column.source.upper() + "  " for column in shipped.extracts[extract].columns.values()]
    best = shipped.match([*headings, "", "Another"])
    assert (best[0].extract, best[0].missing) == (extract, ())


def test_a_council_changes_one_heading_and_keeps_the_rest():
    own = layout.load("x", "extends: mosaic\nextracts: {worker: {columns: {fte: WTE}}}")
    assert own.extracts["worker"].columns["fte"].source == "WTE"
    assert own.extracts["person"] == layout.load("mosaic").extracts["person"]


@pytest.mark.parametrize(
    ("difference", "words"),
    [
        ("extracts: {worker: {columns: {shoe_size: Shoes}}}", "worker has no column shoe_size"),
        ("extracts: {pets: {columns: {name: Name}}}", "pets is no extract"),
        ("as_at: {title: '[0-9]+'}", "needs a group"),
        ("as_at: {title: '(?P<value>.)', column: day}", "either title or column"),
        ("colour: blue", "colour"),
        ("dates: []", "dates"),
    ],
)
def test_a_layout_that_cannot_work_says_what_is_wrong(difference, words):
    with pytest.raises(SettingsError, match=words):
        layout.load("x", f"extends: canonical\n{difference}")


@pytest.mark.parametrize(("position", "expected"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_lettered_as_in_excel(position, expected):
    assert letter(position) == expected


def test_an_own_alias_comes_before_a_shared_one_and_both_before_a_label(monkeypatch):
    aliases = codes.pd.DataFrame(
        [("yes_no", "", "Yes", "U"), ("yes_no", "", "Aye", "Y"), ("yes_no", "S12000099", "Aye", "N"),
         ("yes_no", "", "Maybe", "no such code")],
        columns=["code_list", "council_id", "alias", "code"],
    )  # fmt: skip
    real = codes.seed
    monkeypatch.setattr(codes, "seed", lambda name: aliases if name == "code_alias" else real(name))
    known = codes.meanings("yes_no", "S12000099", "scotland")
    assert (known["yes"], known["aye"], known["no"], known.get("maybe")) == ("U", "N", "N", None)


def test_every_shipped_alias_leads_to_a_code_of_its_list():
    lists = codes.seed("code_list").groupby("code_list")["code"].agg(set)
    aliases = codes.seed("code_alias")
    assert [row.alias for row in aliases.itertuples() if row.code not in lists[row.code_list]] == []
