{#- One row per item of a cell that holds several, separated by `;`. Use as a select expression. -#}
{% macro items(cell) -%}
    unnest(string_split({{ cell }}, ';'))
{%- endmacro %}

{#- True where `item` is one of the items of `cell`, separated by `;`. -#}
{% macro has_item(cell, item) -%}
    coalesce(list_contains(string_split({{ cell }}, ';'), {{ item }}), false)
{%- endmacro %}

{#- The values of a group in one cell, in order of `order_by`. Use as an aggregate. -#}
{% macro joined(value, order_by) -%}
    string_agg({{ value }}, ', ' order by {{ order_by }})
{%- endmacro %}

{#- The items of `cell` made into something else and joined again by commas: `made` is SQL over `item`. -#}
{% macro items_made(cell, separator, made) -%}
    array_to_string(list_transform(string_split({{ cell }}, '{{ separator }}'), lambda item: {{ made }}), ', ')
{%- endmacro %}

{#- One row per whole number from `first` up to but not including `beyond`. Use as a select expression. -#}
{% macro numbers(first, beyond) -%}
    unnest(range({{ first }}, {{ beyond }}))
{%- endmacro %}
