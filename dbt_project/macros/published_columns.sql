{#- Every column of every mart: table, position, name, type, whether in the key, description, what a row is. -#}
{% macro published_columns() -%}
    {%- set columns = [] %}
    {%- if execute %}
        {%- set keys = published_keys() %}
        {%- for node in graph.nodes.values() if node.resource_type == 'model' and node.schema == 'marts' %}
            {%- for column in node.columns.values() %}
                {%- do columns.append([
                    node.name, loop.index, column.name, column.data_type,
                    is_key_column(column.name, keys.get(node.unique_id, [])), column.description, node.description
                ]) %}
            {%- endfor %}
        {%- endfor %}
    {%- endif %}
    {{- return(columns | sort) }}
{%- endmacro %}

{#- The columns that make a row of each model unique, as its is_grain test has them. -#}
{% macro published_keys() -%}
    {%- set keys = {} %}
    {%- for node in graph.nodes.values() if node.get('test_metadata', {}).get('name') == 'is_grain' %}
        {%- do keys.update({node.attached_node: node.test_metadata.kwargs['columns']}) %}
    {%- endfor %}
    {{- return(keys) }}
{%- endmacro %}

{#- Whether a column is one of the keys, alone or with a stand-in for what is empty. -#}
{% macro is_key_column(name, keys) -%}
    {%- set found = [name in keys] %}
    {%- for key in keys %}
        {%- do found.append(key.startswith('coalesce(' ~ name ~ ',')) %}
    {%- endfor %}
    {{- return(true in found) }}
{%- endmacro %}

{#- A text as an SQL literal. -#}
{% macro quoted(text) -%}
    '{{ text | trim | replace("'", "''") }}'
{%- endmacro %}
