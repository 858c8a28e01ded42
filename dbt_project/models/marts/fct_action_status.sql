with

spells as (select * from {{ ref('int_action_status_spell') }}),

statuses as (select * from {{ ref('action_status') }}),

-- the months in which the indicator is counted, up to the newest report
months as (
    select council_id, period_id, period_start, period_end, least(period_end, as_at_date) as day
    from {{ ref('int_indicator_period') }}
    where indicator_id = 'plan_actions' and period_type = 'month'
),

plans as (
    select council_id, framework_id, status_scale, min(from_date) as first_date
    from spells
    group by council_id, framework_id, status_scale
),

-- a status that no action has is none, not missing
cells as (
    select plans.council_id, plans.framework_id, plans.status_scale, statuses.status, plans.first_date
    from plans
    inner join statuses on plans.status_scale = statuses.status_scale
    union
    select plans.council_id, plans.framework_id, plans.status_scale, spells.status, plans.first_date
    from plans
    inner join spells using (council_id, framework_id, status_scale)
),

counted as (
    select
        cells.council_id, cells.framework_id, months.period_id, months.period_end, cells.status_scale, cells.status,
        coalesce({{ is_open_on('spells', 'months.day') }}, false) as is_there,
        spells.overdue_from_date <= months.day as is_overdue,
        spells.fell_overdue_date between months.period_start and months.day as fell_overdue,
        case when spells.from_date >= months.period_start then spells.movement end as movement
    from cells
    inner join months on cells.council_id = months.council_id and cells.first_date <= months.period_end
    left join spells
        on cells.council_id = spells.council_id
        and cells.framework_id = spells.framework_id
        and cells.status_scale = spells.status_scale
        and cells.status = spells.status
        and months.day >= spells.from_date
        and months.period_start <= coalesce(spells.to_date, months.period_start)
),

final as (
    select
        council_id, framework_id, period_id, period_end, status_scale, status,
        cast(count(*) filter (is_there) as integer) as actions,
        cast(count(*) filter (is_there and is_overdue) as integer) as overdue,
        cast(count(*) filter (fell_overdue) as integer) as fell_overdue,
        cast(count(*) filter (movement = 'promoted') as integer) as promoted,
        cast(count(*) filter (movement = 'demoted') as integer) as demoted,
        cast(count(*) filter (movement = 'completed') as integer) as completed
    from counted
    group by council_id, framework_id, period_id, period_end, status_scale, status
)

select * from final
