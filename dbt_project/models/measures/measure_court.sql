with

proceedings as (select * from {{ ref('stg_court_proceedings') }}),

care as (select * from proceedings where stage_group = 'care_proceedings'),

care_ended as (select * from care where to_date is not null),

before as (select * from proceedings where stage_group = 'pre_proceedings' and to_date is not null),

orders as (select * from {{ ref('int_supervision_order') }}),

{%- set of_stage = {'subject': 'proceedings_key'} %}

final as (
    {{ measure_event(
        'care_proceedings_weeks_mean', 'care_ended', 'to_date', numerator='(to_date - from_date) / 7.0',
        denominator='1', **of_stage
    ) }}
    union all
    {{ measure_event(
        'pre_proceedings_days_mean', 'before', 'to_date', numerator='to_date - from_date', denominator='1', **of_stage
    ) }}
    union all
    {{ measure_event(
        's31_with_parents_pct', 'care_ended', 'to_date', where='living_with is not null',
        numerator="case when living_with_group = 'parents' then 1 else 0 end", denominator='1', **of_stage
    ) }}
    union all
    {{ measure_event('s31_age', 'care', 'from_date', **of_stage) }}
    union all
    {{ measure_state(
        'supervision_orders_reviewed_pct', 'orders', subject='legal_status_key', team='null',
        numerator='cast(is_audited as integer)', denominator='1'
    ) }}
)

select * from final
