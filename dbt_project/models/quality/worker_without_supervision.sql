with

spells as (select * from {{ ref('int_supervision_spell') }} where threshold_id = 'supervision_days'),

sessions as (select distinct council_id, worker_key from {{ ref('stg_supervision') }}),

final as (
    select
        spells.council_id, 'post' as extract, spells.record_token, cast(null as varchar) as child_key, spells.team
    from spells
    left join sessions on spells.council_id = sessions.council_id and spells.worker_key = sessions.worker_key
    where
        not spells.is_in_time and {{ is_open_on('spells', 'spells.extract_date') }} and sessions.worker_key is null
)

select * from final
