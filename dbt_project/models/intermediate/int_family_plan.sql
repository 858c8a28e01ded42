with

support as (select * from {{ ref('stg_family_support') }}),

final as (
    select distinct
        council_id,
        family_key,
        plan_agreed_date
    from support
    where service_group = 'family_group' and plan_agreed_date is not null
)

select * from final
