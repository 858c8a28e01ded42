{{ config(materialized='table') }}

with

observations as (
    select * from {{ ref('fct_indicator_observation') }}
    where breakdown = 'all' and status = 'ok'
),

log as (select * from {{ source('raw', 'observation_log') }}),

known as (
    select
        *,
        row_number() over (
            partition by council_id, indicator_id, period_id order by release_number desc
        ) as recency
    from log
),

final as (
    select
        observations.council_id, observations.indicator_id, observations.period_type, observations.period_id,
        observations.period_start, observations.period_end,
        observations.numerator, observations.denominator, observations.value, observations.as_at_date,
        known.numerator as previous_numerator,
        known.denominator as previous_denominator,
        known.value as previous_value,
        known.as_at_date as previous_as_at_date
    from observations
    left join known
        on observations.council_id = known.council_id
        and observations.indicator_id = known.indicator_id
        and observations.period_id = known.period_id
        and known.recency = 1
    where
        known.council_id is null
        or observations.value is distinct from known.value
        or observations.numerator is distinct from known.numerator
        or observations.denominator is distinct from known.denominator
)

select * from final
