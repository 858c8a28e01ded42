with

matches as (select * from {{ ref('comparison_match') }}),

ranked as (
    select
        *,
        1 + case polarity
            when 'higher_is_better' then {{ values_beyond('area_values', '>', 'council_value') }}
            else {{ values_beyond('area_values', '<', 'council_value') }}
        end as rank,
        -- the best quarter is A; a value on a bound belongs to the band below it
        case
            when areas < 4 or polarity = 'neutral' or not is_same_definition then null
            when council_value <= lower_quartile then 1
            when council_value <= median_value then 2
            when council_value <= upper_quartile then 3
            else 4
        end as quarter
    from matches
),

final as (
    select
        council_id, indicator_id, period_type, period_id, period_end, comparator,
        council_value,
        round(mean_value, 9) as mean_value, round(median_value, 9) as median_value,
        round(lower_quartile, 9) as lower_quartile, round(upper_quartile, 9) as upper_quartile,
        cast(areas as integer) as areas,
        case when areas > 1 and is_same_definition then cast(rank as integer) end as rank,
        case
            when quarter is null then null
            when polarity = 'lower_is_better' then substr('ABCD', quarter, 1)
            else substr('DCBA', quarter, 1)
        end as quartile_band,
        case
            when interval_lower is null or not is_same_definition then 'not_judged'
            when interval_lower > mean_value then 'higher'
            when interval_upper < mean_value then 'lower'
            else 'similar'
        end as difference,
        {{ funnel_limits() }},
        as_at as comparator_as_at, release, cast(model_year as integer) as model_year,
        cast(population_year as integer) as population_year,
        is_same_definition, definition_note, publisher
    from ranked
)

select * from final
