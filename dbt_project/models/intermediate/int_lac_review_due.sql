{{ config(materialized='table') }}

with

steps as (select * from {{ ref('int_lac_review_step') }}),

limits as (select * from {{ ref('int_threshold') }}),

entries as (select * from {{ ref('int_care_entry') }} where threshold_id = 'lac_review_first'),

final as (
    select
        steps.council_id, steps.child_key, steps.care_from_date, steps.care_to_date, steps.team,
        case limits.unit
            when 'working_days' then entries.due_date else {{ after('steps.from_day', 'limits') }}
        end as due_date,
        steps.held_date
    from steps
    inner join limits
        on steps.council_id = limits.council_id
        and steps.threshold_id = limits.threshold_id
        and {{ is_open_on('limits', 'steps.from_day') }}
    left join entries
        on steps.council_id = entries.council_id
        and steps.child_key = entries.child_key
        and steps.care_from_date = entries.from_date
)

select * from final where due_date < coalesce(care_to_date, {{ far_future() }})
