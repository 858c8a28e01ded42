{{ config(materialized='table') }}

with

observations as (
    select
        *,
        row_number() over (
            partition by council_id, indicator_id, period_type order by period_end desc
        ) as recency
    from {{ ref('fct_indicator_observation') }}
    where breakdown = 'all' and source = 'case' and (value is not null or status = 'withheld')
),

periods as (select * from {{ ref('int_indicator_period') }}),

final as (
    select
        observations.council_id, observations.indicator_id, observations.period_type, observations.period_id,
        observations.period_start, observations.period_end, observations.as_at_date, observations.numerator,
        observations.denominator, observations.value, observations.status, observations.status_reason,
        periods.kind, periods.decimals,
        case periods.kind when 'rate' then observations.rate_per when 'percentage' then 100 else 1 end as multiplier
    from observations
    inner join periods
        on observations.council_id = periods.council_id
        and observations.indicator_id = periods.indicator_id
        and observations.period_id = periods.period_id
    where observations.recency = 1
)

select * from final
