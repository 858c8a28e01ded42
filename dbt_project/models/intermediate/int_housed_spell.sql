{{ config(materialized='table') }}

with

care as (select * from {{ ref('int_care_spell') }}),

throughcare as (select * from {{ ref('int_throughcare_spell') }}),

placements as (select * from {{ ref('int_placement_spell') }}),

supported as (
    select council_id, child_key, from_date, to_date, team, 'care' as sort_key from care
    union all
    select council_id, child_key, from_date, to_date, team, support_type from throughcare
),

spells as (
    {{ merge_spells('supported', ['council_id', 'child_key'], latest=['team']) }}
),

final as (
    select
        spells.council_id,
        spells.child_key,
        placements.placement_key,
        placements.placement_group,
        placements.setting_key,
        spells.team,
        {{ shared_spell('spells', 'placements') }},
        placements.placement_key as sort_key
    from spells
    inner join placements
        on spells.council_id = placements.council_id
        and spells.child_key = placements.child_key
        and {{ spells_meet('spells', 'placements') }}
)

select * from final
