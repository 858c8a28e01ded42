with

actions as (select * from {{ source('raw', 'improvement_action') }}),

frameworks as (select * from {{ ref('framework') }}),

measures as (select * from {{ ref('measure') }}),

codes as (select * from {{ ref('stg_code') }} where code_list = 'action_status'),

-- plans and measures are called as the catalogue calls them, whatever the case in which they were typed
final as (
    select
        actions.council_id,
        actions.action_key,
        coalesce(frameworks.framework_id, actions.framework) as framework_id,
        coalesce(measures.measure_id, actions.measure) as measure_id,
        actions.title,
        actions.owner_role,
        actions.due_date,
        actions.status_date,
        actions.status_scale,
        actions.status,
        codes.code_group as status_group,
        frameworks.framework_id is not null as is_of_known_plan,
        actions.record_token
    from actions
    left join frameworks
        on actions.council_id = frameworks.council_id and lower(actions.framework) = lower(frameworks.framework_id)
    left join measures
        on actions.council_id = measures.council_id and lower(actions.measure) = lower(measures.measure_id)
    left join codes on actions.council_id = codes.council_id and actions.status = codes.code
)

select * from final
