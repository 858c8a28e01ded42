from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pipeline.disclosure import DisclosureError, Rules, suppress

KEY = ["council_id", "indicator_id", "period_id", "breakdown", "category"]
KINDS = pd.DataFrame(
    [
        ("children", "count", "state"),
        ("rate", "rate", "state"),
        ("started", "count", "event"),
        ("timely", "percentage", "event"),
        ("mean", "mean", "state"),
        ("most", "maximum", "state"),
    ],
    columns=["indicator_id", "kind", "shape"],
)


def row(indicator: str, numerator: float, denominator: float = np.nan, category: str = "all", **other: object) -> dict:
    breakdown = "all" if category == "all" else "sex"
    start, end = other.pop("start", "2023-03-01"), other.pop("end", "2023-03-31")
    return {
        **dict(
            zip(KEY, ("S12000010", indicator, f"{other.pop('type', 'month')}:{end}", breakdown, category), strict=True)
        ),
        "period_start": pd.Timestamp(start),
        "period_end": pd.Timestamp(end),
        "numerator": numerator,
        "denominator": denominator,
        "value": other.pop("value", numerator),
        "lower_95": numerator / 2,
        "upper_95": numerator * 2,
        **other,
    }


def published(*rows: dict, **options: object) -> pd.DataFrame:
    return suppress(pd.DataFrame(rows), KINDS, **options).observations


def symbols(*rows: dict, **options: object) -> list[str | None]:
    return [None if pd.isna(symbol) else symbol for symbol in published(*rows, **options)["symbol"]]


@pytest.mark.parametrize(("count", "symbol"), [(0, None), (1, "c"), (4, "c"), (5, None)])
def test_counts_from_one_to_four_are_suppressed(count: int, symbol: str | None) -> None:
    assert symbols(row("children", count)) == [symbol]


@pytest.mark.parametrize(("count", "symbol"), [(5, "c"), (6, None)])
def test_the_threshold_may_be_the_five_of_the_dfe(count: int, symbol: str | None) -> None:
    assert symbols(row("children", count), rules=Rules(threshold=5)) == [symbol]


def test_noughts_are_suppressed_where_the_rules_say_so() -> None:
    assert symbols(row("children", 0), rules=Rules(hide_zero=True)) == ["c"]


@pytest.mark.parametrize(("of", "symbol"), [(20, None), (21, "c"), (24, "c"), (25, None)])
def test_a_proportion_falls_with_its_complement(of: int, symbol: str | None) -> None:
    assert symbols(row("timely", 20, of)) == [symbol]


def test_a_proportion_of_few_children_falls_even_when_none_counts() -> None:
    assert symbols(row("timely", 0, 3)) == ["c"]


def test_a_rate_and_every_other_measure_falls_with_its_count() -> None:
    public = published(row("rate", 3, 9000, value=3.3, rag="red", is_high=True, rank=2))
    blank = public.columns[public.isna().all()]
    assert set(blank) == {"numerator", "denominator", "value", "lower_95", "upper_95", "rag", "is_high", "rank"}


@pytest.mark.parametrize("indicator", ["mean", "most"])
@pytest.mark.parametrize(("workers", "symbol"), [(4, "c"), (5, None)])
def test_means_and_maxima_over_few_workers_are_suppressed(indicator: str, workers: int, symbol: str | None) -> None:
    assert symbols(row(indicator, 60, workers)) == [symbol]


def test_one_small_category_takes_a_second_with_it() -> None:
    rows = [row("children", 60), *(row("children", n, category=str(n)) for n in (3, 20, 37))]
    assert symbols(*rows) == [None, "c", "c", None]


def test_where_every_category_is_small_their_total_may_stand() -> None:
    rows = [row("children", 12), *(row("children", 4, category=c) for c in "abc")]
    assert symbols(*rows) == [None, "c", "c", "c"]


def test_a_total_that_would_tell_each_category_apart_falls_too() -> None:
    rows = [row("children", 5), *(row("children", n, category=c) for n, c in ((1, "a"), (4, "b"), (0, "c")))]
    public = published(*rows, rules=Rules(threshold=5))
    assert public["symbol"].iloc[:3].tolist() == ["c", "c", "c"]


def test_what_is_left_of_a_total_is_a_count_as_well() -> None:
    rows = [row("children", 32), row("children", 10, category="girl"), row("children", 20, category="boy")]
    assert symbols(*rows).count("c") == 1


def test_a_category_counted_twice_over_does_not_hold_up_the_release() -> None:
    rows = [row("children", 30), row("children", 28, category="neglect"), row("children", 25, category="alcohol")]
    assert symbols(*rows) == [None, None, None]


def test_a_month_and_a_quarter_that_end_together_fall_together() -> None:
    rows = [row("children", 3), row("children", 3, type="quarter", start="2023-01-01")]
    assert symbols(*rows) == ["c", "c"]


def test_a_category_suppressed_in_the_month_is_not_shown_by_the_quarter() -> None:
    month = [row("children", 5023), *(row("children", n, category=str(n)) for n in (3, 20, 5000))]
    quarter = {"type": "quarter", "start": "2023-01-01"}
    assert symbols(*month, row("children", 5023, **quarter), row("children", 20, category="20", **quarter))[5] == "c"


def test_nothing_suppressed_is_shown_as_a_nought() -> None:
    public = published(row("children", 6), row("children", 2, category="a"), row("children", 4, category="b"))
    assert not (public.loc[public["symbol"] == "c", ["numerator", "value"]] == 0).any(axis=None)


def test_rows_that_may_be_published_are_unchanged() -> None:
    observations = pd.DataFrame([row("children", 60), row("started", 2), row("timely", 30, 60, value=50.0)])
    public = suppress(observations, KINDS).observations
    shown = public["symbol"].isna()
    kept = public.loc[shown, list(observations.columns)]
    pd.testing.assert_frame_equal(kept, observations[shown.to_numpy()], check_dtype=False)


def many_rows() -> pd.DataFrame:
    counts = np.random.default_rng(3).poisson(6, size=(12, 4))
    rows = []
    for month, by_category in zip(pd.date_range("2023-01-31", periods=12, freq="ME"), counts, strict=True):
        span = {"start": str(month.replace(day=1).date()), "end": str(month.date())}
        rows.append(row("started", float(by_category.sum()), **span))
        rows += [row("started", float(n), category=c, **span) for n, c in zip(by_category, "abcd", strict=True)]
    year = {"type": "year", "start": "2023-01-01", "end": "2023-12-31"}
    rows += [row("started", float(n), category=c, **year) for n, c in zip(counts.sum(axis=0), "abcd", strict=True)]
    return pd.DataFrame([*rows, row("started", float(counts.sum()), **year)])


def test_the_order_of_rows_does_not_matter() -> None:
    observations = many_rows()
    shuffled = observations.sample(frac=1, random_state=1)
    public = suppress(shuffled, KINDS).observations.loc[observations.index]
    pd.testing.assert_frame_equal(public, suppress(observations, KINDS).observations)


def test_the_same_table_is_suppressed_alike_every_night() -> None:
    first = suppress(many_rows(), KINDS).observations
    again = suppress(many_rows(), KINDS, previous=first)
    pd.testing.assert_frame_equal(again.observations, first)


def test_most_of_a_table_with_some_small_counts_is_still_published() -> None:
    # A quarter of the counts are small; twice as many suppressed would be a sledgehammer.
    protected = suppress(many_rows(), KINDS)
    assert protected.small + protected.secondary < 2 * protected.small


def test_an_unknown_maximum_is_not_told_by_the_maximum_of_all() -> None:
    rows = [
        row("most", 30, 24),
        *(row("most", n, w, category=c) for n, w, c in ((30, 3, "a"), (20, 9, "b"), (22, 12, "c"))),
    ]
    assert symbols(*rows).count("c") == 2


@pytest.mark.parametrize(
    ("change", "symbol"),
    [
        ({"numerator": 0, "denominator": 0, "value": np.nan}, "z"),
        ({"numerator": np.nan, "denominator": np.nan, "value": np.nan, "status": "not_available"}, "x"),
        ({"numerator": np.nan, "denominator": np.nan, "value": np.nan, "status": "not_applicable"}, "z"),
        ({"numerator": 6, "denominator": 90000, "value": 0.0}, "k"),
    ],
)
def test_symbols_are_those_of_the_dfe(change: dict, symbol: str) -> None:
    kind = "rate" if change["denominator"] == 90000 else "timely"
    assert symbols(row(kind, 6, 60) | change) == [symbol]


def test_what_an_earlier_release_suppressed_stays_suppressed() -> None:
    first = published(row("children", 3))
    assert symbols(row("children", 9), previous=first) == ["c"]


def test_a_count_that_an_earlier_release_showed_is_reported_as_exposed() -> None:
    first = published(row("children", 5))
    assert suppress(pd.DataFrame([row("children", 5)]), KINDS, previous=first, rules=Rules(threshold=5)).exposed == 1


def test_a_breakdown_that_only_an_earlier_release_had_is_remembered() -> None:
    first = published(row("children", 60), row("children", 20, category="girl"), row("children", 40, category="boy"))
    now = [row("children", 63), row("children", 20, category="girl")]  # 63 less 20 girls and last night's 40 boys
    assert (symbols(*now).count("c"), symbols(*now, previous=first).count("c")) == (0, 1)


def test_an_indicator_that_is_the_rate_of_another_falls_with_it() -> None:
    same = pd.DataFrame(
        {"relation": "rate", "role": ["total", "part"], "indicator_id": ["children", "rate"], "quantity": "numerator"}
    )
    rows = [row("children", 8), row("children", 3, category="a"), row("children", 5, category="b")]
    rate = [row("rate", 3, 9000, category="a"), row("rate", 5, 9000, category="b"), row("rate", 8, 9000)]
    assert symbols(*rows, *rate, relations=same) == [None, "c", "c", "c", "c", None]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([row("children", 6), row("children", 6)], "repeat a key"),
        ([row("unheard of", 6)], "unheard of"),
        ([row("timely", 7, 6)], "above their denominator"),
        ([row("children", 6.5)], "whole numbers"),
        ([row("children", 6, category="a")], "breakdown 'all'"),
    ],
)
def test_a_table_that_cannot_be_protected_says_what_to_mend(rows: list[dict], message: str) -> None:
    with pytest.raises(DisclosureError, match=message):
        published(*rows)


def test_a_relation_without_a_total_is_refused() -> None:
    parts = pd.DataFrame({"relation": ["r", "r"], "role": ["part", "part"], "indicator_id": ["children", "rate"]})
    with pytest.raises(DisclosureError, match="relation r needs one total"):
        published(row("children", 6), relations=parts)


def test_a_threshold_of_one_is_refused() -> None:
    with pytest.raises(DisclosureError, match="2 or more"):
        Rules(threshold=1)
