with

exclusions as (select * from {{ source('raw', 'exclusion') }}),

codes as (select * from {{ ref('stg_code') }} where code_list = 'exclusion_type'),

final as (
    select
        exclusions.council_id,
        exclusions.exclusion_key,
        exclusions.child_key,
        exclusions.exclusion_type,
        coalesce(codes.code_group = 'permanent', false) as is_permanent,
        exclusions.started_date as excluded_date,
        exclusions.record_token
    from exclusions
    left join codes on exclusions.council_id = codes.council_id and exclusions.exclusion_type = codes.code
)

select * from final
