with

supervision as (select * from {{ ref('int_supervision_spell') }}),

case_sessions as (
    select *, cast(null as varchar) as team
    from {{ ref('stg_supervision') }}
    where child_key is not null and is_on_file is not null
),

supervisors as (select *, cast(null as varchar) as team from {{ ref('int_supervisor_spell') }}),

{%- set of_worker = {
    'subject': 'worker_key', 'child': 'null', 'worker': 'worker_key', 'numerator': 'cast(is_in_time as integer)',
    'denominator': '1'
} %}

final as (
    {{ measure_state(
        'supervision_monthly_pct', 'supervision', where="threshold_id = 'supervision_days'", **of_worker
    ) }}
    union all
    {{ measure_state(
        'supervision_fortnightly_pct', 'supervision', where="threshold_id = 'supervision_days_first_year'", **of_worker
    ) }}
    union all
    {{ measure_event(
        'supervision_on_file_pct', 'case_sessions', 'held_date', subject='supervision_key', worker='worker_key',
        numerator='cast(is_on_file as integer)', denominator='1'
    ) }}
    union all
    {{ measure_state(
        'supervision_ratio_mean', 'supervisors', subject='supervisor_key', child='null', worker='supervisor_key',
        numerator='workers', denominator='1'
    ) }}
)

select * from final
