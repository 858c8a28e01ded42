with

decisions as (select * from {{ ref('int_decision') }}),

already_open as (
    select * from {{ ref('stg_referral') }}
    where decision_group = 'already_open'
),

assessments as (select * from {{ ref('int_assessment') }} where type_group = 'social_work'),

unborn as (
    select assessments.*
    from assessments
    left join {{ ref('stg_person') }} as persons
        on assessments.council_id = persons.council_id
        and assessments.child_key = persons.child_key
        and assessments.completed_date >= persons.date_of_birth
    where assessments.completed_date is not null and persons.child_key is null
),

outcomes as (select * from {{ ref('int_referral_outcome') }}),

{%- set of_referral = {'subject': 'referral_key'} %}

final as (
    {{ measure_event(
        'decision_24h_pct', 'decisions', 'received_date', where='is_decided_in_time is null',
        band="'Not decided, and its hours are not over'", **of_referral
    ) }}
    union all
    {{ measure_event(
        'contacts_in_week_pct', 'decisions', 'received_date',
        where="referral_type = 'contact' and is_closed_in_time is null",
        band="'Open, and its days are not over'", **of_referral
    ) }}
    union all
    {{ measure_event(
        'recontact_12m_pct', 'already_open', 'received_date',
        band="'Passed to the worker: the case was already open'", **of_referral
    ) }}
    union all
    {{ measure_event(
        ['rereferrals', 'referral_nfa_pct', 'referral_not_in_need_pct'], 'already_open', 'received_date',
        where="referral_type = 'referral'", band="'Passed to the worker: the case was already open'", **of_referral
    ) }}
    union all
    {{ measure_event(
        'referral_conversion_90d_pct', 'outcomes', 'matured_date', where='is_involved',
        band="'Looked after or registered already'", **of_referral
    ) }}
    union all
    {{ measure_state(
        'assessment_45_days_pct', 'assessments', where='completed_date is null', subject='assessment_key',
        from_date='started_date', to_date='completed_date', band="'Not completed yet'"
    ) }}
    union all
    {{ measure_event(
        'seen_alone_pct', 'unborn', 'completed_date', subject='assessment_key', band="'Not born, or no day of birth'"
    ) }}
)

select * from final
