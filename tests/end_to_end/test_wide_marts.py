"""The wide marts say the same as the tall one, and need no join to be charted."""

from __future__ import annotations

import duckdb
import pytest

from pipeline import releases, wide
from pipeline.home import Home

WIDE = sorted(name for name in wide.contract() if name.startswith("mart_"))


@pytest.fixture(scope="module")
def connection(refreshed: Home) -> duckdb.DuckDBPyConnection:
    current = releases.current(refreshed)
    assert current is not None
    return duckdb.connect(str(current.database), read_only=True)


@pytest.mark.parametrize("mart", WIDE)
def test_every_figure_of_a_subject_stands_in_its_column(connection, mart):
    indicators = [name for name in wide.contract()[mart] if f"{name}_status" in wide.contract()[mart]]
    pairs = " union all ".join(
        f"select council_id, period_id, '{name}' as indicator_id, {name} as value, {name}_status as status from {mart}"
        for name in indicators
    )
    both = f"""
        select count(*), count(*) filter (where tall.value is distinct from wide.value
                                              or tall.status is distinct from wide.status)
        from (select * from fct_indicator_observation where breakdown = 'all'
              and indicator_id in ('{"', '".join(indicators)}')) as tall
        full join (select * from ({pairs}) where status is not null) as wide
        using (council_id, period_id, indicator_id)
    """
    compared, differing = connection.execute(both).fetchall()[0]
    assert compared > 0 and differing == 0


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
