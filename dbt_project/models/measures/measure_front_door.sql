with

contacts as (select * from {{ ref('stg_referral') }} where referral_type = 'contact'),

referrals as (select * from {{ ref('int_referral') }}),

final as (
    {{ measure_event('contacts', 'contacts', 'received_date', subject='referral_key') }}
    union all
    {{ measure_event(['referrals', 'referral_rate'], 'referrals', 'received_date', subject='referral_key') }}
    union all
    {{ measure_event(
        'rereferral_12m', 'referrals', 'received_date', subject='referral_key',
        numerator='case when is_rereferral_12m then 1 else 0 end', denominator='1'
    ) }}
)

select * from final
