with

decisions as (select * from {{ ref('int_decision') }}),

transfers as (select * from {{ ref('int_front_door_transfer') }}),

{%- set of_referral = {'subject': 'referral_key'} %}
{%- set share = {'subject': 'referral_key', 'denominator': '1'} %}

final as (
    {{ measure_event(
        'decision_24h_pct', 'decisions', 'received_date', where='is_decided_in_time is not null',
        numerator='cast(is_decided_in_time as integer)', **share
    ) }}
    union all
    {{ measure_event(
        'contacts_in_week_pct', 'decisions', 'received_date',
        where="referral_type = 'contact' and is_closed_in_time is not null",
        numerator='cast(is_closed_in_time as integer)', **share
    ) }}
    union all
    {{ measure_event(
        'decisions_signed_off_pct', 'decisions', 'decided_date', where='decided_date is not null',
        numerator='cast(is_signed_off as integer)', **share
    ) }}
    union all
    {{ measure_event(
        'referrals_redirected', 'decisions', 'decided_date', where="decision_group = 'redirected'",
        band='redirected_to', **of_referral
    ) }}
    union all
    {{ measure_event('case_transfers', 'transfers', 'transferred_date', subject='transfer_key', team='to_team') }}
)

select * from final
