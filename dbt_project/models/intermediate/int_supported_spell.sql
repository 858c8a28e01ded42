{{ config(materialized='table') }}

with

allocations as (
    select * from {{ ref('stg_allocation') }}
    where is_primary and (to_date is null or to_date > from_date)
),

workers as (
    select * from {{ ref('int_holding_spell') }}
    where role_group is distinct from 'manager'
),

open_work as (
    select council_id, child_key, from_date, to_date, team, sort_key, false as is_allocated from allocations
    union all
    select council_id, child_key, from_date, to_date, team, sort_key, true from workers
),

spells as (
    {{ merge_spells('open_work', ['council_id', 'child_key', 'is_allocated'], latest=['team']) }}
),

persons as (select * from {{ ref('stg_person') }}),

children as (
    select
        spells.council_id, spells.child_key, spells.is_allocated, spells.team, spells.from_date,
        nullif(
            least(
                coalesce(spells.to_date, {{ far_future() }}),
                coalesce({{ birthday('persons.date_of_birth', 18) }}, {{ far_future() }})
            ),
            {{ far_future() }}
        ) as to_date
    from spells
    left join persons on spells.council_id = persons.council_id and spells.child_key = persons.child_key
),

final as (select * from children where to_date is null or to_date > from_date)

select * from final
