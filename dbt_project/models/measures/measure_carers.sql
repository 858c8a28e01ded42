with

households as (select * from {{ ref('stg_carer_household') }}),

foster as (select * from households where carer_group = 'foster'),

approved as (select * from foster where approved_date is not null),

assessed as (select * from foster where assessment_started_date is not null),

hosts as (select * from households where carer_group = 'host' and approved_date is not null),

{%- set of_household = {'subject': 'household_key', 'child': 'null', 'team': 'null'} %}

final as (
    {{ measure_event(
        'carers_recruited', 'approved', 'approved_date', band='recruitment_source', numerator='carers', **of_household
    ) }}
    union all
    {{ measure_event('care_places_recruited', 'approved', 'approved_date', numerator='places', **of_household) }}
    union all
    {{ measure_state(
        'carers_in_assessment', 'assessed', band='recruitment_source', numerator='carers',
        from_date='assessment_started_date', to_date='assessment_ended_date', **of_household
    ) }}
    union all
    {%- for indicator, counted in [
        ('foster_households', '1'), ('foster_carers', 'carers'), ('foster_places', 'places')
    ] %}
    {{ measure_state(
        indicator, 'approved', numerator=counted, from_date='approved_date', to_date='ended_date', **of_household
    ) }}
    union all
    {%- endfor %}
    {{ measure_event(
        'foster_deregistrations', 'approved', 'ended_date', where='ended_date is not null', **of_household
    ) }}
    union all
    {{ measure_event('host_families_recruited', 'hosts', 'approved_date', **of_household) }}
)

select * from final
