{{ config(materialized='table') }}

with

assessments as (select * from {{ ref('stg_assessment') }}),

referrals as (select * from {{ ref('stg_referral') }}),

councils as (select * from {{ ref('stg_council') }}),

calendar as (select * from {{ ref('int_working_day') }}),

thresholds as (select * from {{ ref('int_threshold') }}),

-- without a referral the assessment is one of a case already open: its own first day starts the clock
begun as (
    select
        assessments.*, councils.nation, councils.as_at_date,
        coalesce(referrals.received_date, assessments.started_date) as clock_date,
        coalesce(assessments.completed_date, councils.as_at_date) as reached_date
    from assessments
    inner join councils on assessments.council_id = councils.council_id
    left join referrals
        on assessments.council_id = referrals.council_id and assessments.referral_key = referrals.referral_key
),

timed as (
    select
        begun.*, limits.value as limit_days,
        {{ days_taken('limits.unit', 'first_day', 'last_day') }} + first_days.value as days
    from begun
    left join thresholds as limits
        on {{ is_threshold('limits', 'assessment_days', 'begun.council_id', 'begun.clock_date') }}
    left join thresholds as first_days
        on {{ is_threshold('first_days', 'assessment_first_day', 'begun.council_id', 'begun.clock_date') }}
    left join calendar as first_day on {{ is_calendar_day('first_day', 'begun.nation', 'begun.clock_date') }}
    left join calendar as last_day on {{ is_calendar_day('last_day', 'begun.nation', 'begun.reached_date') }}
),

final as (
    select
        council_id, assessment_key, child_key, referral_key, type_group, clock_date, started_date, completed_date,
        cast(days as integer) as days,
        days <= limit_days as is_in_time,
        seen_alone, outcome, outcome_group, support_group, team, record_token
    from timed
)

select * from final
