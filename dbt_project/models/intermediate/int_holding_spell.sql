{{ config(materialized='table') }}

with

allocations as (
    select * from {{ ref('stg_allocation') }}
    where is_primary and worker_key is not null and (to_date is null or to_date > from_date)
),

roles as (select * from {{ ref('int_worker_role') }}),

held as (
    {{ merge_spells('allocations', ['council_id', 'child_key', 'worker_key']) }}
),

final as (
    select
        held.council_id,
        held.child_key,
        held.worker_key,
        roles.role_group,
        roles.team,
        roles.qualified_date,
        roles.fte,
        {{ shared_spell('held', 'roles') }},
        held.worker_key as sort_key
    from held
    inner join roles
        on held.council_id = roles.council_id
        and held.worker_key = roles.worker_key
        and {{ spells_meet('held', 'roles') }}
)

select * from final
