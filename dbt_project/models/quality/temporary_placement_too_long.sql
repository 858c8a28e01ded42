with

placements as (select * from {{ ref('stg_placement') }} where placement_group = 'temporary'),

councils as (select * from {{ ref('stg_council') }}),

limits as (select * from {{ ref('int_threshold') }}),

final as (
    select placements.council_id, 'placement' as extract, placements.record_token, placements.child_key, null as team
    from placements
    inner join councils on placements.council_id = councils.council_id
    inner join limits
        on placements.council_id = limits.council_id
        and limits.threshold_id = concat('temporary_', placements.placement_trait, '_days')
        and {{ is_open_on('limits', 'placements.from_date') }}
    where
        coalesce(placements.to_date, councils.as_at_date) > {{ add_days('placements.from_date', 'limits.value') }}
)

select * from final
