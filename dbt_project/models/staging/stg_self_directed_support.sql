with

choices as (select * from {{ source('raw', 'self_directed_support') }}),

codes as (select * from {{ ref('stg_code') }} where code_list = 'sds_option'),

final as (
    select
        choices.council_id,
        choices.sds_key,
        choices.child_key,
        coalesce(choices.family_key, choices.child_key) as family_key,
        choices.option as sds_option,
        codes.code_group as option_group,
        choices.started_date as from_date,
        choices.ended_date as to_date,
        choices.sds_key as sort_key,
        choices.record_token
    from choices
    left join codes on choices.council_id = codes.council_id and choices.option = codes.code
)

select * from final
