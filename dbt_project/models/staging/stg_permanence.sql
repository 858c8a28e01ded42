with

plans as (select * from {{ source('raw', 'permanence') }}),

codes as (select * from {{ ref('stg_code') }} where code_list = 'permanence_type'),

final as (
    select
        plans.council_id,
        plans.permanence_key,
        plans.child_key,
        plans.permanence_type,
        codes.code_group as permanence_group,
        plans.agreed_date as from_date,
        plans.matched_date,
        plans.ratified_date,
        plans.lifelong_links_date,
        coalesce(plans.achieved_date, plans.ended_date) as to_date,
        plans.team,
        plans.permanence_key as sort_key,
        plans.record_token
    from plans
    left join codes on plans.council_id = codes.council_id and plans.permanence_type = codes.code
)

select * from final
