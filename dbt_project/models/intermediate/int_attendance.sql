{{ config(materialized='table') }}

with

months as (select * from {{ ref('stg_attendance') }}),

bands as (select * from {{ ref('value_band') }} where indicator_id = 'attendance_pct'),

supported_bands as (select * from {{ ref('value_band') }} where indicator_id = 'attendance_supported_pct'),

states as (
    select council_id, child_key, 'looked_after' as band, from_date, to_date from {{ ref('int_care_spell') }}
    union all
    select council_id, child_key, 'child_protection', from_date, to_date from {{ ref('int_registration_spell') }}
    union all
    select council_id, child_key, 'child_in_need', from_date, to_date from {{ ref('int_need_spell') }}
    union all
    select council_id, child_key, 'early_help', from_date, to_date from {{ ref('int_early_help_spell') }}
    union all
    select council_id, child_key, service, from_date, to_date from {{ ref('stg_family_support') }}
),

ranked as (
    select states.*, bands.position
    from states
    inner join bands on states.band = bands.band
),

-- a child in several groups on the last night of the month is in the first of them
grouped as (
    select
        months.council_id, months.child_key, months.month_end, months.sessions_possible, months.sessions_attended,
        min_by(ranked.band, ranked.position) as band
    from months
    left join ranked
        on months.council_id = ranked.council_id
        and months.child_key = ranked.child_key
        and {{ is_open_on('ranked', 'months.month_end') }}
    group by
        months.council_id, months.child_key, months.month_end, months.sessions_possible, months.sessions_attended
),

final as (
    select grouped.*, supported_bands.band is not null as is_supported
    from grouped
    left join supported_bands on grouped.band = supported_bands.band
)

select * from final
