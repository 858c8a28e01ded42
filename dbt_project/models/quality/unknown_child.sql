{%- set extracts = [
    'referral', 'looked_after', 'placement', 'legal_status', 'registration', 'throughcare', 'allocation',
    'enquiry', 'conference', 'child_in_need', 'early_help', 'court_proceedings'
] %}
with

persons as (select * from {{ ref('stg_person') }}),

cases as (
    {% for extract in extracts -%}
    select
        council_id, '{{ extract }}' as extract, record_token, child_key,
        {{ 'null' if extract in ['placement', 'legal_status'] else 'team' }} as team
    from {{ ref('stg_' ~ extract) }}
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}
),

final as (
    select cases.*
    from cases
    left join persons on cases.council_id = persons.council_id and cases.child_key = persons.child_key
    where persons.child_key is null
)

select * from final
