with

cells as (select * from {{ ref('measure_cell') }}),

period_ticks as (select * from {{ ref('int_period_tick') }}),

-- a day counts in every period that holds it; a window case in the one it names
ticks as (
    select *, 'event' as shape, true as is_of_whole from period_ticks
    union all
    select *, 'event' as shape, false as is_of_whole from period_ticks
    where {{ is_reported("'a part'", 'period_type') }}
),

series as (select * from {{ ref('measure_series') }}),

states as (select * from {{ ref('measure_state') }}),

periods as (
    select lines.line_number, periods.*, {{ tick_number('periods.clock', 'periods.tick_end') }} as tick
    from {{ ref('int_indicator_period') }} as periods
    inner join series as lines
        on periods.council_id = lines.council_id
        and periods.indicator_id = lines.indicator_id
        and lines.breakdown = 'all'
),

happened as (
    select
        series.series_number, coalesce(ticks.period_id, cells.period_id) as period_id,
        {{ exact_sum('cells.numerator') }} as numerator, {{ exact_sum('cells.denominator') }} as denominator
    from cells
    inner join series
        on cells.council_id = series.council_id
        and cells.indicator_id = series.indicator_id
        and cells.breakdown = series.breakdown
        and cells.category = series.category
    left join ticks
        on cells.shape = ticks.shape
        and cells.clock = ticks.clock
        and cells.tick_end = ticks.tick_end
        and (cells.breakdown = 'all') = ticks.is_of_whole
    where cells.shape = 'window' or (cells.shape = 'event' and ticks.period_id is not null)
    group by series.series_number, coalesce(ticks.period_id, cells.period_id)
),

final as (
    select
        series.council_id, series.indicator_id, series.breakdown, series.category, periods.period_id,
        states.numerator, states.denominator
    from states
    inner join series on states.series_number = series.series_number
    inner join periods on series.line_number = periods.line_number and states.tick = periods.tick
    where {{ is_reported('series.breakdown', 'periods.period_type') }}
    union all
    select
        series.council_id, series.indicator_id, series.breakdown, series.category, periods.period_id,
        coalesce(happened.numerator, 0) as numerator, coalesce(happened.denominator, 0) as denominator
    from series
    inner join periods on series.line_number = periods.line_number
    left join happened on series.series_number = happened.series_number and periods.period_id = happened.period_id
    where
        series.shape <> 'state' and not {{ is_order_statistic('series.kind') }}
        and {{ is_reported('series.breakdown', 'periods.period_type') }}
    union all
    select
        series.council_id, series.indicator_id, series.breakdown, series.category, periods.period_id,
        order_statistics.numerator, null as denominator
    from series
    inner join periods on series.line_number = periods.line_number
    left join {{ ref('measure_order_statistic') }} as order_statistics
        on series.council_id = order_statistics.council_id
        and series.indicator_id = order_statistics.indicator_id
        and series.breakdown = order_statistics.breakdown
        and series.category = order_statistics.category
        and periods.period_id = order_statistics.period_id
    where {{ is_order_statistic('series.kind') }} and {{ is_reported('series.breakdown', 'periods.period_type') }}
)

select * from final
