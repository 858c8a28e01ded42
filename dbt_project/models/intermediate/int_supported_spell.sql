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

open_spells as (
    {{ merge_spells('allocations', ['council_id', 'child_key'], latest=['team']) }}
),

held_spells as (
    {{ merge_spells('workers', ['council_id', 'child_key']) }}
),

changes as (
    select council_id, child_key, from_date as change_date, 1 as opened, 0 as held from open_spells
    union all
    select council_id, child_key, to_date, -1, 0 from open_spells where to_date is not null
    union all
    select council_id, child_key, from_date, 0, 1 from held_spells
    union all
    select council_id, child_key, to_date, 0, -1 from held_spells where to_date is not null
),

running as (
    select
        council_id, child_key, change_date as from_date,
        lead(change_date) over child_days as to_date,
        sum(sum(opened)) over child_days as opened,
        sum(sum(held)) over child_days as held
    from changes
    group by council_id, child_key, change_date
    window child_days as (partition by council_id, child_key order by change_date)
),

childhoods as (
    select
        council_id, child_key,
        coalesce({{ birthday('date_of_birth', 18) }}, {{ far_future() }}) as adult_date
    from {{ ref('stg_person') }}
),

final as (
    select
        running.council_id, running.child_key, running.held > 0 as is_allocated, open_spells.team, running.from_date,
        case
            when coalesce(running.to_date, {{ far_future() }}) > childhoods.adult_date then childhoods.adult_date
            else running.to_date
        end as to_date
    from running
    inner join open_spells
        on running.council_id = open_spells.council_id
        and running.child_key = open_spells.child_key
        and {{ is_open_on('open_spells', 'running.from_date') }}
    left join childhoods
        on running.council_id = childhoods.council_id and running.child_key = childhoods.child_key
    where running.opened > 0 and running.from_date < coalesce(childhoods.adult_date, {{ far_future() }})
)

select * from final
