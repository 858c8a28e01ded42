{#-
  The rows of a wide mart: one per council, period type and period, a column with the value and one with the status of
  every indicator that its yml lists. Columns are added there at the end (`python -m pipeline.wide`), never moved.
-#}
{% macro wide_mart() -%}
{%- set indicators = [] %}
{%- set columns = model.columns if model is defined else {} %}
{%- for column in columns.values() if column.name ~ '_status' in columns %}
    {%- do indicators.append(column.name) %}
{%- endfor %}
with

observations as (
    select * from {{ ref('fct_indicator_observation') }}
    where breakdown = 'all' and indicator_id in ('{{ indicators | join("', '") }}')
),

councils as (select * from {{ ref('dim_council') }}),

periods as (select * from {{ ref('dim_period') }}),

figures as (
    select
        council_id, period_id
        {%- for indicator in indicators %},
        max(value) filter (indicator_id = '{{ indicator }}') as {{ indicator }},
        max(status) filter (indicator_id = '{{ indicator }}') as {{ indicator }}_status
        {%- endfor %}
    from observations
    group by council_id, period_id
),

final as (
    select
        figures.council_id, councils.name as council, periods.period_type, figures.period_id, periods.label as period,
        periods.period_start, periods.period_end
        {%- for indicator in indicators %},
        figures.{{ indicator }}, figures.{{ indicator }}_status
        {%- endfor %}
    from figures
    inner join councils on figures.council_id = councils.council_id
    inner join periods on figures.period_id = periods.period_id
)

select * from final
{%- endmacro %}
