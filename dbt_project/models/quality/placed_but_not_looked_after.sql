with

placements as (select * from {{ ref('stg_placement') }}),

-- young people supported after care live in placements too
supported as (
    select council_id, child_key, from_date, to_date from {{ ref('stg_looked_after') }}
    union all
    select council_id, child_key, from_date, to_date from {{ ref('stg_throughcare') }}
),

councils as (select * from {{ ref('stg_council') }}),

final as (
    select placements.council_id, 'placement' as extract, placements.record_token, placements.child_key, null as team
    from placements
    inner join councils on placements.council_id = councils.council_id
    left join supported
        on placements.council_id = supported.council_id
        and placements.child_key = supported.child_key
        and {{ is_open_on('supported', 'councils.as_at_date') }}
    where {{ is_open_on('placements', 'councils.as_at_date') }} and supported.child_key is null
)

select * from final
