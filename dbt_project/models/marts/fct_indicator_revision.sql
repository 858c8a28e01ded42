with

news as (select * from {{ ref('observation_news') }}),

log as (select * from {{ source('raw', 'observation_log') }}),

returned as (
    select council_id, indicator_id, period_id, true as is_returned
    from {{ ref('fct_indicator_observation') }}
    where source = 'return' and breakdown = 'all'
),

every_move as (
    select * from news
    union all
    select * exclude (release_number) from log
),

marked as (
    select every_move.*, returned.is_returned
    from every_move
    left join returned
        on every_move.council_id = returned.council_id
        and every_move.indicator_id = returned.indicator_id
        and every_move.period_id = returned.period_id
),

final as (
    select
        council_id, indicator_id, period_type, period_id, period_end,
        previous_as_at_date, as_at_date,
        previous_numerator, numerator, previous_denominator, denominator, previous_value, value,
        round(value - previous_value, 9) as difference,
        cases_added, cases_removed, cases_changed,
        case
            when cases_added + cases_removed + cases_changed > 0 then 'records'
            when is_returned then 'return'
            when (denominator is distinct from previous_denominator) then 'population'
            else 'definition'
        end as reason,
        concat(
            cast(cases_added as varchar), ' recorded late, ', cast(cases_removed as varchar), ' taken back, ',
            cast(cases_changed as varchar), ' changed'
        ) as explanation
    from marked
    where previous_as_at_date is not null
)

select * from final
