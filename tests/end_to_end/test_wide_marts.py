"""The wide marts say the same as the tall one, and need no join to be charted."""

from __future__ import annotations

from collections import defaultdict

import duckdb
import pandas as pd
import pytest

from pipeline import releases, wide
from pipeline.home import Home

KEY = ["council_id", "period_id"]
CONTRACT = wide.contract()
WIDE = sorted(name for name in CONTRACT if name.startswith("mart_"))


@pytest.fixture(scope="module")
def connection(refreshed: Home) -> duckdb.DuckDBPyConnection:
    current = releases.current(refreshed)
    assert current is not None
    return duckdb.connect(str(current.database), read_only=True)


@pytest.fixture(scope="module")
def tall(connection: duckdb.DuckDBPyConnection) -> dict[str, pd.DataFrame]:
    """The figures of the whole by indicator: value and status by council and period."""
    rows = connection.execute("select * from fct_indicator_observation where breakdown = 'all'").df()
    found = {str(name): figures.set_index(KEY)[["value", "status"]] for name, figures in rows.groupby("indicator_id")}
    return defaultdict(lambda: rows.iloc[:0].set_index(KEY)[["value", "status"]], found)


@pytest.mark.parametrize("mart", WIDE)
def test_every_figure_of_a_subject_stands_in_its_column(connection, tall, mart):
    indicators = [name for name in CONTRACT[mart] if f"{name}_status" in CONTRACT[mart]]
    rows = connection.execute(f"from {mart}").df().set_index(KEY)
    assert not rows.empty
    for name in indicators:
        own = rows[[name, f"{name}_status"]].set_axis(["value", "status"], axis="columns").dropna(subset="status")
        pd.testing.assert_frame_equal(own.sort_index(), tall[name].sort_index(), check_dtype=False, obj=name)


def test_a_chart_needs_no_join(connection):
    """East Lothian: 171 children looked after on 31 December 2023."""
    found = connection.execute(
        "select lac_total from mart_looked_after"
        " where council = 'East Lothian' and period_type = 'month' and period = '2023-12'"
    ).fetchall()
    assert found == [(171,)]


def test_every_team_with_figures_is_in_the_dimension(connection):
    lost = connection.execute(
        "select distinct council_id, category from fct_indicator_observation where breakdown = 'team'"
        " and category <> 'not_known' and (council_id, category) not in (select council_id, team from dim_team)"
    ).fetchall()
    assert lost == []
