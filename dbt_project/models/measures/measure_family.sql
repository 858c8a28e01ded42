with

supported as (select * from {{ ref('int_supported_period') }}),

support as (select * from {{ ref('stg_family_support') }}),

views as (
    select *, {{ add_days('to_date', -1) }} as ended_date from support
    where is_one_to_one and to_date is not null and has_view
),

plans as (select * from {{ ref('int_family_plan') }}),

families as (select * from {{ ref('int_sds_spell') }}),

arrangements as (select * from {{ ref('stg_private_fostering') }}),

{%- set of_period = {'subject': 'subject_key', 'team': 'null'} %}
{%- set of_family = {'subject': 'family_key', 'child': 'null', 'team': 'null'} %}

final as (
    {%- for indicator in ['family_support_children', 'family_support_families'] %}
    {{ measure_window(indicator, 'supported', where="indicator_id = '" ~ indicator ~ "'", band='band', **of_period) }}
    union all
    {%- endfor %}
    {{ measure_window('advocacy_children', 'supported', where="indicator_id = 'advocacy_children'", **of_period) }}
    union all
    {{ measure_event('family_support_interventions', 'support', 'from_date', subject='support_key', band='service') }}
    union all
    {{ measure_event(
        'family_support_improved_pct', 'views', 'ended_date', subject='support_key', band='service',
        numerator='cast(is_improved as integer)', denominator='1'
    ) }}
    union all
    {{ measure_event('family_plans', 'plans', 'plan_agreed_date', **of_family) }}
    union all
    {{ measure_state('sds_option_1_families', 'families', where='is_option_1', **of_family) }}
    union all
    {{ measure_state(
        'sds_option_1_pct', 'families', numerator='cast(is_option_1 as integer)', denominator='1', **of_family
    ) }}
    union all
    {{ measure_state('private_fostering', 'arrangements', from_date='greatest(from_date, notified_date)') }}
)

select * from final
