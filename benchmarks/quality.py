"""How long all quality rules take over two million rows: ``uv run python benchmarks/quality.py``.

The rows are made set-wise in the raw tables of a build of their own, so nothing but the rules is measured: staging
views, the intermediate models that rules read, every rule, and the findings with their team, place and day of first
sight.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import tempfile
import time
from pathlib import Path

import duckdb

from pipeline import dbt, warehouse
from pipeline.home import DBT_PROJECT, Home

LIMIT_SECONDS = 60
"""What issue 5 allows, on two cores."""
COUNCIL = "S12000036"
DAY = "date '2024-03-31'"

PLACE = f"""'{COUNCIL}' as council_id, {DAY} as extract_date, 'load' as load_id, 'made.csv' as source_file,
    i::integer as source_row, md5('{{name}}' || i) as record_token"""
CHILD = "md5('child' || pick(i * 7 + {salt}, {children})) as child_key"
WORKER = "md5('worker' || pick(i * 11 + 3, {workers})) as worker_key"
STARTED = "(date '2014-04-01' + pick(i + 17, 3650)::integer)"
ENDED = f"case when pick(i + 23, 4) > 0 then least({STARTED} + pick(i + 29, 900)::integer, {DAY}) end"
RECORDED = f"{STARTED} + pick(i + 31, 8)::integer as recorded_date"
TEAM = "case when pick(i + 37, 200) > 0 then ['Practice NW', 'Practice NE', 'SCD', 'TCAC'][1 + pick(i, 4)] end as team"

OWN = "md5('child' || i) as child_key"
SPELL = f"{STARTED} as started_date, {ENDED} as ended_date"

ROWS = {
    "person": (0.15, f"""{OWN}, {STARTED} - pick(i + 43, 5000)::integer as date_of_birth,
        ['F', 'M'][1 + pick(i, 2)] as sex, case when pick(i + 53, 30) > 0 then 'scottish' end as ethnic_group,
        'N' as disability, 'N' as asylum_seeking, 'Area ' || pick(i + 41, 40) as locality"""),
    "referral": (0.16, f"""{CHILD}, 'referral' as referral_type, {STARTED}::timestamp as received_at,
        'police' as source, case when pick(i, 90) > 0 then 'assessment' end as decision,
        case when pick(i, 90) > 0 then {STARTED}::timestamp + interval 1 day end as decided_at, {TEAM}, {RECORDED}"""),
    "looked_after": (0.04, f"""md5('care' || i) as care_period_key, {OWN}, {STARTED} as started_date,
        {ENDED} as ceased_date, case when {ENDED} is not null then 'home' end as cease_reason, {TEAM}, {RECORDED}"""),
    "placement": (0.04, f"""md5('stay' || i) as placement_key, {OWN}, {SPELL}, 'foster_council' as placement_type,
        'council' as provider_type, 'Y' as in_council_area, {RECORDED}"""),
    "legal_status": (0.04, f"md5('order' || i) as legal_status_key, {OWN}, 's25' as legal_status, {SPELL}"),
    "registration": (0.05, f"""md5('entry' || i) as registration_key, {OWN}, 'new' as registration_type,
        {STARTED} as registered_date, {ENDED} as deregistered_date, 'neglect' as concerns, {TEAM}, {RECORDED},
        case when {ENDED} is not null then 'improved' end as deregistration_reason"""),
    "throughcare": (0.02, f"""md5('support' || i) as throughcare_key, {CHILD}, 'aftercare' as support_type, {SPELL},
        {TEAM}, {RECORDED}"""),
    "worker": (0.0025, f"""md5('worker' || i) as worker_key, 'social_worker' as role, 'Practice NW' as team,
        1.0 as fte, date '2012-01-01' + pick(i, 700)::integer as started_date, date '2010-01-01' as qualified_date,
        case when pick(i, 50) = 0 then {DAY} - 60 end as ended_date"""),
    "allocation": (0.15, f"""md5('held' || i) as allocation_key, {OWN}, {WORKER}, 'primary' as allocation_role,
        'Practice NW' as team, {SPELL}, {RECORDED}"""),
    "case_audit": (0.03, f"""md5('audit' || i) as audit_key, {CHILD}, {STARTED} as audited_date,
        'child_protection' as theme, 'overall' as domain, 'six_point' as scale, 'four' as grade, {TEAM}"""),
    "assessment": (0.06, f"""md5('assessment' || i) as assessment_key, {CHILD}, 'child_and_family' as assessment_type,
        {STARTED} as started_date, {ENDED} as completed_date, 'Y' as seen_alone, {TEAM}, {RECORDED},
        case when pick(i, 40) > 0 then 'no_further_action' end as outcome"""),
    "review": (0.08, f"""md5('review' || i) as review_key, {CHILD}, ['lac_review', 'cp_review'][1 + pick(i, 2)]
        as review_type, {STARTED} as due_date, {ENDED} as held_date, {TEAM}"""),
    "enquiry": (0.03, f"""md5('enquiry' || i) as enquiry_key, {CHILD}, 'section_47' as enquiry_type,
        {STARTED} as concern_date, {STARTED} as strategy_date, {SPELL}, {TEAM}, {RECORDED}"""),
    "child_in_need": (0.04, f"""md5('need' || i) as need_episode_key, {OWN}, {SPELL}, {TEAM}, {RECORDED},
        {STARTED} as plan_started_date"""),
    "attendance": (0.06, f"""{OWN}, last_day(date '2024-03-15' - to_months(pick(i, 6)::integer)) as month_end,
        40.0 as sessions_possible, 40.0 - pick(i, 30) as sessions_attended"""),
    "supervision": (0.03, f"""md5('talk' || i) as supervision_key, {WORKER}, {STARTED} as held_date, 'Y' as on_file,
        md5('worker' || pick(i * 13 + 5, {{workers}})) as supervisor_key"""),
    "complaint": (0.0175, f"""md5('complaint' || i) as complaint_key, {CHILD}, {STARTED} as received_date,
        'frontline' as stage, {ENDED} as closed_date, 'upheld' as finding, 'Y' as learning_recorded, {TEAM}"""),
}  # fmt: skip
"""Extract -> its share of the rows, and its columns made from the row number ``i``."""

RULES = ["run", "--select", "+finding", "+withheld_indicator", "--exclude", "config.schema:measures",
         "fct_indicator_observation"]  # fmt: skip
"""Every rule with all that it reads, but for the figures, with which one rule compares what was returned."""


def main() -> None:
    """Make the rows, run the rules, print what it took."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=2_000_000)
    rows = options.parse_args().rows
    with tempfile.TemporaryDirectory(dir=os.environ.get("KPI_BENCHMARK_DIR")) as folder:
        home = Home(raw=Path(folder) / "raw", root=Path(folder)).prepare()
        warehouse.start(home)
        _dbt(home, "build", "--exclude-resource-type", "unit_test", "test")
        made = _fill(home, rows)
        before = _processor_seconds()
        seconds = _dbt(home, *RULES)
        used = _processor_seconds() - before
        with duckdb.connect(str(home.build), read_only=True) as build:
            found, rules = (
                build.execute("select count(*), count(distinct rule_id) from quality.finding").fetchone() or ()
            )
    verdict = "within" if seconds <= LIMIT_SECONDS else "OVER"
    print(f"{made:,} rows: {found:,} findings of {rules} rules in {seconds:.0f} s, {verdict} {LIMIT_SECONDS} s")
    print(f"Processor time {used:.0f} s, so {used / 2:.0f} s at the least on two cores with nothing else to do")
    raise SystemExit(seconds > LIMIT_SECONDS)


def _fill(home: Home, rows: int) -> int:
    """Fill the raw tables; returns the rows made."""
    sizes = {name: round(rows * share) for name, (share, _) in ROWS.items()}
    with duckdb.connect(str(home.build)) as build:
        build.execute("create temp macro pick(seed, upto) as (hash(seed) % upto)::bigint")
        build.execute(
            "insert into raw.source (council_id, name, nation, system, layout, history_from, as_at_date,"
            " office_as_at_date)"
            f" values ('{COUNCIL}', 'Edinburgh', 'scotland', 'SWIFT', 'swift', '2014-04-01', {DAY}, {DAY})"
        )
        for name, (_, columns) in ROWS.items():
            made = columns.format(salt=len(name), children=sizes["person"], workers=sizes["worker"])
            place = PLACE.format(name=name)
            build.execute(f"insert into raw.{name} by name select {made}, {place} from range({sizes[name]}) as t(i)")
            build.execute(
                "insert into raw.load (council_id, extract, source, extract_date, load_id, delivered, accepted,"
                f" quarantined, is_current, status) values ('{COUNCIL}', '{name}', 'case_system', {DAY}, 'load',"
                f" {sizes[name]}, {sizes[name]}, 0, true, 'accepted')"
            )
    return sum(sizes.values())


def _processor_seconds() -> float:
    """What the processes that have ended used of all cores together: it does not grow on a busy machine."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _dbt(home: Home, *arguments: str) -> float:
    """Run dbt in ``home`` and return the seconds it took; ends the benchmark when it fails."""
    started = time.monotonic()
    done = subprocess.run(
        [dbt.executable(), "--no-use-colors", *arguments],
        env={**os.environ, **dbt.environment(home)}, cwd=DBT_PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stdout[-3000:] + done.stderr[-3000:])
    return time.monotonic() - started


if __name__ == "__main__":
    main()
