"""The page of the extracts says what the contracts and the layouts say."""

from __future__ import annotations

import pytest

from pipeline import extract_page
from pipeline.contracts import EXTRACTS


def section(extract: str) -> str:
    page = extract_page.PAGE.read_text(encoding="utf-8")
    start = page.index(f"### {extract}\n")
    return page[start : (page + "\n### ").index("\n### ", start + 1)]


def test_the_committed_page_is_a_fresh_one() -> None:
    assert extract_page.render() == extract_page.PAGE.read_text(encoding="utf-8"), "run `kpi extracts --page`"


@pytest.mark.parametrize("name", EXTRACTS)
def test_every_column_of_every_extract_is_explained(name: str) -> None:
    text = section(name)
    assert all(f"| `{column}` | {about.description} |" in text for column, about in EXTRACTS[name].columns.items())


def test_a_column_shows_its_heading_under_each_layout() -> None:
    assert section("person").splitlines()[6].endswith("| no | child_id | Person ID | SWIFT_NO |")


def test_what_an_office_keeps_is_told_apart() -> None:
    page = extract_page.PAGE.read_text(encoding="utf-8")
    assert page.index("### person\n") < page.index("## From offices") < page.index("### complaint\n")
