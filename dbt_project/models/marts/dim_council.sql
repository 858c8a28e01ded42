with

councils as (select * from {{ ref('council') }}),

delivering as (select * from {{ ref('stg_council') }}),

-- figures of nations and regions come as returns
others as (
    select distinct returns.council_id, areas.name, left(returns.council_id, 1) = 'S' as is_scottish
    from {{ ref('int_measure_return') }} as returns
    left join {{ ref('area') }} as areas on returns.council_id = areas.area_id
    left join councils on returns.council_id = councils.council_id
    where councils.council_id is null
),

final as (
    select
        councils.council_id, councils.name, councils.nation, councils.la_code, councils.region, councils.slug,
        delivering.council_id is not null as is_delivering,
        delivering.history_from_date,
        coalesce(delivering.as_at_date, delivering.office_as_at_date) as as_at_date
    from councils
    left join delivering on councils.council_id = delivering.council_id
    union all
    select
        council_id, coalesce(name, council_id), case when is_scottish then 'scotland' else 'england' end,
        null, null, lower(replace(coalesce(name, council_id), ' ', '-')), false, null, null
    from others
)

select * from final
