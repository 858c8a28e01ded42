{#- A quantile between the two nearest values (R's type 7). Use as an aggregate. -#}
{% macro quantile(value, share) -%}
    quantile_cont({{ value }}, {{ share }})
{%- endmacro %}

{#- How many values of a list are beyond `value`: `side` is `<` or `>`. -#}
{% macro values_beyond(list, side, value) -%}
    len(list_filter({{ list }}, lambda other: other {{ side }} {{ value }}))
{%- endmacro %}

{#- A sum that does not depend on the order of its rows: of decimals, to the millionth. Use as an aggregate. -#}
{% macro exact_sum(value) -%}
    cast(sum(cast({{ value }} as decimal(18, 6))) as double)
{%- endmacro %}

{#- The same over a window. -#}
{% macro exact_sum_over(value, window) -%}
    cast(sum(cast({{ value }} as decimal(18, 6))) over {{ window }} as double)
{%- endmacro %}
