with

records as (select * from {{ ref('stg_throughcare') }} where to_date is null or to_date > from_date),

spells as (
    {{ merge_spells('records', ['council_id', 'child_key', 'support_type'], latest=['team']) }}
),

final as (select council_id, child_key, support_type, from_date, to_date, team from spells)

select * from final
