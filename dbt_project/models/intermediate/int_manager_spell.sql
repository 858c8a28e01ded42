with

holdings as (select * from {{ ref('int_holding_spell') }} where role_group = 'manager'),

spells as (
    {{ merge_spells('holdings', ['council_id', 'child_key'], latest=['team', 'worker_key']) }}
),

final as (select council_id, child_key, worker_key, from_date, to_date, team from spells)

select * from final
