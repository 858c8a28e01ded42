-- What the workbook reads from a release, one statement per name; o.symbol exists only where figures are suppressed.

-- name: councils
select name, as_at_date from dim_council where is_delivering and as_at_date is not null order by name;

-- name: latest
-- One row per council, indicator and kind of period: the newest short period that is over, and the newest year.
with told as (
    select indicator_id, nation, caveat
    from dim_indicator_definition
    qualify row_number() over (partition by indicator_id, nation order by valid_from desc nulls last) = 1
),

settled as (
    select o.*, o.period_type in ('financial_year', 'year_to_july') as is_year
    from fct_indicator_observation as o
    where o.breakdown = 'all' and o.period_end <= o.as_at_date and o.period_type not in ('week', 'rolling_12_months')
),

newest as (
    select *
    from settled
    qualify row_number() over (
        partition by council_id, indicator_id, is_year order by period_type = 'month' desc, period_end desc
    ) = 1
),

targets as (
    select council_id, indicator_id, period_id, target, target_status
    from fct_target
    where breakdown = 'all' and target is not null
    qualify row_number() over (partition by council_id, indicator_id, period_id order by target_date, measure_id) = 1
)

select
    c.name as council, i.subject, i.name as indicator, o.value,
    case i.kind
        when 'rate' then replace(i.unit, 'population', format('{:,} aged {}', o.rate_per, o.population_band)) else i.unit
    end as unit,
    p.label as period, o.status, o.symbol,
    t.target, t.target_status as against_target, y.value_year_before as year_before,
    i.numerator as counts, i.denominator as divided_by, d.caveat, i.indicator_id as code
from newest as o
inner join dim_council as c using (council_id)
inner join dim_indicator as i using (indicator_id)
inner join dim_period as p on o.period_id = p.period_id
left join told as d on o.indicator_id = d.indicator_id and c.nation = d.nation
left join targets as t
    on o.council_id = t.council_id and o.indicator_id = t.indicator_id and o.period_id = t.period_id
left join fct_indicator_change as y
    on o.council_id = y.council_id and o.indicator_id = y.indicator_id and o.period_id = y.period_id
where c.is_delivering
order by c.name, i.subject, i.name, o.is_year;

-- name: years
-- One row per council, indicator and financial year that is over.
select
    c.name as council, i.subject, i.name as indicator, p.label as year, o.value, o.numerator, o.denominator,
    o.interval_lower as lower, o.interval_upper as upper,
    case i.kind
        when 'rate' then replace(i.unit, 'population', format('{:,} aged {}', o.rate_per, o.population_band)) else i.unit
    end as unit,
    o.status, o.symbol
from fct_indicator_observation as o
inner join dim_council as c using (council_id)
inner join dim_indicator as i using (indicator_id)
inner join dim_period as p on o.period_id = p.period_id
where o.breakdown = 'all' and o.period_type = 'financial_year' and o.period_end <= o.as_at_date
order by c.name, i.subject, i.name, o.period_end;

-- name: measures
-- One row per measure of a plan.
select
    c.name as council, f.name as plan, m.outcome, m.plan_ref as reference, m.name as measure, r.value, m.unit,
    p.label as period, r.target, r.target_status as against_target, r.reason as why_no_figure, m.baseline,
    cast(m.baseline_date as varchar) as baseline_date, m.indicator_id as code
from dim_measure as m
inner join fct_measure as r using (measure_id)
inner join dim_council as c on m.council_id = c.council_id
inner join dim_framework as f on m.framework_id = f.framework_id
left join dim_period as p on r.period_id = p.period_id
order by c.name, f.name, m.outcome_position, m.measure_id;

-- name: definitions
-- One row per indicator and nation: the newest definition.
select
    i.subject, i.name as indicator, d.nation, i.numerator as counts, i.denominator as divided_by,
    i.exclusions as left_out, i.unit, d.population_band as population_aged, d.rate_per as per, d.source, d.caveat,
    i.owner_role as answers_for_it, i.indicator_id as code
from dim_indicator as i
inner join dim_indicator_definition as d using (indicator_id)
qualify row_number() over (partition by i.indicator_id, d.nation order by d.valid_from desc nulls last) = 1
order by i.subject, i.name, d.nation;
