with

waiting as (
    select * from {{ ref('stg_allocation') }}
    where is_primary and worker_key is null and (to_date is null or to_date > from_date)
),

spells as (
    {{ merge_spells('waiting', ['council_id', 'child_key'], latest=['team']) }}
),

final as (select council_id, child_key, from_date, to_date, team from spells)

select * from final
