with

placements as (select * from {{ source('raw', 'placement') }}),

codes as (select * from {{ ref('stg_code') }} where code_list = 'placement_type'),

traits as (select * from {{ ref('stg_code') }} where code_list = 'placement_trait'),

providers as (select * from {{ ref('stg_code') }} where code_list = 'provider_type'),

final as (
    select
        placements.council_id,
        placements.placement_key,
        placements.child_key,
        placements.started_date as from_date,
        placements.ended_date as to_date,
        placements.placement_type,
        codes.code_group as placement_group,
        traits.code_group as placement_trait,
        placements.provider_type,
        providers.code_group as provider_group,
        placements.in_council_area,
        placements.setting_key,
        placements.setting_registered,
        placements.admission_type,
        -- 999.9 is how the return writes a home that is not known
        nullif(placements.distance_miles, 999.9) as distance_miles,
        coalesce(placements.distance_miles = 999.9, false) as is_home_unknown,
        placements.recorded_date,
        placements.record_token
    from placements
    left join codes on placements.council_id = codes.council_id and placements.placement_type = codes.code
    left join traits on placements.council_id = traits.council_id and placements.placement_type = traits.code
    left join providers on placements.council_id = providers.council_id and placements.provider_type = providers.code
)

select * from final
