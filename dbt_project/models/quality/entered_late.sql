{%- set extracts = ['looked_after', 'placement', 'registration'] %}
with

cases as (
    {% for extract in extracts -%}
    select
        council_id, '{{ extract }}' as extract, record_token, child_key,
        {{ 'null' if extract == 'placement' else 'team' }} as team, from_date, recorded_date
    from {{ ref('stg_' ~ extract) }}
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}
),

final as (
    select council_id, extract, record_token, child_key, team
    from cases
    where recorded_date > {{ add_days('from_date', 14) }}
)

select * from final
