{{ config(materialized='table') }}

with

employments as (select * from {{ ref('int_post_spell') }} where is_employed),

absences as (select * from {{ ref('int_absence_spell') }}),

councils as (select * from {{ ref('stg_council') }}),

coverage as (select * from {{ ref('int_coverage') }} where indicator_id = 'sickness_pct'),

working_days as (select * from {{ ref('int_working_day') }} where is_working_day),

days as (
    select councils.council_id, working_days.day
    from councils
    inner join coverage on councils.council_id = coverage.council_id
    inner join working_days
        on councils.nation = working_days.nation
        and working_days.day between councils.history_from_date and coverage.as_at_date
),

-- of two part-time posts at one time, each working day counts once
final as (
    select
        employments.council_id, employments.worker_key, employments.team, employments.service,
        employments.is_social_work,
        {{ month_end('days.day') }} as month_end_date,
        max(days.day) as last_day,
        count(distinct days.day) as working_days,
        count(distinct case when absences.worker_key is not null then days.day end) as days_lost
    from employments
    inner join days on employments.council_id = days.council_id and {{ is_open_on('employments', 'days.day') }}
    left join absences
        on employments.council_id = absences.council_id
        and employments.worker_key = absences.worker_key
        and {{ is_open_on('absences', 'days.day') }}
    group by all
)

select * from final
