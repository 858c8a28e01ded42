with

plans as (select * from {{ ref('stg_education_plan') }}),

attendance as (
    select *, concat(child_key, ':', month_end) as month_key from {{ ref('int_attendance') }} where band is not null
),

exclusions as (select * from {{ ref('stg_exclusion') }}),

results as (select * from {{ ref('int_attainment') }}),

{%- set sessions = {
    'subject': 'month_key', 'team': 'null', 'numerator': 'sessions_attended', 'denominator': 'sessions_possible'
} %}

final as (
    {{ measure_event(
        'education_plans_completed_pct', 'plans', 'due_date', subject='education_plan_key',
        numerator='cast(is_completed as integer)', denominator='1'
    ) }}
    union all
    {{ measure_event('attendance_pct', 'attendance', 'month_end', band='band', **sessions) }}
    union all
    {{ measure_event('attendance_supported_pct', 'attendance', 'month_end', where='is_supported', **sessions) }}
    union all
    {{ measure_event(
        'exclusions', 'exclusions', 'excluded_date', subject='exclusion_key', team='null', band='exclusion_type'
    ) }}
    union all
    {{ measure_event(
        'ks2_expected_pct', 'results', 'result_date',
        where="stage_group = 'ks2' and subject_group = 'expected_standard' and is_met is not null and has_year_in_care",
        team='null', numerator='cast(is_met as integer)', denominator='1'
    ) }}
    union all
    {{ measure_event(
        'ks4_attainment8_mean', 'results', 'result_date',
        where="stage_group = 'ks4' and subject_group = 'attainment_8' and score is not null and has_year_in_care",
        team='null', numerator='score', denominator='1'
    ) }}
    union all
    {{ measure_event(
        'positive_destination_pct', 'results', 'result_date',
        where="stage_group = 'leaver' and subject_group = 'destination' and is_met is not null"
        ~ " and was_in_care_in_school_year",
        team='null', numerator='cast(is_met as integer)', denominator='1'
    ) }}
)

select * from final
