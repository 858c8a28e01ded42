with

housed as (select * from {{ ref('int_housed_spell') }} where placement_group = 'independent'),

children as (select * from {{ ref('stg_person') }} where asylum_seeking = 'Y'),

placements as (
    select
        *,
        lag(to_date) over child_placements as ended_before,
        lag(placement_group) over child_placements as group_before
    from {{ ref('int_placement_spell') }}
    window child_placements as (partition by council_id, child_key order by from_date)
),

final as (
    select
        housed.council_id, housed.child_key, housed.placement_key, housed.setting_key, housed.team,
        housed.from_date, housed.to_date, housed.sort_key,
        placements.from_date as moved_date,
        coalesce(
            placements.admission_type = 'planned'
            and placements.ended_before = placements.from_date
            and placements.group_before <> 'independent',
            false
        ) as is_planned_move
    from housed
    inner join children on housed.council_id = children.council_id and housed.child_key = children.child_key
    inner join placements
        on housed.council_id = placements.council_id and housed.placement_key = placements.placement_key
)

select * from final
