with

spells as (select * from {{ ref('int_action_status_spell') }} where to_date is null),

delivered as (select * from {{ ref('stg_extract_status') }} where extract = 'improvement_action'),

final as (
    select
        spells.council_id, 'improvement_action' as extract, spells.record_token,
        cast(null as varchar) as child_key, cast(null as varchar) as team
    from spells
    inner join delivered on spells.council_id = delivered.council_id
    where spells.overdue_from_date <= delivered.extract_date
)

select * from final
