with

councils as (select * from {{ ref('council') }}),

delivering as (select * from {{ ref('stg_council') }}),

final as (
    select
        councils.council_id, councils.name, councils.nation, councils.la_code, councils.region, councils.slug,
        delivering.council_id is not null as is_delivering,
        delivering.history_from_date, delivering.as_at_date
    from councils
    left join delivering on councils.council_id = delivering.council_id
)

select * from final
