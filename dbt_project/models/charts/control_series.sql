with

observations as (select * from {{ ref('fct_indicator_observation') }}),

indicators as (select * from {{ ref('indicator') }}),

settled as (
    select
        observations.council_id, observations.indicator_id, observations.period_type, observations.period_end,
        observations.numerator, observations.value_unrounded as value,
        indicators.kind, indicators.screens_ranges
    from observations
    inner join indicators on observations.indicator_id = indicators.indicator_id
    where
        observations.breakdown = 'all'
        and observations.status = 'ok'
        and (
            observations.period_type = 'month'
            -- a quarter holds more events than a month, but no more children on its last night
            or (observations.period_type = 'quarter' and indicators.shape = 'event')
        )
        and indicators.chart = 'xmr'
),

-- fewer than four cases a point are too few for limits that assume a near-normal spread
sized as (
    select
        *,
        avg(case when kind in ('count', 'rate', 'percentage') then numerator end) over (
            partition by council_id, indicator_id, period_type
        ) as mean_cases
    from settled
),

judged as (
    select *, coalesce(mean_cases >= {{ var('control_minimum_cases') }}, true) as is_large_enough
    from sized
),

chosen as (
    select
        council_id, indicator_id,
        case
            when bool_or(period_type = 'month' and is_large_enough) then 'month'
            when bool_or(period_type = 'quarter' and is_large_enough) then 'quarter'
            when bool_or(period_type = 'month') then 'month'
            else 'quarter'
        end as period_type
    from judged
    group by council_id, indicator_id
),

final as (
    select judged.*
    from judged
    inner join chosen
        on judged.council_id = chosen.council_id
        and judged.indicator_id = chosen.indicator_id
        and judged.period_type = chosen.period_type
)

select * from final
