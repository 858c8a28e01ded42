{{ config(materialized='table') }}

with

holdings as (select * from {{ ref('int_holding_spell') }} where role_group = 'caseload'),

thresholds as (select * from {{ ref('caseload_threshold') }}),

changes as (
    select council_id, worker_key, team, qualified_date, fte, from_date as change_date, 1 as change from holdings
    union all
    select council_id, worker_key, team, qualified_date, fte, to_date, -1 from holdings where to_date is not null
),

-- the day a worker is no longer newly qualified changes the limit, not the caseload
steps as (
    select council_id, worker_key, team, qualified_date, fte, change_date, change from changes
    union all
    select distinct
        holdings.council_id, holdings.worker_key, holdings.team, holdings.qualified_date, holdings.fte,
        {{ add_days('holdings.qualified_date', 'thresholds.newly_qualified_days') }}, 0
    from holdings
    inner join thresholds on holdings.council_id = thresholds.council_id
    where holdings.qualified_date is not null
),

running as (
    select
        council_id, worker_key, team, qualified_date, fte, change_date as from_date,
        lead(change_date) over worker_days as to_date,
        sum(sum(change)) over worker_days as cases
    from steps
    group by council_id, worker_key, team, qualified_date, fte, change_date
    window worker_days as (partition by council_id, worker_key, team, qualified_date, fte order by change_date)
),

final as (
    select
        running.council_id, running.worker_key, running.team, running.from_date, running.to_date,
        running.fte,
        cast(running.cases as integer) as cases,
        coalesce(
            running.from_date < {{ add_days('running.qualified_date', 'thresholds.newly_qualified_days') }}, false
        ) as is_first_year,
        case when is_first_year then thresholds.newly_qualified_limit else thresholds.usual_limit end as case_limit
    from running
    left join thresholds
        on running.council_id = thresholds.council_id
        and running.from_date >= coalesce(thresholds.valid_from, running.from_date)
        and running.from_date <= coalesce(thresholds.valid_to, running.from_date)
    where running.cases > 0
)

select * from final
