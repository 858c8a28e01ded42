with

agency as (select *, cast(null as varchar) as child_key from {{ ref('int_post_spell') }} where is_agency),

agency_social_workers as (select * from agency where is_social_work),

absences as (select *, cast(null as varchar) as team from {{ ref('int_absence_spell') }}),

managers as (select * from {{ ref('int_manager_spell') }}),

without_fte as (select * from {{ ref('int_caseload_spell') }} where fte = 0),

{%- set of_worker = {'subject': 'worker_key', 'child': 'null', 'worker': 'worker_key'} %}

final as (
    {{ measure_state('posts_held', 'agency', band="'Held by an agency worker'", **of_worker) }}
    union all
    {{ measure_state(
        ['turnover_rate_pct', 'absence_rate_pct'], 'agency_social_workers', band="'Agency worker'", **of_worker
    ) }}
    union all
    {{ measure_state('sickness_pct', 'agency', band="'Agency worker'", **of_worker) }}
    union all
    {{ measure_state(
        ['supervision_monthly_pct', 'supervision_fortnightly_pct'], 'absences', band="'Off sick'", **of_worker
    ) }}
    union all
    {{ measure_state(
        ['caseload_max_first_year', 'caseload_fte_mean'], 'managers', worker='worker_key',
        band="'Held by a team leader or manager'"
    ) }}
    union all
    {{ measure_state('caseload_fte_mean', 'without_fte', band="'Worker of no full-time equivalent'", **of_worker) }}
)

select * from final
