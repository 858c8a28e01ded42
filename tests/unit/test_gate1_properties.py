"""Gate 1, what holds for every delivery: nothing lost, nothing doubled, no order that matters, no identifier."""

from __future__ import annotations

import tempfile
from pathlib import Path

from delivery_kit import CARE, council, text
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

CELLS = {
    "care_period_id": st.sampled_from(["CASE-1", "CASE-2", "CASE-3", "CASE-4", ""]),
    "child_id": st.sampled_from(["CHILD-1", "CHILD-2", ""]),
    "started_date": st.sampled_from(["2020-01-01", "2021-06-30", "2025-01-01", "31/31/2020"]),
    "ceased_date": st.sampled_from(["", "2022-01-01", "2019-01-01"]),
    "cease_reason": st.sampled_from(["", "home", "Eloped"]),
    "team": st.sampled_from(["North", "Süd; \"x\"\nline"]),
    "recorded_date": st.sampled_from(["", "2020-01-05", "2021-07-05"]),
}  # fmt: skip
PADDING = [{**CARE, "care_period_id": f"PAD-{at}", "child_id": f"PADCHILD-{at}"} for at in range(60)]
ROWS = st.lists(st.fixed_dictionaries(CELLS), min_size=1, max_size=14)
FEW = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))

CONTENT = """
    select columns(* exclude (source_file, source_row, load_id)) from raw.looked_after order by all
"""


def outcome(files):
    """A council that delivered these files: its gate result, its rows (places left out) and all text in its build."""
    with tempfile.TemporaryDirectory() as folder:
        here = council(Path(folder))
        (here.home.prepare().restricted / "token.key").write_bytes(b"k" * 32)
        for name, rows in files.items():
            here.deliver(name, text(rows))
        lines = here.refresh("looked_after")
        result = here.results["looked_after"]
        everything = [here.query(f"select * from raw.{table}") for table in ("looked_after", "load", "finding")]
        return result, here.query(CONTENT), f"{everything}{lines}{result}"


@FEW
@given(rows=ROWS)
def test_accepted_and_quarantined_rows_are_the_delivered_rows(rows):
    result, accepted, _ = outcome({"a.csv": [*PADDING, *rows]})
    assert result.accepted + result.quarantined == result.delivered == len(PADDING) + len(rows)
    assert len(accepted) == result.accepted


@FEW
@given(rows=ROWS, data=st.data())
def test_neither_the_order_of_rows_nor_the_split_into_files_matters(rows, data):
    shuffled = data.draw(st.permutations([*PADDING, *rows]))
    cut = data.draw(st.integers(1, len(shuffled) - 1))
    whole, accepted, _ = outcome({"a.csv": [*PADDING, *rows]})
    split, same, _ = outcome({"z.csv": shuffled[:cut], "b.csv": shuffled[cut:]})
    assert same == accepted
    assert (split.delivered, split.quarantined) == (whole.delivered, whole.quarantined)


@FEW
@given(rows=ROWS)
def test_no_raw_identifier_reaches_the_build_or_a_message(rows):
    _, _, everything = outcome({"a.csv": [*PADDING, *rows]})
    assert not [word for word in ("CASE-", "CHILD-", "PAD-", "PADCHILD") if word in everything]
