with

repeated as (select * from {{ ref('int_referral') }} where is_rereferral_12m),

recontacts as (select * from {{ ref('int_recontact') }}),

outcomes as (select * from {{ ref('int_referral_outcome') }}),

{%- set share = {'subject': 'referral_key', 'denominator': '1'} %}

final as (
    {{ measure_event('rereferrals', 'repeated', 'received_date', subject='referral_key', band='source_group') }}
    union all
    {{ measure_event(
        'recontact_12m_pct', 'recontacts', 'received_date', numerator='cast(is_recontact_12m as integer)', **share
    ) }}
    union all
    {{ measure_event(
        'referral_nfa_pct', 'outcomes', 'received_date', numerator='cast(is_no_further_action as integer)', **share
    ) }}
    union all
    {{ measure_event(
        'referral_not_in_need_pct', 'outcomes', 'received_date', numerator='cast(is_not_in_need as integer)', **share
    ) }}
    union all
    -- counted on the day the 90 days are over: no period holds a referral that could still progress
    {{ measure_event(
        'referral_conversion_90d_pct', 'outcomes', 'matured_date', where='not is_involved',
        numerator='cast(is_converted as integer)', **share
    ) }}
)

select * from final
