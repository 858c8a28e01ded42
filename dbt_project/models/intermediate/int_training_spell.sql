with

holdings as (select * from {{ ref('int_post_spell') }} where worker_key is not null),

audiences as (select * from {{ ref('training_audience') }}),

completed as (
    select council_id, worker_key, course, min(completed_date) as completed_date
    from {{ ref('stg_training') }}
    group by council_id, worker_key, course
),

asked as (
    select holdings.*, audiences.course, audiences.is_mandatory
    from holdings
    inner join audiences
        on coalesce(audiences.council_id, holdings.council_id) = holdings.council_id
        and holdings.role = audiences.role
),

spells as (
    {{ merge_spells(
        'asked', ['council_id', 'worker_key', 'course', 'is_mandatory'],
        latest=['team', 'record_token', 'extract_date']
    ) }}
),

reached as (
    select spells.*, coalesce(completed.completed_date, {{ far_future() }}) as completed_date
    from spells
    left join completed
        on spells.council_id = completed.council_id
        and spells.worker_key = completed.worker_key
        and spells.course = completed.course
),

final as (
    select
        council_id, worker_key, course, is_mandatory, team, record_token, extract_date, false as is_completed,
        from_date, from_date as in_post_from_date,
        nullif(least(coalesce(to_date, {{ far_future() }}), completed_date), {{ far_future() }}) as to_date
    from reached
    where completed_date > from_date
    union all
    select
        council_id, worker_key, course, is_mandatory, team, record_token, extract_date, true,
        greatest(from_date, completed_date), from_date, to_date
    from reached
    where completed_date < coalesce(to_date, {{ far_future() }})
)

select * from final
