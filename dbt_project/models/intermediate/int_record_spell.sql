{%- set extracts = ['looked_after', 'placement', 'legal_status', 'registration', 'throughcare', 'allocation'] %}
{%- set without_team = ['placement', 'legal_status'] %}
with

{% for extract in extracts -%}
{{ extract }}_records as (
    {{ records_of(extract) }}
),

{% endfor -%}
final as (
    {% for extract in extracts -%}
    select
        council_id, '{{ extract }}' as extract, record_token, child_key, from_date, to_date, as_at_date, is_open,
        {{ 'cast(null as varchar)' if extract in without_team else 'team' }} as team,
        {{ extract not in without_team }} as has_team,
        {{ 'cast(null as date)' if extract == 'legal_status' else 'recorded_date' }} as recorded_date,
        {{ extract != 'legal_status' }} as has_recorded_date
    from {{ extract }}_records
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}
)

select * from final
