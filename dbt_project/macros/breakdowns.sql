{#- The columns of a measure row by which an indicator can be broken down. -#}
{% macro breakdowns() -%}
    {{ return(['locality', 'team', 'age_band', 'sex', 'ethnic_group', 'disability', 'asylum_seeking', 'band']) }}
{%- endmacro %}

{#- The category of a row in `breakdown`; one that joins several with `+`, such as `sex+age_band`, gives `F, 5_to_9`. -#}
{% macro category_of(breakdown) -%}
    {%- set values -%}
    case item {%- for name in breakdowns() %} when '{{ name }}' then {{ name }} {%- endfor %} end
    {%- endset -%}
    {{ items_made(breakdown, '+', values) }}
{%- endmacro %}

{#- What moved in each tick of `clock`, by one breakdown, for the indicators that list it. Needs CTE `indicators`. -#}
{% macro cells(clock, breakdown) -%}
    {%- set tick_end = week_end('steps.day') if clock == 'week' else month_end('steps.day') %}
    {%- set category = "'all'" if breakdown == 'all' else 'steps.' ~ breakdown %}
    select
        steps.council_id, steps.indicator_id, steps.shape, '{{ clock }}' as clock, {{ tick_end }} as tick_end,
        steps.period_id, '{{ breakdown }}' as breakdown, {{ category }} as category,
        {{ exact_sum('steps.numerator') }} as numerator, {{ exact_sum('steps.denominator') }} as denominator
    from {{ ref('measure_step') }} as steps
    {%- if clock == 'week' %}
    inner join indicators
        on steps.indicator_id = indicators.indicator_id and {{ has_item('indicators.period_types', "'week'") }}
    where steps.shape <> 'window'
    {%- elif breakdown != 'all' %}
    inner join indicators
        on steps.indicator_id = indicators.indicator_id
        and {{ has_item('indicators.breakdowns', "'" ~ breakdown ~ "'") }}
    {%- endif %}
    group by all
{%- endmacro %}

{#- True where a period is reported by breakdown `breakdown`: weeks and rolling twelve months only as a whole. -#}
{% macro is_reported(breakdown, period_type) -%}
    ({{ breakdown }} = 'all' or {{ period_type }} in ('month', 'quarter', 'financial_year'))
{%- endmacro %}
