with

referrals as (
    select * from {{ ref('stg_referral') }}
    where referral_type = 'referral' and coalesce(decision_group, '') <> 'already_open'
),

days as (
    {{ days_received('referrals') }}
),

final as (
    select
        referrals.council_id,
        referrals.referral_key,
        referrals.child_key,
        referrals.received_date,
        days.previous_date,
        coalesce(days.previous_date >= {{ add_months('referrals.received_date', -12) }}, false) as is_rereferral_12m,
        referrals.source_group,
        referrals.decision_group,
        referrals.team
    from referrals
    inner join days
        on referrals.council_id = days.council_id
        and referrals.child_key = days.child_key
        and referrals.received_date = days.received_date
)

select * from final
