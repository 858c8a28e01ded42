with

news as (select * from {{ ref('observation_news') }}),

log as (select * from {{ source('raw', 'observation_log') }}),

returned as (
    select council_id, indicator_id, period_id from {{ ref('fct_indicator_observation') }}
    where source = 'return' and breakdown = 'all'
),

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
        moves.council_id, moves.indicator_id, moves.period_type, moves.period_id, moves.period_end,
        cast(moves.revision as integer) as revision,
        moves.previous_as_at_date, moves.as_at_date,
        moves.previous_numerator, moves.numerator, moves.previous_denominator, moves.denominator,
        moves.previous_value, moves.value,
        round(moves.value - moves.previous_value, 9) as difference,
        moves.cases_added, moves.cases_removed, moves.cases_changed,
        case
            when moves.cases_added + moves.cases_removed + moves.cases_changed > 0 then 'records'
            when returned.council_id is not null then 'return'
            when coalesce(moves.denominator, -1) <> coalesce(moves.previous_denominator, -1) then 'population'
            else 'definition'
        end as reason,
        concat(
            cast(moves.cases_added as varchar), ' recorded late, ', cast(moves.cases_removed as varchar),
            ' taken back, ', cast(moves.cases_changed as varchar), ' changed'
        ) as explanation
    from numbered as moves
    left join returned
        on moves.council_id = returned.council_id
        and moves.indicator_id = returned.indicator_id
        and moves.period_id = returned.period_id
    where moves.revision > 0
)

select * from final
