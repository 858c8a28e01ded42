with

audits as (select * from {{ ref('int_audit') }}),

checked as (select * from audits where is_assessed is not null and is_overseen is not null),

grades as (select * from {{ ref('int_audit_grade') }}),

overall as (select * from grades where scale_group = 'graded' and domain_group = 'overall'),

parts as (select * from grades where scale_group = 'graded' and domain_group is distinct from 'overall'),

standards as (select * from grades where scale_group = 'standard'),

actions as (select * from {{ ref('int_audit_action_spell') }}),

complaints as (select * from {{ ref('stg_complaint') }}),

responses as (select * from {{ ref('int_survey_response') }}),

answers as (select * from {{ ref('stg_survey_response') }} where is_positive is not null),

{%- set share = {'subject': 'audit_key', 'denominator': '1'} %}
{%- set anonymous = {'subject': 'response_key', 'child': 'null', 'team': 'null'} %}

final as (
    {{ measure_event('audits_completed', 'audits', 'audited_date', subject='audit_key', band='theme') }}
    union all
    {{ measure_event(
        'audit_good_pct', 'overall', 'audited_date', band='theme', numerator='cast(is_good as integer)', **share
    ) }}
    union all
    {{ measure_event(
        'audit_adequate_pct', 'overall', 'audited_date', band='theme', numerator='cast(is_adequate as integer)', **share
    ) }}
    union all
    {{ measure_event(
        'audit_domain_good_pct', 'parts', 'audited_date', band='domain', numerator='cast(is_good as integer)', **share
    ) }}
    union all
    {{ measure_event(
        'audit_domain_adequate_pct', 'parts', 'audited_date', band='domain',
        numerator='cast(is_adequate as integer)', **share
    ) }}
    union all
    {{ measure_event(
        'practice_standards_met_pct', 'standards', 'audited_date', band='domain',
        numerator='cast(is_met as integer)', **share
    ) }}
    union all
    {{ measure_event(
        'audit_assessed_overseen_pct', 'checked', 'audited_date',
        numerator='case when is_assessed and is_overseen then 1 else 0 end', **share
    ) }}
    union all
    {{ measure_state(
        'audit_actions_completed_pct', 'actions', subject='audit_action_key', child='null',
        numerator='cast(is_completed as integer)', denominator='1'
    ) }}
    union all
    {{ measure_event('complaints', 'complaints', 'from_date', subject='complaint_key', band='stage') }}
    union all
    {{ measure_event('survey_responses', 'responses', 'answered_date', band='survey', **anonymous) }}
    union all
    {{ measure_event(
        'survey_positive_pct', 'answers', 'answered_date', band="concat(survey, ':', question)",
        numerator='cast(is_positive as integer)', denominator='1', **anonymous
    ) }}
)

select * from final
