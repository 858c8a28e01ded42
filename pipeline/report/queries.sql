-- What the report reads from a release, one statement per name. Everything is ordered: same release, same report.

-- name: notes
-- What to know of an edition that leaves something out, in the order in which to read it.
select note from edition_note order by position;

-- name: councils
-- One row per delivering council.
select * from dim_council where is_delivering order by name, council_id;

-- name: indicators
-- One row per indicator and nation of its definition: the newest definition that holds.
select
    i.*,
    d.* exclude (indicator_id)
from dim_indicator as i
inner join dim_indicator_definition as d using (indicator_id)
qualify row_number() over (partition by i.indicator_id, d.nation order by d.valid_from desc nulls last) = 1
order by i.indicator_id, d.nation;

-- name: series
-- One row per council, indicator and period, with its control chart: months where there are any, else the next type.
with main as (
    select
        council_id, indicator_id,
        arg_min(
            period_type,
            coalesce(
                array_position(['month', 'rolling_12_months', 'quarter', 'financial_year', 'year_to_july'], period_type), 9
            )
        ) as period_type
    from fct_indicator_observation
    where breakdown = 'all'
    group by all
)

select
    o.council_id, o.indicator_id, o.breakdown, o.category, o.period_type, o.period_id, o.period_start, o.period_end,
    o.numerator, o.denominator, o.value, o.value_unrounded, o.interval_lower, o.interval_upper, o.interval_method,
    o.status, o.status_reason, o.symbol, o.population_band, o.population_year, o.rate_per, o.as_at_date,
    s.rebase_group, s.points, s.mean, s.lower_limit, s.upper_limit, s.chart_status, s.signal, s.direction, s.variation, s.sentence
from fct_indicator_observation as o
inner join main using (council_id, indicator_id, period_type)
inner join dim_council as d on o.council_id = d.council_id and d.is_delivering
left join fct_spc as s using (council_id, indicator_id, period_id)
where o.breakdown = 'all'
order by o.council_id, o.indicator_id, o.period_end;

-- name: bands
-- One row per council, indicator, part that a measure of a plan asks for, and period in which the measure is counted.
select
    o.council_id, o.indicator_id, o.breakdown, o.category, o.period_type, o.period_id, o.period_start, o.period_end,
    o.numerator, o.denominator, o.value, o.value_unrounded, o.interval_lower, o.interval_upper,
    o.status, o.status_reason, o.symbol, o.as_at_date,
    null as mean, null as lower_limit, null as upper_limit, null as chart_status, null as signal, null as variation,
    null as sentence
from fct_indicator_observation as o
inner join (
    select distinct council_id, indicator_id, breakdown, category, period_type from fct_measure where breakdown <> 'all'
) as asked using (council_id, indicator_id, breakdown, category, period_type)
order by all;

-- name: frameworks
-- One row per plan of a council, the newest first.
select * from dim_framework order by council_id, period_from desc, framework_id;

-- name: measures
-- One row per measure of a plan, in the order of the plan.
select
    m.framework_id, m.outcome_id, m.outcome_kind, m.outcome_ref, m.outcome, m.measure_id, m.plan_ref, m.name, m.unit,
    m.calculation, m.base_date, m.evidence, f.* exclude (framework_id, outcome_id, measure_id)
from dim_measure as m
inner join fct_measure as f using (measure_id)
order by m.framework_id, m.outcome_position, m.measure_id;

-- name: evidence
-- One row per outcome of a plan and figure by which it is judged.
select
    e.*, i.name,
    case when e.breakdown <> 'all' then coalesce(b.label, e.category) end as part
from fct_measure_evidence as e
inner join dim_indicator as i using (indicator_id)
left join dim_breakdown as b using (council_id, breakdown, category)
order by e.measure_id, e.position;

-- name: actions
-- One row per action of a plan and spell under one status; `until` is the day of the newest report of the plan.
select
    *,
    max(from_date) over (partition by council_id, framework_id) as until
from fct_action
order by council_id, framework_id, action_number, from_date;

-- name: statuses
-- One row per plan, scale, month of the newest two years, and status.
select * from fct_action_status
where period_end > (select max(period_end) from fct_action_status) - interval 24 month
order by council_id, framework_id, status_scale, period_end, status;

-- name: funnels
-- One row per delivering council, indicator and council of its nation: the newest publication before its own day.
with published as (
    select
        d.council_id, f.*,
        dense_rank() over (partition by d.council_id, f.indicator_id order by f.as_at desc, f.release desc) as recency
    from dim_council as d
    inner join fct_funnel as f on d.nation = f.nation and f.as_at <= d.as_at_date
    where d.is_delivering
)

select * exclude (recency) from published where recency = 1
order by council_id, indicator_id, denominator, area_id;

-- name: parts
-- One row per council, indicator, breakdown and category of the newest month that has ended; where there are no
-- months, the newest quarter or year.
with settled as (
    select council_id, indicator_id, period_type, period_end
    from fct_indicator_observation
    where
        breakdown <> 'all' and period_type in ('month', 'quarter', 'financial_year', 'year_to_july')
        and period_end <= as_at_date
    qualify row_number() over (
        partition by council_id, indicator_id
        order by
            array_position(['month', 'quarter', 'financial_year', 'year_to_july'], period_type), period_end desc
    ) = 1
)

select
    o.council_id, o.indicator_id, o.period_type, o.period_start, o.period_end, o.breakdown, o.category,
    coalesce(b.label, o.category) as label,
    o.numerator, o.denominator, o.value, o.interval_lower, o.interval_upper, o.status, o.status_reason, o.symbol
from fct_indicator_observation as o
inner join settled using (council_id, indicator_id, period_type, period_end)
left join dim_breakdown as b using (council_id, breakdown, category)
where o.breakdown <> 'all'
order by
    o.council_id, o.indicator_id, o.breakdown,
    o.category in ('not_known', 'unmapped', 'U'), coalesce(b.position, 0), label, o.category;

-- name: targets
-- One row per council, indicator, period and target for the whole; what would judge a suppressed figure is not told.
select * replace (coalesce(target_status, 'suppressed') as target_status)
from fct_target
where breakdown = 'all' and target is not null
order by council_id, indicator_id, period_end, framework_id, measure_id;

-- name: comparators
-- One row per council, indicator and comparator: the newest period that has ended; longer periods before months.
select
    c.*,
    o.interval_lower,
    o.interval_upper
from fct_comparator as c
inner join dim_council as d using (council_id)
left join fct_indicator_observation as o
    on c.council_id = o.council_id and c.indicator_id = o.indicator_id and c.period_id = o.period_id
    and o.breakdown = 'all'
where c.period_end <= d.as_at_date
qualify row_number() over (
    partition by c.council_id, c.indicator_id, c.comparator
    order by c.period_end desc, c.period_type = 'financial_year' desc, c.period_type
) = 1
order by c.council_id, c.indicator_id,
    array_position(['neighbours', 'country', 'region', 'councils'], c.comparator), c.comparator;

-- name: confidences
-- One row per council, indicator and newest period: how far to rely on the data behind the whole.
select * from fct_indicator_confidence order by council_id, indicator_id, period_type, period_end;

-- name: changes
-- One row per council, indicator and period with a figure a year before.
select * from fct_indicator_change order by council_id, indicator_id, period_type, period_end;

-- name: revisions
-- One row per figure that moved since the last release.
select * from fct_indicator_revision
order by council_id, indicator_id, abs(difference) desc nulls last, period_end desc, period_id, reason;

-- name: frozen
-- One row per edition and frozen figure of the whole.
select * from fct_frozen_observation where breakdown = 'all'
order by council_id, edition, indicator_id, period_end, period_id;

-- name: quality
-- One row per council, gate, rule, extract and team with findings.
select * from fct_data_quality order by council_id, gate, rule_id, extract, team;
