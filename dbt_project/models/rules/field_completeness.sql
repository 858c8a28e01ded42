{{ config(materialized='table') }}

{%- set fields = [
    ('referral', 'received_date', ['source', 'decision', 'team', 'recorded_date']),
    ('looked_after', 'from_date', ['team', 'recorded_date']),
    ('placement', 'from_date', ['provider_type', 'in_council_area', 'recorded_date']),
    ('registration', 'from_date', ['concerns', 'team', 'recorded_date']),
    ('throughcare', 'from_date', ['team', 'recorded_date']),
    ('allocation', 'from_date', ['team', 'recorded_date']),
    ('case_audit', 'audited_date', ['child_key', 'team']),
    ('complaint', 'from_date', ['child_key', 'team'])
] %}
with

counted as (
    {%- for extract, day, columns in fields %}
    {%- set extract_loop = loop %}
    {%- for column in columns %}
    select
        council_id, '{{ extract }}' as extract, '{{ column }}' as field, {{ month_end(day) }} as month_end,
        count(*) as records, count({{ column }}) as filled
    from {{ ref('stg_' ~ extract) }}
    group by council_id, {{ month_end(day) }}
    {%- if not (loop.last and extract_loop.last) %}
    union all
    {%- endif %}
    {%- endfor %}
    {%- endfor %}
),

final as (
    select
        council_id, extract, field, month_end,
        cast(records as integer) as records, cast(filled as integer) as filled,
        {{ round_half_up('filled', 'records', '100', '1') }} as filled_pct
    from counted
)

select * from final
