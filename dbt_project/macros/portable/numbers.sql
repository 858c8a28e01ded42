{#- A quantile between the two nearest values (R's type 7). Use as an aggregate. -#}
{% macro quantile(value, share) -%}
    quantile_cont({{ value }}, {{ share }})
{%- endmacro %}

{#- How many values of a list are beyond `value`: `side` is `<` or `>`. -#}
{% macro values_beyond(list, side, value) -%}
    len(list_filter({{ list }}, lambda other: other {{ side }} {{ value }}))
{%- endmacro %}
