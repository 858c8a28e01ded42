{{ config(materialized='table') }}

with

care as (select * from {{ ref('int_care_spell') }}),

councils as (select * from {{ ref('stg_council') }}),

calendar as (select * from {{ ref('int_working_day') }}),

limits as (
    select * from {{ ref('int_threshold') }} where threshold_id in ('lac_review_first', 'initial_health')
),

final as (
    select
        care.council_id, care.child_key, care.from_date, care.to_date, care.team, limits.threshold_id,
        case limits.unit
            when 'working_days' then due.day else {{ after('care.from_date', 'limits') }}
        end as due_date
    from care
    inner join councils
        on care.council_id = councils.council_id and care.from_date >= councils.history_from_date
    inner join limits
        on care.council_id = limits.council_id and {{ is_open_on('limits', 'care.from_date') }}
    left join calendar as entered on {{ is_calendar_day('entered', 'councils.nation', 'care.from_date') }}
    left join calendar as due
        on limits.unit = 'working_days'
        and due.is_working_day
        and councils.nation = due.nation
        and due.working_day_number = entered.working_day_number + limits.value
)

select * from final
