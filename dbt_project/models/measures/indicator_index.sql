{{ config(materialized='table') }}

with

periods as (select * from {{ ref('int_indicator_period') }}),

categories as (
    select distinct council_id, indicator_id, breakdown, category
    from {{ ref('measure_cell') }}
    where breakdown <> 'all'
),

final as (
    select council_id, indicator_id, period_id, 'all' as breakdown, 'all' as category
    from periods
    union
    select council_id, indicator_id, period_id, 'all', 'all' from {{ ref('int_measure_return') }}
    union all
    select periods.council_id, periods.indicator_id, periods.period_id, categories.breakdown, categories.category
    from periods
    inner join categories
        on periods.council_id = categories.council_id and periods.indicator_id = categories.indicator_id
    where periods.period_type in ('month', 'quarter', 'financial_year')
)

select * from final
