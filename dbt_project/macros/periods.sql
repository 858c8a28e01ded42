{#- The kinds of period that exist, in order of length. -#}
{% macro period_types() -%}
    {{ return(['week', 'month', 'quarter', 'financial_year', 'year_to_july', 'rolling_12_months']) }}
{%- endmacro %}

{#- The first day of the period of a kind that holds `day`; of the twelve months, those that end with its month. -#}
{% macro period_start(period_type, day) -%}
    {%- if period_type == 'week' -%} {{ add_days(week_end(day), -6) }}
    {%- elif period_type in ('month', 'quarter') -%} cast(date_trunc('{{ period_type }}', {{ day }}) as date)
    {%- elif period_type == 'rolling_12_months' -%}
        {{ add_months("cast(date_trunc('month', " ~ day ~ ") as date)", -11) }}
    {%- else -%}
        {%- set months = {'financial_year': 3, 'year_to_july': 7}[period_type] -%}
        {{ add_months("date_trunc('year', " ~ add_months(day, -months) ~ ")", months) }}
    {%- endif -%}
{%- endmacro %}

{#- The last day of the same period. -#}
{% macro period_end(period_type, day) -%}
    {%- set months = {'quarter': 2, 'financial_year': 11, 'year_to_july': 11} -%}
    {%- if period_type == 'week' -%} {{ week_end(day) }}
    {%- elif period_type in months -%} {{ month_end(add_months(period_start(period_type, day), months[period_type])) }}
    {%- else -%} {{ month_end(day) }}
    {%- endif -%}
{%- endmacro %}
