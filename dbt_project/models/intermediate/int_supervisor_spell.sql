with

posts as (select * from {{ ref('int_post_spell') }} where worker_key is not null),

employments as (
    {{ merge_spells('posts', ['council_id', 'worker_key'], latest=['team']) }}
),

-- of two sessions of a day, the supervisor of one
sessions as (
    select council_id, worker_key, held_date, min(supervisor_key) as supervisor_key
    from {{ ref('stg_supervision') }}
    where supervisor_key is not null
    group by council_id, worker_key, held_date
),

-- a worker belongs to who supervised last, until someone else does or the worker leaves
followed as (
    select
        council_id, worker_key, supervisor_key, held_date as from_date,
        lead(held_date) over (partition by council_id, worker_key order by held_date) as to_date
    from sessions
),

led as (
    select
        followed.council_id, followed.worker_key, followed.supervisor_key,
        {{ shared_spell('followed', 'employments') }}
    from followed
    inner join employments
        on followed.council_id = employments.council_id
        and followed.worker_key = employments.worker_key
        and {{ spells_meet('followed', 'employments') }}
),

changes as (
    select council_id, supervisor_key, from_date as change_date, 1 as change from led
    union all
    select council_id, supervisor_key, to_date, -1 from led where to_date is not null
),

running as (
    select
        council_id, supervisor_key, change_date as from_date,
        lead(change_date) over supervisor_days as to_date,
        sum(sum(change)) over supervisor_days as workers
    from changes
    group by council_id, supervisor_key, change_date
    window supervisor_days as (partition by council_id, supervisor_key order by change_date)
),

final as (
    select council_id, supervisor_key, cast(workers as integer) as workers, from_date, to_date
    from running
    where workers > 0
)

select * from final
