with

-- a meeting that was held is no status of what was to be done; of two reports of one day, one counts
reports as (
    select *
    from {{ ref('stg_improvement_action') }}
    where status_group is distinct from 'held'
    qualify row_number() over (
        partition by council_id, framework_id, action_key, status_date order by record_token
    ) = 1
),

scales as (select * from {{ ref('action_status') }}),

stood as (
    select
        reports.*, scales.rank,
        coalesce(reports.status_group, 'open') = 'done' as is_complete,
        scales.status is not null as is_of_scale,
        lead(reports.status_date) over next_report as to_date
    from reports
    left join scales on reports.status_scale = scales.status_scale and reports.status = scales.status
    window next_report as (
        partition by reports.council_id, reports.framework_id, reports.action_key order by reports.status_date
    )
),

late as (
    select
        *,
        case
            when not is_complete and {{ add_days('due_date', 1) }} < coalesce(to_date, {{ far_future() }})
                then greatest(status_date, {{ add_days('due_date', 1) }})
        end as overdue_from_date
    from stood
),

followed as (
    select
        *,
        lag(status) over reported as status_before,
        lag(rank) over reported as rank_before,
        lag(is_of_scale) over reported and is_of_scale and lag(status_scale) over reported = status_scale
            as is_comparable,
        lag(overdue_from_date) over reported is not null as was_overdue
    from late
    window reported as (partition by council_id, framework_id, action_key order by status_date)
),

final as (
    select
        council_id, action_key, framework_id, measure_id, status_scale,
        coalesce(status, 'not_known') as status,
        status_date as from_date,
        to_date, is_complete, due_date, overdue_from_date,
        case when not was_overdue or overdue_from_date > status_date then overdue_from_date end as fell_overdue_date,
        case when is_comparable and status <> status_before then status_before end as previous_status,
        case
            when previous_status is null then null
            when is_complete then 'completed'
            when rank > rank_before then 'promoted'
            when rank < rank_before then 'demoted'
            else 'moved'
        end as movement,
        record_token
    from followed
)

select * from final
