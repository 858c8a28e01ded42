{{ config(materialized='table') }}

with

moves as (select * from {{ ref('observation_move') }}),

cases as (select * from {{ ref('case_move') }}),

final as (
    select
        moves.council_id, moves.indicator_id, moves.period_type, moves.period_id, moves.period_end,
        moves.numerator, moves.denominator, moves.value, moves.as_at_date,
        moves.previous_numerator, moves.previous_denominator, moves.previous_value, moves.previous_as_at_date,
        cast(coalesce(cases.cases_added, 0) as integer) as cases_added,
        cast(coalesce(cases.cases_removed, 0) as integer) as cases_removed,
        cast(coalesce(cases.cases_changed, 0) as integer) as cases_changed
    from moves
    left join cases
        on moves.council_id = cases.council_id
        and moves.indicator_id = cases.indicator_id
        and moves.period_id = cases.period_id
)

select * from final
