{#- The rows that start while an earlier row of the same child is still open, as findings of `extract`. -#}
{% macro overlapping_rows(relation, extract, team) -%}
    select council_id, '{{ extract }}' as extract, record_token, child_key, {{ team }} as team
    from (
        select
            *,
            max(coalesce(to_date, {{ far_future() }})) over (
                partition by council_id, child_key order by from_date, to_date, sort_key
                rows between unbounded preceding and 1 preceding
            ) as reached_date
        from {{ relation }}
    ) as placed
    where from_date < reached_date
{%- endmacro %}
