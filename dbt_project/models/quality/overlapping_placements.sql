with

placements as (select * from {{ ref('stg_placement') }}),

keyed as (select *, placement_key as sort_key from placements),

final as (
    {{ overlapping_rows('keyed', 'placement', 'null') }}
)

select * from final
