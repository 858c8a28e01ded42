{{ config(materialized='table') }}

with

posts as (select * from {{ ref('int_post_spell') }} where is_employed and is_social_work),

-- from one post to another that day is not leaving; a post that is no social worker's is
employments as (
    {{ merge_spells('posts', ['council_id', 'worker_key'], latest=['team', 'employed_fte']) }}
),

months as (select * from {{ ref('int_worker_month') }} where is_social_work),

periods as (
    select * from {{ ref('int_indicator_period') }}
    where indicator_id = 'absence_rate_pct' and period_type = 'rolling_12_months'
),

limits as (select * from {{ ref('int_threshold') }}),

lost as (
    select periods.council_id, periods.period_id, months.worker_key, sum(months.days_lost) as days_lost
    from periods
    inner join months
        on periods.council_id = months.council_id
        and months.month_end_date between periods.period_start and periods.period_end
    group by periods.council_id, periods.period_id, months.worker_key
),

counted as (
    select
        periods.council_id, periods.period_id, employments.worker_key,
        max_by(employments.team, employments.from_date) as team,
        sum(case when {{ is_open_on('employments', 'periods.period_end') }} then employments.employed_fte else 0 end)
            as in_post_fte,
        -- who came and left within the year is not counted as a leaver
        sum(
            case
                when employments.to_date <= periods.period_end and employments.from_date < periods.period_start
                    then employments.employed_fte
                else 0
            end
        ) as left_fte,
        max(case when periods.period_end - periods.period_start = 365 then leap_years.value else years.value end)
            as year_days
    from periods
    inner join employments
        on periods.council_id = employments.council_id
        and periods.period_end >= employments.from_date
        and (employments.to_date is null or periods.period_start <= employments.to_date)
    left join limits as years
        on {{ is_threshold('years', 'working_year_days', 'periods.council_id', 'periods.period_end') }}
    left join limits as leap_years
        on {{ is_threshold('leap_years', 'working_leap_year_days', 'periods.council_id', 'periods.period_end') }}
    group by periods.council_id, periods.period_id, employments.worker_key
),

final as (
    select counted.*, coalesce(lost.days_lost, 0) as days_lost
    from counted
    left join lost
        on counted.council_id = lost.council_id
        and counted.period_id = lost.period_id
        and counted.worker_key = lost.worker_key
)

select * from final
