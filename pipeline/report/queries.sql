-- What the report reads from a release, one statement per name. Everything is ordered: same release, same report.

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
    o.council_id, o.indicator_id, o.period_type, o.period_id, o.period_start, o.period_end,
    o.numerator, o.denominator, o.value, o.value_unrounded, o.interval_lower, o.interval_upper, o.interval_method,
    o.status, o.status_reason, o.population_band, o.population_year, o.rate_per, o.as_at_date,
    s.rebase_group, s.points, s.mean, s.lower_limit, s.upper_limit, s.chart_status, s.signal, s.direction, s.variation, s.sentence
from fct_indicator_observation as o
inner join main using (council_id, indicator_id, period_type)
inner join dim_council as d on o.council_id = d.council_id and d.is_delivering
left join fct_spc as s using (council_id, indicator_id, period_id)
where o.breakdown = 'all'
order by o.council_id, o.indicator_id, o.period_end;

-- name: parts
-- One row per council, indicator, breakdown and category of the newest month that has ended.
with settled as (
    select council_id, indicator_id, max(period_end) as period_end
    from fct_indicator_observation
    where breakdown <> 'all' and period_type = 'month' and period_end <= as_at_date
    group by all
)

select
    o.council_id, o.indicator_id, o.period_type, o.period_start, o.period_end, o.breakdown, o.category,
    coalesce(b.label, o.category) as label,
    o.numerator, o.denominator, o.value, o.interval_lower, o.interval_upper, o.status, o.status_reason
from fct_indicator_observation as o
inner join settled using (council_id, indicator_id, period_end)
left join dim_breakdown as b using (council_id, breakdown, category)
where o.breakdown <> 'all' and o.period_type = 'month'
order by
    o.council_id, o.indicator_id, o.breakdown,
    o.category in ('not_known', 'unmapped', 'U'), coalesce(b.position, 0), label, o.category;

-- name: targets
-- One row per council, indicator, period and target for the whole.
select * from fct_target where breakdown = 'all' and target is not null
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
