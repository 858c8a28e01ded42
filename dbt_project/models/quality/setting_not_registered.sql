with

placements as (select * from {{ ref('stg_placement') }}),

placed as (select * from {{ ref('int_placed_spell') }}),

councils as (select * from {{ ref('stg_council') }}),

final as (
    select placements.council_id, 'placement' as extract, placements.record_token, placements.child_key, placed.team
    from placements
    inner join councils on placements.council_id = councils.council_id
    inner join placed
        on placements.council_id = placed.council_id
        and placements.placement_key = placed.placement_key
        and {{ is_open_on('placed', 'councils.as_at_date') }}
    where placements.setting_registered = 'N'
)

select * from final
