{%- set extracts = [
    'family_support',
    'self_directed_support',
    'advocacy',
    'education_plan',
    'attendance',
    'exclusion',
    'attainment',
    'private_fostering'
] %}
{%- set with_team = ['family_support', 'education_plan', 'private_fostering'] %}
with

persons as (select * from {{ ref('stg_person') }}),

named as (
    {% for extract in extracts -%}
    select
        council_id, '{{ extract }}' as extract, record_token, child_key,
        {{ 'team' if extract in with_team else 'cast(null as varchar)' }} as team
    from {{ ref('stg_' ~ extract) }}
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}
),

final as (
    select named.*
    from named
    left join persons on named.council_id = persons.council_id and named.child_key = persons.child_key
    where persons.child_key is null
)

select * from final
