{#- The columns of a measure row by which an indicator can be broken down. -#}
{% macro breakdowns() -%}
    {{ return(['locality', 'team', 'age_band', 'sex', 'ethnic_group', 'disability', 'asylum_seeking', 'band']) }}
{%- endmacro %}

{#- `breakdown` and `category` of a row grouped by `by_each_breakdown`. -#}
{% macro breakdown_and_category() -%}
    case
        {%- for breakdown in breakdowns() %}
        when grouping({{ breakdown }}) = 0 then '{{ breakdown }}'
        {%- endfor %}
        else 'all'
    end as breakdown,
    coalesce({{ breakdowns() | join(', ') }}, 'all') as category
{%- endmacro %}

{#- Group once by `keys` alone, and once more by `keys` and each breakdown: one pass over the rows. -#}
{% macro by_each_breakdown(keys) -%}
    group by grouping sets (
        ({{ keys }})
        {%- for breakdown in breakdowns() %},
        ({{ keys }}, {{ breakdown }})
        {%- endfor %}
    )
{%- endmacro %}

{#- The category of a row in `breakdown`; one that joins several with `+`, such as `sex+age_band`, gives `F, 5_to_9`. -#}
{% macro category_of(breakdown) -%}
    {%- set values -%}
    case item {%- for name in breakdowns() %} when '{{ name }}' then {{ name }} {%- endfor %} end
    {%- endset -%}
    {{ items_made(breakdown, '+', values) }}
{%- endmacro %}
