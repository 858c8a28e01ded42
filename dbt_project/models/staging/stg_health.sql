with

checks as (select * from {{ source('raw', 'health') }}),

codes as (select * from {{ ref('stg_code') }} where code_list = 'health_check_type'),

final as (
    select
        checks.council_id,
        checks.health_check_key,
        checks.child_key,
        codes.code_group as check_group,
        checks.due_date,
        -- what a child refused was not done, whatever day stands beside it
        case when coalesce(checks.refused, 'U') <> 'Y' then checks.done_date end as done_date,
        checks.record_token
    from checks
    left join codes on checks.council_id = codes.council_id and checks.check_type = codes.code
)

select * from final
