with

referrals as (select * from {{ source('raw', 'referral') }}),

codes as (select * from {{ ref('stg_code') }}),

decisions as (select * from codes where code_list = 'referral_decision'),

sources as (select * from codes where code_list = 'referral_source'),

final as (
    select
        referrals.council_id,
        referrals.referral_key,
        referrals.child_key,
        referrals.referral_type,
        cast(referrals.received_at as date) as received_date,
        referrals.received_at,
        sources.code_group as source_group,
        referrals.source,
        referrals.decision,
        decisions.code_group as decision_group,
        referrals.decided_at,
        referrals.signed_off_at,
        referrals.redirected_to,
        referrals.closed_date,
        referrals.team,
        referrals.recorded_date,
        referrals.record_token
    from referrals
    left join decisions on referrals.council_id = decisions.council_id and referrals.decision = decisions.code
    left join sources on referrals.council_id = sources.council_id and referrals.source = sources.code
)

select * from final
