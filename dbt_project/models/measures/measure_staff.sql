with

posts as (select * from {{ ref('int_post_spell') }}),

created as (
    select distinct council_id, post_key, created_date, first_value(team) over post_days as team, origin
    from {{ ref('stg_post') }}
    window post_days as (partition by council_id, post_key order by from_date)
),

months as (select * from {{ ref('int_worker_month') }}),

years as (select * from {{ ref('int_worker_year') }}),

completed as (select * from {{ ref('stg_training') }}),

training as (select * from {{ ref('int_training_spell') }}),

{%- set of_post = {'subject': 'post_key', 'child': 'null', 'worker': 'worker_key'} %}
{%- set of_worker = {'subject': 'worker_key', 'child': 'null', 'worker': 'worker_key'} %}

final as (
    {{ measure_state(
        'posts_vacant', 'posts', where='not is_employed', band="concat(service, ':', role_group)", **of_post
    ) }}
    union all
    {{ measure_state('posts_held', 'posts', where='is_employed', band='role', **of_post) }}
    union all
    {{ measure_event('posts_created', 'created', 'created_date', subject='post_key', child='null', band='origin') }}
    union all
    {{ measure_state(
        'vacancy_rate_pct', 'posts', where='is_social_work', numerator='vacant_fte',
        denominator='vacant_fte + employed_fte', **of_post
    ) }}
    union all
    {{ measure_state(
        'agency_rate_pct', 'posts', where='is_social_work and (is_agency or is_employed)', numerator='agency_fte',
        denominator='agency_fte + employed_fte', **of_post
    ) }}
    union all
    {{ measure_window('turnover_rate_pct', 'years', numerator='left_fte', denominator='in_post_fte', **of_worker) }}
    union all
    {{ measure_window(
        'absence_rate_pct', 'years', numerator='days_lost', denominator='in_post_fte * year_days', **of_worker
    ) }}
    union all
    {{ measure_event(
        'sickness_pct', 'months', 'last_day', band='service', numerator='days_lost', denominator='working_days',
        **of_worker
    ) }}
    union all
    {{ measure_event('training_completed', 'completed', 'completed_date', team='null', band='course', **of_worker) }}
    union all
    {{ measure_state(
        'training_reach_pct', 'training', subject="concat(worker_key, ':', course)", child='null',
        worker='worker_key', band='course', numerator='cast(is_completed as integer)', denominator='1'
    ) }}
)

select * from final
