{{ config(materialized='table') }}

with

due as (select * from {{ ref('int_supervision_due') }}),

absences as (select * from {{ ref('int_absence_spell') }}),

away as (
    select
        due.due_key, due.limit_days, absences.from_date as absent_from_date, absences.to_date as absent_to_date,
        {{ shared_spell('due', 'absences') }}
    from due
    inner join absences
        on due.council_id = absences.council_id
        and due.worker_key = absences.worker_key
        and {{ spells_meet('due', 'absences') }}
),

-- the time allowed starts with the work, with a session, and with the return of who was away for all of it
starts as (
    select due_key, limit_days, from_date as day from due
    union
    select due.due_key, due.limit_days, sessions.held_date
    from due
    inner join {{ ref('stg_supervision') }} as sessions
        on due.council_id = sessions.council_id
        and due.worker_key = sessions.worker_key
        and {{ is_open_on('due', 'sessions.held_date') }}
    union
    select due_key, limit_days, to_date
    from away
    where to_date = absent_to_date and absent_to_date - absent_from_date > limit_days
),

changes as (
    select due_key, limit_days, day, 0 as due, 0 as absent, day as start_day from starts
    union all
    select due_key, limit_days, {{ add_days('day', 'limit_days + 1') }}, 0, 0, null from starts
    union all
    select due_key, limit_days, from_date, 1, 0, null from due
    union all
    select due_key, limit_days, to_date, -1, 0, null from due where to_date is not null
    union all
    select due_key, limit_days, from_date, 0, 1, null from away
    union all
    select due_key, limit_days, to_date, 0, -1, null from away where to_date is not null
),

stretches as (
    select
        due_key, day as from_date, day as sort_key,
        lead(day) over so_far as to_date,
        sum(sum(due)) over so_far = 1 and sum(sum(absent)) over so_far = 0 as is_due,
        day - max(max(start_day)) over so_far <= limit_days as is_in_time
    from changes
    group by due_key, limit_days, day
    window so_far as (partition by due_key order by day)
),

due_stretches as (select * from stretches where is_due),

spells as (
    {{ merge_spells('due_stretches', ['due_key', 'is_in_time']) }}
),

final as (
    select
        due.council_id, due.threshold_id, due.worker_key, due.team, due.record_token, due.extract_date,
        spells.is_in_time, spells.from_date, spells.to_date
    from spells
    inner join due on spells.due_key = due.due_key
)

select * from final
