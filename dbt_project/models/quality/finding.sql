{{ config(materialized='table') }}

{%- set rules = [
    'unknown_child',
    'looked_after_without_placement',
    'looked_after_without_legal_status',
    'placed_but_not_looked_after',
    'overlapping_care_periods',
    'overlapping_placements',
    'overlapping_registrations',
    'enquiry_without_outcome',
    'conference_overdue',
    'registered_without_core_group',
    'need_without_plan',
    'early_help_over_a_year',
    'care_proceedings_over_26_weeks',
    'pre_proceedings_drifting',
    'open_after_death',
    'held_by_unknown_worker',
    'birth_overdue',
    'looked_after_at_18',
    'entered_late',
    'referral_without_decision',
    'contact_open_past_week',
    'assessment_overdue',
    'assessment_without_outcome',
    'transferred_without_allocation',
    'return_differs',
    'return_contradicts_itself',
    'return_not_used',
    'action_overdue',
    'action_status_not_of_scale',
    'action_of_unknown_plan',
    'audit_grade_off_scale',
    'audit_action_overdue',
    'support_open_too_long',
    'support_ended_without_view',
    'sds_options_overlap',
    'advocates_overlap',
    'education_plan_overdue',
    'looked_after_without_education_plan',
    'attendance_severely_low',
    'looked_after_child_excluded',
    'carers_without_places',
    'carer_review_overdue',
    'carer_assessment_overdue',
    'private_fostering_notified_late',
    'private_fostering_of_age',
    'tracker_child_unknown'
] %}
with

rules as (select * from {{ ref('quality_rule') }}),

extract_findings as (select * from {{ source('raw', 'finding') }}),

case_findings as (
    {% for rule in rules -%}
    select '{{ rule }}' as rule_id, council_id, extract, record_token, child_key, team from {{ ref(rule) }}
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}
),

findings as (
    select 1 as gate, council_id, extract, rule_id, severity, record_token, null as child_key, team
    from extract_findings
    union all
    select 2, council_id, extract, rule_id, null, record_token, child_key, team
    from case_findings
),

final as (
    select
        findings.gate, findings.council_id, findings.extract, findings.rule_id,
        coalesce(findings.severity, rules.severity) as severity,
        findings.record_token, findings.child_key, coalesce(findings.team, 'not_known') as team
    from findings
    left join rules on findings.rule_id = rules.rule_id
)

select * from final
