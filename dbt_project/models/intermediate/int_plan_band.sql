with

spells as (select * from {{ ref('int_action_status_spell') }}),

movements as (select * from {{ ref('int_action_movement') }}),

frameworks as (select * from {{ ref('framework') }}),

measures as (select * from {{ ref('measure') }}),

statuses as (
    select council_id, code, label from {{ ref('stg_code') }} where code_list = 'action_status'
    union all
    select council_id, 'not_known', 'No status' from {{ ref('stg_council') }}
),

plans as (
    select distinct spells.council_id, spells.framework_id, coalesce(frameworks.name, spells.framework_id) as name
    from spells
    left join frameworks on spells.framework_id = frameworks.framework_id
),

final as (
    select council_id, framework_id as band, name as label from plans
    union all
    select distinct
        plans.council_id,
        {{ plan_status('plans.framework_id', 'spells.status') }},
        concat(plans.name, ': ', lower(statuses.label))
    from plans
    inner join spells on plans.council_id = spells.council_id and plans.framework_id = spells.framework_id
    inner join statuses on spells.council_id = statuses.council_id and spells.status = statuses.code
    union all
    select distinct
        plans.council_id,
        {{ plan_movement('plans.framework_id', 'movements.from_status', 'movements.to_status') }},
        concat(plans.name, ': ', lower(before.label), ' to ', lower(now.label))
    from plans
    inner join movements on plans.council_id = movements.council_id and plans.framework_id = movements.framework_id
    inner join statuses as before on movements.council_id = before.council_id and movements.from_status = before.code
    inner join statuses as now on movements.council_id = now.council_id and movements.to_status = now.code
    union all
    select distinct spells.council_id, measures.measure_id, measures.name
    from spells
    inner join measures on spells.council_id = measures.council_id and spells.measure_id = measures.measure_id
    union
    select measures.council_id, measures.measure_id, measures.name
    from measures
    inner join {{ ref('cadence') }} as cadences on measures.measure_id = cadences.measure_id
)

select * from final
