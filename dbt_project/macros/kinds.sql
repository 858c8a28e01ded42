{#- Kinds of indicator of which the value is a numerator divided by a denominator. -#}
{% macro is_divided(kind) -%}
    {{ kind }} in ('rate', 'percentage', 'mean', 'ratio')
{%- endmacro %}

{#- Kinds of which the value is that of one case, or of the middle two: it needs the cases themselves, not their sum. -#}
{% macro is_order_statistic(kind) -%}
    {{ kind }} in ('maximum', 'median')
{%- endmacro %}
