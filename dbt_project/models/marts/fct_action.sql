with

spells as (select * from {{ ref('int_action_status_spell') }}),

reports as (select * from {{ ref('stg_improvement_action') }}),

measures as (select * from {{ ref('measure') }}),

-- an action goes by the words of its newest report
named as (
    select council_id, framework_id, action_key, title, owner_role
    from reports
    qualify row_number() over (
        partition by council_id, framework_id, action_key order by status_date desc, record_token asc
    ) = 1
),

numbered as (
    select *, dense_rank() over (partition by council_id, framework_id order by title, action_key) as position
    from named
),

final as (
    select
        spells.council_id, spells.framework_id,
        cast(numbered.position as integer) as action_number,
        spells.from_date, spells.to_date, numbered.title, numbered.owner_role,
        spells.measure_id, measures.ref as plan_ref,
        spells.status_scale, spells.status, spells.is_complete, spells.due_date, spells.overdue_from_date,
        spells.movement
    from spells
    inner join numbered
        on spells.council_id = numbered.council_id
        and spells.framework_id = numbered.framework_id
        and spells.action_key = numbered.action_key
    left join measures on spells.measure_id = measures.measure_id
)

select * from final
