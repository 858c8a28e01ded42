{{ config(materialized='table') }}

with

indicators as (select * from {{ ref('indicator') }}),

steps as (select * from {{ ref('measure_step') }}),

-- several breakdowns at once, such as sex+age_band
combinations as (
    select indicator_id, breakdown
    from (select indicator_id, {{ items('breakdowns') }} as breakdown from indicators)
    where breakdown like '%+%'
),

final as (
    {%- for breakdown in ['all'] + breakdowns() %}
    {{ cells('month', breakdown) }}
    union all
    {%- endfor %}
    select
        steps.council_id, steps.indicator_id, steps.shape, 'month' as clock, {{ month_end('steps.day') }} as tick_end,
        steps.period_id, combinations.breakdown, {{ category_of('combinations.breakdown') }} as category,
        {{ exact_sum('steps.numerator') }} as numerator, {{ exact_sum('steps.denominator') }} as denominator
    from steps
    inner join combinations on steps.indicator_id = combinations.indicator_id
    group by all
    union all
    {{ cells('week', 'all') }}
)

select * from final
