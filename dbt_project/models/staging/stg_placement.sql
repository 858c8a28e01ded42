with

placements as (select * from {{ source('raw', 'placement') }}),

codes as (select * from {{ ref('stg_code') }} where code_list = 'placement_type'),

final as (
    select
        placements.council_id,
        placements.placement_key,
        placements.child_key,
        placements.started_date as from_date,
        placements.ended_date as to_date,
        placements.placement_type,
        codes.code_group as placement_group,
        placements.provider_type,
        placements.in_council_area,
        placements.recorded_date,
        placements.record_token
    from placements
    left join codes on placements.council_id = codes.council_id and placements.placement_type = codes.code
)

select * from final
