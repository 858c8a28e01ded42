{{ config(materialized='table') }}

with

movements as (select * from {{ ref('measure_movement') }}),

indicators as (select * from {{ ref('indicator') }}),

months as (
    select
        council_id, indicator_id, shape, 'month' as clock, {{ month_end('day') }} as tick_end, period_id,
        direction, numerator, denominator, {{ breakdowns() | join(', ') }}
    from movements
),

by_month as (
    select
        council_id, indicator_id, shape, clock, tick_end, period_id,
        {{ breakdown_and_category() }},
        sum(direction * numerator) as numerator,
        sum(direction * denominator) as denominator
    from months
    {{ by_each_breakdown('council_id, indicator_id, shape, clock, tick_end, period_id') }}
),

combinations as (
    select indicator_id, breakdown
    from (select indicator_id, {{ items('breakdowns') }} as breakdown from indicators)
    where breakdown like '%+%'
),

by_combination as (
    select
        months.council_id, months.indicator_id, months.shape, months.clock, months.tick_end, months.period_id,
        combinations.breakdown, {{ category_of('combinations.breakdown') }} as category,
        sum(months.direction * months.numerator) as numerator,
        sum(months.direction * months.denominator) as denominator
    from months
    inner join combinations on months.indicator_id = combinations.indicator_id
    group by all
),

by_week as (
    select
        movements.council_id, movements.indicator_id, movements.shape, 'week' as clock,
        {{ week_end('movements.day') }} as tick_end, movements.period_id, 'all' as breakdown, 'all' as category,
        sum(movements.direction * movements.numerator) as numerator,
        sum(movements.direction * movements.denominator) as denominator
    from movements
    inner join indicators
        on movements.indicator_id = indicators.indicator_id and {{ has_item('indicators.period_types', "'week'") }}
    where movements.shape <> 'window'
    group by
        movements.council_id, movements.indicator_id, movements.shape, {{ week_end('movements.day') }},
        movements.period_id
),

final as (
    select by_month.*
    from by_month
    inner join indicators
        on by_month.indicator_id = indicators.indicator_id
        and (by_month.breakdown = 'all' or {{ has_item('indicators.breakdowns', 'by_month.breakdown') }})
    union all
    select * from by_combination
    union all
    select * from by_week
)

select * from final
