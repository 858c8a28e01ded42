with

measures as (select * from {{ ref('measure') }}),

indicators as (select * from {{ ref('indicator') }}),

observations as (select * from {{ ref('fct_indicator_observation') }}),

-- as the plan counts it; where it does not say, a state by month and events by year; else whatever there is
matched as (
    select
        measures.measure_id, measures.calculation, measures.base_date, observations.*,
        case
            when observations.period_type = measures.period_type then 0
            when
                measures.period_type is null and observations.period_type
                = case indicators.shape when 'event' then 'financial_year' else 'month' end then 0
            when observations.period_type = 'financial_year' then 1
            when observations.period_type = 'month' then 2
            else 3
        end as preference
    from measures
    inner join indicators on measures.indicator_id = indicators.indicator_id
    inner join observations
        on measures.council_id = observations.council_id
        and measures.indicator_id = observations.indicator_id
        and coalesce(measures.breakdown, 'all') = observations.breakdown
        and coalesce(measures.category, 'all') = observations.category
),

chosen as (
    select *, lag(value) over (partition by measure_id order by period_end) as value_before
    from (select * from matched qualify preference = min(preference) over (partition by measure_id)) as preferred
),

-- a change is counted from the day that the plan names, or from the period before
bases as (select measure_id, base_date, period_end, value from chosen where calculation is not null),

changing as (
    select chosen.*, case when chosen.base_date is null then chosen.value_before else bases.value end as base_value
    from chosen
    left join bases on chosen.measure_id = bases.measure_id and bases.period_end = bases.base_date
),

final as (
    select
        measure_id, council_id, indicator_id, breakdown, category,
        period_type, period_id, period_end,
        numerator, denominator,
        case calculation
            when 'change' then value - base_value
            when
                'change_pct'
                then {{ round_half_up('(value - base_value)', 'nullif(base_value, 0)', '100', '1') }}
            else value
        end as value,
        status, status_reason, source, as_at_date,
        period_end <= as_at_date or source = 'return' as is_settled
    from changing
)

select * from final
