{{ config(materialized='table') }}

with

referrals as (select * from {{ ref('int_referral') }}),

thresholds as (select * from {{ ref('int_threshold') }}),

assessed as (
    select council_id, referral_key, bool_and(outcome_group = 'not_in_need') as is_not_in_need
    from {{ ref('int_assessment') }}
    where completed_date is not null and outcome_group is not null
    group by council_id, referral_key
),

involvement as (
    select council_id, child_key, from_date, to_date from {{ ref('int_care_spell') }}
    union all
    select council_id, child_key, from_date, to_date from {{ ref('int_registration_spell') }}
),

-- one row per referral, whatever number of spells followed it
followed as (
    select
        referrals.council_id, referrals.referral_key,
        bool_or({{ is_open_on('involvement', add_days('referrals.received_date', -1)) }}) as is_involved,
        bool_or(
            involvement.from_date between referrals.received_date
            and {{ add_days('referrals.received_date', 'limits.value') }}
        ) as is_converted,
        {{ add_days('min(referrals.received_date)', 'max(limits.value)') }} as matured_date
    from referrals
    inner join thresholds as limits
        on {{ is_threshold('limits', 'conversion_days', 'referrals.council_id', 'referrals.received_date') }}
    left join involvement
        on referrals.council_id = involvement.council_id and referrals.child_key = involvement.child_key
    group by referrals.council_id, referrals.referral_key
),

final as (
    select
        referrals.council_id, referrals.referral_key, referrals.child_key, referrals.received_date, referrals.team,
        referrals.decision_group = 'no_further_action' and assessed.referral_key is null as is_no_further_action,
        coalesce(assessed.is_not_in_need, false) as is_not_in_need,
        coalesce(followed.is_involved, false) as is_involved,
        coalesce(followed.is_converted, false) as is_converted,
        followed.matured_date
    from referrals
    left join assessed
        on referrals.council_id = assessed.council_id and referrals.referral_key = assessed.referral_key
    left join followed
        on referrals.council_id = followed.council_id and referrals.referral_key = followed.referral_key
)

select * from final
