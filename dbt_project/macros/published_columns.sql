{#- Every column of every mart: table, position, name, type, description, and what a row of the table is. -#}
{% macro published_columns() -%}
    {%- set columns = [] %}
    {%- if execute %}
        {%- for node in graph.nodes.values() if node.resource_type == 'model' and node.schema == 'marts' %}
            {%- for column in node.columns.values() %}
                {%- do columns.append(
                    [node.name, loop.index, column.name, column.data_type, column.description, node.description]
                ) %}
            {%- endfor %}
        {%- endfor %}
    {%- endif %}
    {{- return(columns | sort) }}
{%- endmacro %}

{#- A text as an SQL literal. -#}
{% macro quoted(text) -%}
    '{{ text | trim | replace("'", "''") }}'
{%- endmacro %}
