with

news as (select * from {{ ref('observation_news') }}),

log as (select * from {{ source('raw', 'observation_log') }}),

newest as (select coalesce(max(release_number), 0) + 1 as release_number from log),

every_move as (
    select * from log
    union all
    select news.*, newest.release_number
    from news
    cross join newest
),

-- the first time a figure was known is no revision
numbered as (
    select
        *,
        row_number() over (
            partition by council_id, indicator_id, period_id order by release_number
        ) - 1 as revision
    from every_move
),

final as (
    select
        council_id, indicator_id, period_type, period_id, period_end, cast(revision as integer) as revision,
        previous_as_at_date, as_at_date,
        previous_numerator, numerator, previous_denominator, denominator, previous_value, value,
        round(value - previous_value, 9) as difference,
        cases_added, cases_removed, cases_changed,
        case
            when cases_added + cases_removed + cases_changed > 0 then 'records'
            when coalesce(denominator, -1) <> coalesce(previous_denominator, -1) then 'population'
            else 'definition'
        end as reason,
        concat(
            cast(cases_added as varchar), ' recorded late, ', cast(cases_removed as varchar), ' taken back, ',
            cast(cases_changed as varchar), ' changed'
        ) as explanation
    from numbered
    where revision > 0
)

select * from final
