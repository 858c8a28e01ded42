with

loads as (select * from {{ source('raw', 'load') }}),

councils as (select * from {{ ref('stg_council') }}),

final as (
    select
        loads.council_id,
        loads.extract,
        loads.source,
        max(loads.extract_date) as extract_date,
        -- what an office sends has a rhythm of its own
        loads.source = 'case_system' and max(loads.extract_date) < max(councils.as_at_date) as is_stale
    from loads
    inner join councils on loads.council_id = councils.council_id
    where loads.is_current
    group by loads.council_id, loads.extract, loads.source
)

select * from final
