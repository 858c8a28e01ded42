with

placements as (select * from {{ ref('stg_placement') }}),

admissions as (select * from {{ ref('int_placement_move') }} where is_admission and to_group <> 'at_home'),

councils as (select * from {{ ref('stg_council') }}),

final as (
    select placements.council_id, 'placement' as extract, placements.record_token, placements.child_key, admissions.team
    from placements
    inner join councils on placements.council_id = councils.council_id
    inner join admissions
        on placements.council_id = admissions.council_id and placements.placement_key = admissions.placement_key
    where
        placements.admission_type is null
        and admissions.moved_date > {{ add_months('councils.as_at_date', -12) }}
)

select * from final
