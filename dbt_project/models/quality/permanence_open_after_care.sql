with

plans as (select * from {{ ref('stg_permanence') }} where to_date is null),

care as (select * from {{ ref('int_care_spell') }}),

councils as (select * from {{ ref('stg_council') }}),

final as (
    select plans.council_id, 'permanence' as extract, plans.record_token, plans.child_key, plans.team
    from plans
    inner join councils on plans.council_id = councils.council_id
    left join care
        on plans.council_id = care.council_id
        and plans.child_key = care.child_key
        and {{ is_open_on('care', 'councils.as_at_date') }}
    where care.child_key is null
)

select * from final
