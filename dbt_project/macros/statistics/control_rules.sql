{#- Windows of the special-cause rules: a run is judged within one council, indicator and re-base group. -#}

{% macro spc_window(rows) -%}
    over (
        partition by council_id, indicator_id, rebase_group
        order by period_end
        rows between {{ rows }}
    )
{%- endmacro %}

{#- 1 or -1 on the row at which `length` rows in a row have had that sign in `column`, else 0. -#}
{% macro run_completes(column, length) -%}
    case
        when sum(case when {{ column }} = 1 then 1 else 0 end)
            {{ spc_window((length - 1) ~ ' preceding and current row') }} = {{ length }} then 1
        when sum(case when {{ column }} = -1 then 1 else 0 end)
            {{ spc_window((length - 1) ~ ' preceding and current row') }} = {{ length }} then -1
        else 0
    end
{%- endmacro %}

{#- 1 or -1 on each row of a run of `points` points whose last row is marked in `column`, else 0. -#}
{% macro member_of_run(column, points) -%}
    case
        when max({{ column }}) {{ spc_window('current row and ' ~ (points - 1) ~ ' following') }} = 1 then 1
        when min({{ column }}) {{ spc_window('current row and ' ~ (points - 1) ~ ' following') }} = -1 then -1
        else 0
    end
{%- endmacro %}
