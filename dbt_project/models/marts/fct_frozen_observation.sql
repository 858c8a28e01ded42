with

frozen as (select * from {{ source('raw', 'frozen_observation') }}),

observations as (select * from {{ ref('fct_indicator_observation') }}),

final as (
    select
        frozen.edition, frozen.frozen_as_at_date,
        frozen.council_id, frozen.indicator_id, frozen.period_type, frozen.period_id, frozen.period_end,
        frozen.breakdown, frozen.category,
        frozen.numerator as frozen_numerator, frozen.denominator as frozen_denominator,
        frozen.value as frozen_value, frozen.status as frozen_status,
        observations.value as current_value, observations.status as current_status,
        round(observations.value - frozen.value, 9) as difference,
        coalesce(
            frozen.value <> observations.value, (frozen.value is null) <> (observations.value is null)
        ) as has_moved
    from frozen
    left join observations
        on frozen.council_id = observations.council_id
        and frozen.indicator_id = observations.indicator_id
        and frozen.period_id = observations.period_id
        and frozen.breakdown = observations.breakdown
        and frozen.category = observations.category
)

select * from final
