with

spells as (select * from {{ ref('int_supervision_spell') }} where threshold_id = 'supervision_days'),

sessions as (
    select council_id, worker_key, max_by(record_token, held_date) as record_token
    from {{ ref('stg_supervision') }}
    group by council_id, worker_key
),

final as (
    select
        spells.council_id, 'supervision' as extract, sessions.record_token, cast(null as varchar) as child_key,
        spells.team
    from spells
    inner join sessions on spells.council_id = sessions.council_id and spells.worker_key = sessions.worker_key
    where not spells.is_in_time and {{ is_open_on('spells', 'spells.extract_date') }}
)

select * from final
