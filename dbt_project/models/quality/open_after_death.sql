{%- set extracts = ['looked_after', 'placement', 'registration', 'throughcare', 'allocation'] %}
with

persons as (select * from {{ ref('stg_person') }} where date_of_death is not null),

cases as (
    {% for extract in extracts -%}
    select
        council_id, '{{ extract }}' as extract, record_token, child_key,
        {{ 'null' if extract == 'placement' else 'team' }} as team, to_date
    from {{ ref('stg_' ~ extract) }}
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}
),

final as (
    select cases.council_id, cases.extract, cases.record_token, cases.child_key, cases.team
    from cases
    inner join persons on cases.council_id = persons.council_id and cases.child_key = persons.child_key
    where coalesce(cases.to_date, {{ far_future() }}) > persons.date_of_death
)

select * from final
