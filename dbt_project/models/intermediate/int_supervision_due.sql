with

posts as (select * from {{ ref('int_post_spell') }} where worker_key is not null),

employments as (
    {{ merge_spells('posts', ['council_id', 'worker_key'], latest=['team', 'record_token', 'extract_date']) }}
),

-- what went before the tracker is not known
trackers as (
    select council_id, min(held_date) as first_date from {{ ref('stg_supervision') }} group by council_id
),

qualified as (
    select council_id, worker_key, max(qualified_date) as qualified_date
    from {{ ref('stg_worker') }}
    group by council_id, worker_key
),

limits as (select * from {{ ref('int_threshold') }}),

known as (
    select
        employments.council_id, employments.worker_key, employments.team, employments.record_token,
        employments.extract_date, greatest(employments.from_date, trackers.first_date) as from_date,
        employments.to_date, qualified.qualified_date,
        {{ add_days('qualified.qualified_date', 'first_years.value') }} as experienced_date
    from employments
    inner join trackers on employments.council_id = trackers.council_id
    left join qualified
        on employments.council_id = qualified.council_id and employments.worker_key = qualified.worker_key
    left join limits as first_years
        on {{ is_threshold('first_years', 'first_year_days', 'employments.council_id', 'qualified.qualified_date') }}
    where employments.to_date is null or employments.to_date > trackers.first_date
),

asked as (
    select *, 'supervision_days' as threshold_id from known
    union all
    select
        council_id, worker_key, team, record_token, extract_date,
        greatest(from_date, qualified_date) as from_date,
        least(coalesce(to_date, {{ far_future() }}), experienced_date) as to_date,
        qualified_date, experienced_date, 'supervision_days_first_year' as threshold_id
    from known
    where experienced_date > from_date and qualified_date < coalesce(to_date, {{ far_future() }})
),

final as (
    select
        concat(asked.threshold_id, ':', asked.council_id, ':', asked.worker_key, ':', cast(asked.from_date as varchar))
            as due_key,
        asked.council_id, asked.threshold_id, asked.worker_key, asked.team, asked.record_token, asked.extract_date,
        asked.from_date, asked.to_date, cast(limits.value as integer) as limit_days
    from asked
    inner join limits
        on asked.threshold_id = limits.threshold_id
        and asked.council_id = limits.council_id
        and {{ is_open_on('limits', 'asked.extract_date') }}
)

select * from final
