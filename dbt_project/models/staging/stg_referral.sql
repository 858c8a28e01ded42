with

referrals as (select * from {{ source('raw', 'referral') }}),

codes as (select * from {{ ref('stg_code') }} where code_list = 'referral_decision'),

final as (
    select
        referrals.council_id,
        referrals.referral_key,
        referrals.child_key,
        referrals.referral_type,
        cast(referrals.received_at as date) as received_date,
        referrals.received_at,
        referrals.decision,
        codes.code_group as decision_group,
        referrals.decided_at,
        referrals.closed_date,
        referrals.team,
        referrals.recorded_date,
        referrals.source,
        referrals.record_token
    from referrals
    left join codes on referrals.council_id = codes.council_id and referrals.decision = codes.code
)

select * from final
