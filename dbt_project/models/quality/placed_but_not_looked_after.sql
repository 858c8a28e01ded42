with

placements as (select * from {{ ref('stg_placement') }}),

periods as (select * from {{ ref('stg_looked_after') }}),

councils as (select * from {{ ref('stg_council') }}),

final as (
    select placements.council_id, 'placement' as extract, placements.record_token, placements.child_key, null as team
    from placements
    inner join councils on placements.council_id = councils.council_id
    left join periods
        on placements.council_id = periods.council_id
        and placements.child_key = periods.child_key
        and {{ is_open_on('periods', 'councils.as_at_date') }}
    where {{ is_open_on('placements', 'councils.as_at_date') }} and periods.child_key is null
)

select * from final
