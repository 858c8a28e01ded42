"""The public edition of a real refresh, in the hands of an attacker who knows every definition and every rule.

The attacker's equations are written here anew from what the figures mean; they share no code with what is under test.
"""

from __future__ import annotations

import json
import shutil
import zipfile

import duckdb
import numpy as np
import openpyxl
import pandas as pd
import pytest
from attack_kit import KEY, Attack

from pipeline import public as public_edition
from pipeline import releases
from pipeline.home import SEEDS, Home
from pipeline.public import scope
from pipeline.releases import Release
from pipeline.verify import faults

COUNCILS = ("S12000010", "S12000019", "S12000036", "E06000009")
FAMILIES = {
    "care": ["lac_total", "lac_at_home", "lac_away", "lac_foster", "lac_kinship", "lac_residential", "lac_foster_pct",
             "lac_rate"],
    "started": ["lac_started", "lac_started_rate"],
    "register": ["cpr_children", "cpr_rate", "cpr_registrations", "cpr_registration_rate"],
    "front door": ["referrals", "rereferral_12m", "referral_rate"],
}  # fmt: skip
"""Indicators that an attacker takes together."""
TRIED = 40
"""Suppressed figures of each family and council that the attacker goes for."""
THRESHOLD = 4


@pytest.fixture(scope="module")
def release(refreshed: Home) -> Release:
    current = releases.current(refreshed)
    assert current is not None
    return current


@pytest.fixture(scope="module")
def public(release: Release) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(release.folder / "public" / "kpi.duckdb"), read_only=True)


@pytest.fixture(scope="module")
def figures(release: Release, public: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Every published figure beside what is true of it."""
    shown = public.execute("select * from fct_indicator_observation").df()
    with duckdb.connect(str(release.database), read_only=True) as connection:
        true = connection.execute("select * from fct_indicator_observation").df()
        shape = connection.execute("select indicator_id, kind, shape from dim_indicator").df()
    both = shown.merge(true[[*KEY, "numerator", "denominator", "value"]], on=KEY, suffixes=("", "_true"))
    return both.merge(shape, on="indicator_id")


TYPES = "select table_name, column_name, data_type from duckdb_columns() where column_name <> 'symbol'"


def test_its_columns_have_the_types_of_the_internal_release(release, public):
    with duckdb.connect(str(release.database), read_only=True) as connection:
        internal = connection.execute(TYPES).fetchall()
    own = [column for column in public.execute(TYPES).fetchall() if column[0] != "edition_note"]
    assert own and {*own} <= {*internal}


def test_a_missing_value_always_has_its_symbol(public):
    sql = "select count(*), count(*) filter (where symbol is null) from fct_indicator_observation where value is null"
    missing, unexplained = public.execute(sql).fetchall()[0]
    assert missing > 0 and unexplained == 0


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("council", COUNCILS)
def test_an_attacker_recovers_no_suppressed_figure(figures, council, family):
    rows = figures[(figures["council_id"] == council) & figures["indicator_id"].isin(FAMILIES[family])]
    rows = rows[rows["numerator_true"].notna() & rows["period_start"].ge("2021-04-01")]
    attack = Attack(rows)
    candidates = np.flatnonzero(attack.hidden)
    if not len(candidates):
        pytest.skip("nothing of it is suppressed")
    for target in np.random.default_rng(6).choice(candidates, min(TRIED, len(candidates)), replace=False):
        least, greatest = attack.bounds(int(target))
        wanted = THRESHOLD - 1 if 1 <= attack.truth[target] <= THRESHOLD else 1
        assert greatest - least >= wanted, rows.iloc[target][KEY].tolist()


@pytest.fixture(scope="module")
def second_edition(release: Release, figures: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """The figures of an edition that follows one of a year and a half before; ``known``: that one showed them."""
    folder = tmp_path_factory.mktemp("second")
    memory = figures[figures["period_end"] <= figures["period_end"].max() - pd.Timedelta(days=550)]
    memory[[*KEY, "period_start", "period_end", "numerator", "denominator", "value", "symbol"]].to_parquet(
        folder / "earlier.parquet"
    )
    made = public_edition.write(release.database, folder, folder / "earlier.parquet")
    shown = pd.read_parquet(made / "parquet" / "fct_indicator_observation.parquet", columns=[*KEY, "symbol"])
    before = memory.loc[memory["symbol"].ne("c"), KEY].assign(known=True)
    return figures.drop(columns="symbol").merge(shown, on=KEY).merge(before, on=KEY, how="left")


@pytest.mark.slow
@pytest.mark.parametrize("family", ["care", "front door"])
@pytest.mark.parametrize("council", COUNCILS)
def test_two_editions_together_give_nothing_away(second_edition, council, family):
    rows = second_edition[second_edition["council_id"] == council]
    rows = rows[rows["indicator_id"].isin(FAMILIES[family]) & rows["numerator_true"].notna()]
    rows = rows[rows["period_start"].ge("2021-04-01")]
    attack = Attack(rows)
    attack.hidden = attack.hidden & rows["known"].isna().to_numpy()
    candidates = np.flatnonzero(attack.hidden)
    for target in np.random.default_rng(7).choice(candidates, min(TRIED, len(candidates)), replace=False):
        least, greatest = attack.bounds(int(target))
        wanted = THRESHOLD - 1 if 1 <= attack.truth[target] <= THRESHOLD else 1
        assert greatest - least >= wanted, rows.iloc[target][KEY].tolist()


def test_the_attacker_would_notice_a_figure_that_subtraction_gives(figures):
    """Only the smallest category is hidden: what is left of the whole is it."""
    rows = figures[(figures["indicator_id"] == "lac_total") & (figures["council_id"] == "S12000010")]
    rows = rows[(rows["period_type"] == "quarter") & rows["breakdown"].isin(["all", "sex"])].copy()
    rows = rows[rows["period_end"] == rows["period_end"].max()]
    rows["symbol"] = np.where(rows["category"] == "F", "c", None)
    attack = Attack(rows)
    target = int(np.flatnonzero(attack.hidden)[0])
    assert attack.bounds(target) == (attack.truth[target], attack.truth[target])


def test_nothing_from_one_to_four_people_is_shown(figures, public):
    exempt = public.execute("select indicator_id from dim_indicator where subject = 'plan'").df()["indicator_id"]
    people = figures["kind"].isin(["count", "rate", "percentage", "distribution"])
    people &= figures["council_id"].isin(COUNCILS) & ~figures["indicator_id"].isin(exempt)
    shown = figures[people & figures["symbol"].ne("c") & figures["numerator"].between(1, THRESHOLD)]
    assert set(shown["indicator_id"]) <= scope.exempt_indicators()


def test_what_is_shown_however_small_counts_no_people() -> None:
    exempt = scope.exempt_indicators()
    assert {"posts_vacant", "recruitment_events", "plan_actions"} <= exempt
    assert exempt.isdisjoint({"uasc_supported_housing_settings", "foster_households", "family_support_families"})


def test_a_percentage_falls_with_its_few_and_with_its_few_others(figures):
    shares = figures[figures["kind"].isin(["percentage", "distribution"]) & figures["council_id"].isin(COUNCILS)]
    shares = shares[~shares["indicator_id"].isin(["milestone_complete_pct", "policies_current_pct"])]
    others = shares["denominator_true"] - shares["numerator_true"]
    few = others.between(1, THRESHOLD) | shares["denominator_true"].between(1, THRESHOLD)
    assert few.any() and (shares.loc[few, "symbol"] == "c").all()


def test_a_suppressed_figure_is_empty_everywhere_and_never_zero(figures):
    hidden = figures[figures["symbol"] == "c"]
    measures = ["numerator", "denominator", "value", "value_unrounded", "interval_lower", "interval_upper"]
    assert len(hidden) and hidden[measures].isna().all(axis=None)


def test_zero_is_shown_as_zero(figures):
    zero = figures[(figures["symbol"].isna()) & (figures["value"] == 0)]
    assert len(zero) and (zero["value_true"] == 0).all()


@pytest.mark.parametrize(
    ("table", "measures"),
    [
        ("fct_target", ["value", "margin", "target_status"]),
        ("fct_measure", ["value", "numerator", "denominator", "target_status", "reason"]),
    ],
)
def test_what_judges_a_suppressed_figure_falls_with_it(public, table, measures):
    told = " or ".join(f"t.{name} is not null" for name in measures)
    sql = f"""
        select count(*), count(*) filter (where {told})
        from {table} as t join fct_indicator_observation as o using ({", ".join(KEY)}) where o.symbol = 'c'
    """
    total, leaking = public.execute(sql).fetchall()[0]
    assert total > 0 and leaking == 0


@pytest.mark.parametrize("table", ["fct_target", "fct_measure"])
def test_what_judges_a_shown_figure_tells_that_figure_and_no_other(public, table):
    sql = f"""
        select count(*), count(*) filter (where o.value is distinct from t.value)
        from {table} as t left join fct_indicator_observation as o using ({", ".join(KEY)}) where t.value is not null
    """
    total, others = public.execute(sql).fetchall()[0]
    assert total > 20 and others == 0


@pytest.mark.parametrize("table", ["fct_spc", "fct_comparator", "fct_indicator_change"])
def test_charts_comparisons_and_changes_stand_only_beside_shown_figures(public, table):
    sql = f"""
        select count(*) from {table} as t
        anti join (select * from fct_indicator_observation where breakdown = 'all' and symbol is distinct from 'c') as o
        using (council_id, indicator_id, period_id)
    """
    assert public.execute(sql).fetchall() == [(0,)]


def test_no_chart_has_a_hidden_point(public, release):
    """Its mean would give the point away: so many points as the internal chart has, each of them shown."""
    with duckdb.connect(str(release.database), read_only=True) as connection:
        whole = connection.execute(
            "select council_id, indicator_id, period_type, rebase_group, count(*) as n from fct_spc group by all"
        ).df()
    kept = public.execute(
        "select council_id, indicator_id, period_type, rebase_group, count(*) as n from fct_spc group by all"
    ).df()
    beside = kept.merge(whole, on=["council_id", "indicator_id", "period_type", "rebase_group"])
    assert len(beside) and (beside["n_x"] == beside["n_y"]).all()


def test_teams_are_in_no_table(public):
    assert public.execute("select count(*) from dim_breakdown where breakdown = 'team'").fetchall() == [(0,)]
    assert public.execute(
        "select count(*) from fct_indicator_observation where breakdown in ('team', 'sex+age_band')"
    ).fetchall() == [(0,)]


def test_what_is_left_out_is_said(release):
    manifest = json.loads((release.folder / "public" / "manifest.json").read_text(encoding="utf-8"))
    said = " ".join(manifest["notes"])
    with duckdb.connect(str(release.database), read_only=True) as connection:
        tables = {name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()}
    assert [name for name in tables - set(manifest["tables"]) if name not in said] == []


def test_most_of_the_whole_is_still_published(figures):
    """An edition that hides everything is safe and useless."""
    whole = figures[(figures["breakdown"] == "all") & figures["value_true"].notna()]
    assert whole["symbol"].ne("c").mean() > 0.6


def test_public_edition_comes_in_every_format_and_verifies(release):
    folder = release.folder / "public"
    assert faults(Release(folder)) == []
    with zipfile.ZipFile(folder / "csv.zip") as packed:
        assert "edition_note.csv" in packed.namelist()
    book = openpyxl.load_workbook(folder / "kpi.xlsx", read_only=True)
    assert any("[c]" in row for row in book["Years"].iter_rows(values_only=True))


def test_a_changed_public_table_is_noticed(release, tmp_path):
    copy = Release(shutil.copytree(release.folder, tmp_path / release.id))
    (copy.folder / "public" / "parquet" / "fct_target.parquet").write_bytes(b"")
    assert "public/parquet/fct_target.parquet was changed" in faults(copy)


def test_every_mart_is_treated_or_left_out_on_purpose(release):
    named = set(pd.read_csv(SEEDS / "public_table.csv")["table_name"])
    assert set(release.manifest["tables"]) <= named
