{{ config(materialized='table') }}

with

referrals as (select * from {{ ref('stg_referral') }}),

councils as (select * from {{ ref('stg_council') }}),

thresholds as (select * from {{ ref('int_threshold') }}),

timed as (
    select
        referrals.*,
        contact_limits.value as contact_days,
        councils.as_at_date,
        {{ add_hours(greenwich_time('referrals.received_at'), 'hour_limits.value') }} as due_at,
        {{ greenwich_time('referrals.decided_at') }} as decided_greenwich_at,
        -- what is in the extract is known up to the end of its day
        {{ greenwich_time(add_hours('councils.as_at_date', 24)) }} as known_until_at
    from referrals
    inner join councils on referrals.council_id = councils.council_id
    left join thresholds as hour_limits
        on {{ is_threshold('hour_limits', 'decision_hours', 'referrals.council_id', 'referrals.received_date') }}
    left join thresholds as contact_limits
        on {{ is_threshold('contact_limits', 'contact_days', 'referrals.council_id', 'referrals.received_date') }}
),

final as (
    select
        council_id, referral_key, child_key, referral_type, received_date, team, record_token,
        source_group, decision_group, redirected_to,
        cast(decided_at as date) as decided_date,
        closed_date,
        case
            when decided_at is not null then decided_greenwich_at <= due_at
            when due_at < known_until_at then false
        end as is_decided_in_time,
        case
            when decided_at is not null
                then coalesce(
                    closed_date is null and signed_off_at is not null or cast(signed_off_at as date) <= closed_date,
                    false
                )
        end as is_signed_off,
        case
            when closed_date <= {{ add_days('received_date', 'contact_days') }} then true
            when closed_date is not null then false
            when as_at_date > {{ add_days('received_date', 'contact_days') }} then false
        end as is_closed_in_time
    from timed
)

select * from final
