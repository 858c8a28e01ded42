{{ config(materialized='table') }}

with

cases as (
    {% for subject in [
        'child_protection',
        'registration_history',
        'enquiry',
        'need',
        'early_help',
        'court',
        'looked_after',
        'throughcare',
        'front_door',
        'referral_outcome',
        'decision',
        'assessment',
        'support',
        'workforce',
        'plan',
        'quality',
        'staff',
        'supervision',
        'cadence',
        'caseload',
        'journey',
        'health',
        'leaver',
        'placement',
        'placement_move',
        'placement_share',
        'placement_window',
        'uasc_housing',
        'family',
        'education',
        'carers'
    ] -%}
    select * from {{ ref('measure_' ~ subject) }}
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}
),

persons as (select * from {{ ref('stg_person') }}),

final as (
    select
        cases.council_id, cases.indicator_id, cases.subject_key, cases.child_key, cases.worker_key,
        coalesce(cases.team, 'not_known') as team,
        coalesce(persons.locality, 'not_known') as locality,
        coalesce(persons.sex, 'not_known') as sex,
        coalesce(persons.ethnic_group, 'not_known') as ethnic_group,
        coalesce(persons.disability, 'not_known') as disability,
        coalesce(persons.asylum_seeking, 'not_known') as asylum_seeking,
        persons.date_of_birth, persons.expected_date_of_birth,
        coalesce(cases.band, 'not_applicable') as band,
        cases.numerator, cases.denominator, cases.shape,
        cases.event_date, cases.from_date, cases.to_date, cases.period_id
    from cases
    left join persons on cases.council_id = persons.council_id and cases.child_key = persons.child_key
)

select * from final
