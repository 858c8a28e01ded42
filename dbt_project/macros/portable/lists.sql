{#- One row per item of a cell that holds several, separated by `;`. Use as a select expression. -#}
{% macro items(cell) -%}
    unnest(string_split({{ cell }}, ';'))
{%- endmacro %}

{#- True where `item` is one of the items of `cell`, separated by `;`. -#}
{% macro has_item(cell, item) -%}
    coalesce(list_contains(string_split({{ cell }}, ';'), {{ item }}), false)
{%- endmacro %}
