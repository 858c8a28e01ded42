{#- The band of an action: the plan and the status, both in one text, because a measure row has one band. -#}
{% macro plan_status(framework, status) -%}
    concat({{ framework }}, ':', {{ status }})
{%- endmacro %}

{#- The band of a movement: the plan, the status before and the status after. -#}
{% macro plan_movement(framework, before, now) -%}
    concat({{ framework }}, ':', {{ before }}, '_to_', {{ now }})
{%- endmacro %}
