with

caseloads as (select * from {{ ref('int_caseload_spell') }}),

limits as (select distinct council_id from {{ ref('caseload_threshold') }}),

waiting as (
    select waiting.*
    from {{ ref('int_waiting_spell') }} as waiting
    inner join limits on waiting.council_id = limits.council_id
),

managers as (
    select managers.*
    from {{ ref('int_manager_spell') }} as managers
    inner join limits on managers.council_id = limits.council_id
),

{%- set of_worker = {'subject': 'worker_key', 'child': 'null', 'worker': 'worker_key'} %}

final as (
    {{ measure_state('caseload_max_first_year', 'caseloads', where='is_first_year', numerator='cases', **of_worker) }}
    union all
    {{ measure_state(
        'caseload_fte_mean', 'caseloads', where='fte > 0', numerator='cases', denominator='fte', **of_worker
    ) }}
    union all
    -- who holds more than the limit has capacity for as many as the limit; who waits has nobody's
    {{ measure_state(
        'allocation_capacity_pct', 'caseloads', where='case_limit is not null', numerator='least(cases, case_limit)',
        denominator='cases', **of_worker
    ) }}
    union all
    {{ measure_state('allocation_capacity_pct', 'waiting', numerator='0', denominator='1') }}
    union all
    {{ measure_state(
        'allocation_capacity_pct', 'managers', worker='worker_key', numerator='0', denominator='1'
    ) }}
)

select * from final
