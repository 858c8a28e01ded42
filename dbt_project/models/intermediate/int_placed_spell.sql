{{ config(materialized='table') }}

with

care as (select * from {{ ref('int_care_spell') }}),

placements as (select * from {{ ref('int_placement_spell') }}),

final as (
    select
        care.council_id,
        care.child_key,
        placements.placement_key,
        placements.placement_group,
        placements.placement_trait,
        placements.provider_group,
        placements.in_council_area,
        placements.setting_key,
        placements.admission_type,
        placements.distance_miles,
        placements.is_home_unknown,
        care.team,
        care.from_date as care_from_date,
        {{ shared_spell('care', 'placements') }}
    from care
    inner join placements
        on care.council_id = placements.council_id
        and care.child_key = placements.child_key
        and {{ spells_meet('care', 'placements') }}
)

select * from final
