{#- The days on which `relation` holds something received about a child, each with the day before it, null for the first. -#}
{% macro days_received(relation) -%}
    select
        council_id,
        child_key,
        received_date,
        lag(received_date) over (partition by council_id, child_key order by received_date) as previous_date
    from (select distinct council_id, child_key, received_date from {{ relation }}) as received_days
{%- endmacro %}
