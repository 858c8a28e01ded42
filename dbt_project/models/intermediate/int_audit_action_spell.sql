with

actions as (select * from {{ ref('stg_audit_action') }}),

final as (
    select council_id, audit_action_key, team, false as is_completed, from_date, to_date from actions
    union all
    select council_id, audit_action_key, team, true, to_date, null from actions where to_date is not null
)

select * from final
