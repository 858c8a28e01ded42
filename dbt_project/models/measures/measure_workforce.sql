with

caseloads as (select * from {{ ref('int_caseload_spell') }}),

bands as (select * from {{ ref('value_band') }} where indicator_id = 'caseload_distribution'),

banded as (
    select caseloads.*, bands.band
    from caseloads
    inner join bands
        on caseloads.cases >= bands.from_value and caseloads.cases <= coalesce(bands.to_value, caseloads.cases)
),

waiting as (select * from {{ ref('int_waiting_spell') }}),

managers as (select * from {{ ref('int_manager_spell') }}),

limits as (select distinct council_id from {{ ref('caseload_threshold') }}),

waiting_to_be_held as (
    select waiting.* from waiting inner join limits on waiting.council_id = limits.council_id
),

held_by_managers as (
    select managers.* from managers inner join limits on managers.council_id = limits.council_id
),

{%- set of_worker = {'subject': 'worker_key', 'child': 'null', 'worker': 'worker_key'} %}

final as (
    {{ measure_state('caseload_mean', 'caseloads', numerator='cases', denominator='1', **of_worker) }}
    union all
    {{ measure_state('caseload_max', 'caseloads', numerator='cases', **of_worker) }}
    union all
    {{ measure_state('caseload_distribution', 'banded', band='band', **of_worker) }}
    union all
    {{ measure_state(
        'caseload_within_tolerance', 'caseloads', where='case_limit is not null',
        numerator='case when cases <= case_limit then 1 else 0 end', denominator='1', **of_worker
    ) }}
    union all
    {{ measure_state('caseload_max_first_year', 'caseloads', where='is_first_year', numerator='cases', **of_worker) }}
    union all
    {{ measure_state(
        'caseload_fte_mean', 'caseloads', where='fte > 0', numerator='cases', denominator='fte', **of_worker
    ) }}
    union all
    {{ measure_state(
        'allocation_capacity_pct', 'caseloads', where='case_limit is not null', numerator='least(cases, case_limit)',
        denominator='cases', **of_worker
    ) }}
    union all
    {{ measure_state('allocation_capacity_pct', 'waiting_to_be_held', numerator='0', denominator='1') }}
    union all
    {{ measure_state('allocation_capacity_pct', 'held_by_managers', numerator='0', denominator='1') }}
    union all
    {{ measure_state('unallocated_children', 'waiting') }}
    union all
    {{ measure_state('children_held_by_managers', 'managers', worker='worker_key') }}
)

select * from final
