"""Relations between counts, and what becomes of figures that nothing can protect, on tables made by hand."""

from __future__ import annotations

import pandas as pd

from pipeline.disclosure import Rules
from pipeline.public import control, relations

INDICATORS = pd.DataFrame({"indicator_id": list("abcdt"), "kind": "count", "shape": "window"})


def figures(breakdown: str = "all", category: str = "all", **counts: list[int]) -> pd.DataFrame:
    """One row per indicator and quarter, with so many people counted."""
    ends = pd.date_range("2020-03-31", periods=8, freq="QE")
    rows = [
        ("S12000010", name, f"quarter:{end.date()}", breakdown, category, "quarter", end, end, float(count))
        for name, series in counts.items()
        for end, count in zip(ends, series, strict=False)
    ]
    names = ["council_id", "indicator_id", "period_id", "breakdown", "category", "period_type", "period_start",
             "period_end", "numerator"]  # fmt: skip
    return pd.DataFrame(rows, columns=names).assign(denominator=float("nan"), value=lambda frame: frame["numerator"])


def found(**counts: list[int]) -> list[tuple[str, list[str]]]:
    table = relations.found(figures(**counts), INDICATORS, Rules())
    return [
        (of.loc[of["role"] == "total", "indicator_id"].item(), sorted(of.loc[of["role"] == "part", "indicator_id"]))
        for _, of in table.groupby("relation")
    ]


def test_the_same_count_under_two_names_is_one_relation():
    assert found(a=[9, 12, 14, 11], b=[9, 12, 14, 11], c=[5, 5, 6, 8]) == [("a", ["b"])]


def test_a_sum_of_two_is_found():
    assert found(a=[9, 12, 14, 11], b=[3, 1, 4, 1], t=[12, 13, 18, 12]) == [("t", ["a", "b"])]


def test_a_council_with_one_or_two_counts_has_no_sums():
    assert found(a=[9, 12, 14, 11]) == []
    assert found(a=[9, 12, 14, 11], b=[5, 5, 6, 8]) == []


def test_a_sum_of_three_is_found():
    assert found(a=[9, 12, 14, 11], b=[3, 1, 4, 1], c=[7, 20, 1, 2], t=[19, 33, 19, 14]) == [("t", ["a", "b", "c"])]


def test_a_sum_that_follows_from_two_others_is_not_said_again():
    """c = a + b and t = c + d: that t = a + b + d goes without saying."""
    assert found(a=[9, 12, 14, 11], b=[3, 1, 4, 1], c=[12, 13, 18, 12], d=[6, 2, 9, 5], t=[18, 15, 27, 17]) == [
        ("c", ["a", "b"]), ("t", ["c", "d"])
    ]  # fmt: skip


def test_what_holds_in_three_quarters_only_may_be_chance():
    assert found(a=[9, 12, 14], b=[3, 1, 4], t=[12, 13, 18]) == []


def test_a_sum_is_found_where_one_part_was_not_counted_earlier():
    late = figures(a=[9, 12, 14, 11, 8], t=[12, 13, 18, 12, 13])
    late = pd.concat([late, figures(b=[3, 1, 4, 1, 5]).iloc[1:]])
    table = relations.found(late, INDICATORS, Rules())
    assert sorted(table["indicator_id"]) == ["a", "b", "t"]


def test_the_period_that_an_earlier_release_gave_away_is_left_out_and_the_rest_published():
    rows = pd.concat([figures(a=[20, 30]), figures("sex", "F", a=[2, 12]), figures("sex", "M", a=[18, 18])])
    rows = pd.concat([rows, figures(b=[50])]).reset_index(drop=True)
    before = rows[rows["period_id"] == "quarter:2020-03-31"].assign(symbol=None)
    public = control._council(rows, INDICATORS, before)
    kept = public.figures.groupby("indicator_id")["period_id"].agg(set).to_dict()
    assert kept == {"a": {"quarter:2020-06-30"}, "b": {"quarter:2020-03-31"}}
    assert public.left_out == {control.UNSAFE: ["a of S12000010 (1 periods)"]}


def test_the_threshold_can_be_that_of_the_dfe(monkeypatch):
    monkeypatch.setenv("KPI_LARGEST_SUPPRESSED", "5")
    public = control._council(figures(a=[5, 6]).reset_index(drop=True), INDICATORS, None)
    assert public.figures["symbol"].eq("c").tolist() == [True, False]
