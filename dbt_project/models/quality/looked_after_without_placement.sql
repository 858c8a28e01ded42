with

periods as (select * from {{ ref('stg_looked_after') }}),

placements as (select * from {{ ref('stg_placement') }}),

councils as (select * from {{ ref('stg_council') }}),

final as (
    select periods.council_id, 'looked_after' as extract, periods.record_token, periods.child_key, periods.team
    from periods
    inner join councils on periods.council_id = councils.council_id
    left join placements
        on periods.council_id = placements.council_id
        and periods.child_key = placements.child_key
        and {{ is_open_on('placements', 'councils.as_at_date') }}
    where {{ is_open_on('periods', 'councils.as_at_date') }} and placements.child_key is null
)

select * from final
