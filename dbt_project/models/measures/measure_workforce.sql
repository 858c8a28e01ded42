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
    {{ measure_state('unallocated_children', 'waiting') }}
    union all
    {{ measure_state('children_held_by_managers', 'managers', worker='worker_key') }}
)

select * from final
