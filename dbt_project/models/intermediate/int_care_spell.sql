{{ config(materialized='table') }}

with

periods as (select * from {{ ref('stg_looked_after') }} where to_date is null or to_date > from_date),

short_breaks as (select * from {{ ref('int_short_break_spell') }}),

-- what a short break leaves of each period: the part before it, between two, and after the last
cuts as (
    select
        periods.*,
        short_breaks.from_date as break_from_date,
        short_breaks.to_date as break_to_date,
        row_number() over breaks as cut_number,
        lead(short_breaks.from_date) over breaks as next_break_from_date
    from periods
    left join short_breaks
        on periods.council_id = short_breaks.council_id
        and periods.child_key = short_breaks.child_key
        and {{ spells_meet('periods', 'short_breaks') }}
    window breaks as (
        partition by periods.council_id, periods.care_period_key order by short_breaks.from_date
    )
),

remains as (
    select council_id, child_key, team, sort_key, from_date, coalesce(break_from_date, to_date) as to_date
    from cuts
    where cut_number = 1
    union all
    select
        council_id, child_key, team, sort_key, break_to_date, coalesce(next_break_from_date, to_date)
    from cuts
    where break_to_date is not null
),

counted as (select * from remains where to_date is null or to_date > from_date),

spells as (
    {{ merge_spells('counted', ['council_id', 'child_key'], latest=['team']) }}
),

final as (
    select council_id, child_key, from_date, to_date, team from spells
)

select * from final
