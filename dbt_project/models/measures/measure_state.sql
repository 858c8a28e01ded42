with

cells as (select * from {{ ref('measure_cell') }} where shape = 'state'),

series as (select * from {{ ref('measure_series') }} where shape = 'state' and not {{ is_order_statistic('kind') }}),

clocks as (
    select
        council_id, indicator_id, clock,
        min({{ tick_number('clock', 'tick_end') }}) as first_tick,
        max({{ tick_number('clock', 'tick_end') }}) as last_tick
    from {{ ref('int_indicator_period') }}
    group by council_id, indicator_id, clock
),

-- every series starts from nothing, on its first tick
moved as (
    select
        series.series_number, clocks.clock, clocks.first_tick as tick, clocks.last_tick,
        0 as numerator, 0 as denominator
    from series
    inner join clocks on series.council_id = clocks.council_id and series.indicator_id = clocks.indicator_id
    where clocks.clock = 'month' or series.breakdown = 'all'
    union all
    select
        series.series_number, cells.clock,
        greatest({{ tick_number('cells.clock', 'cells.tick_end') }}, clocks.first_tick), clocks.last_tick,
        cells.numerator, cells.denominator
    from cells
    inner join series
        on cells.council_id = series.council_id
        and cells.indicator_id = series.indicator_id
        and cells.breakdown = series.breakdown
        and cells.category = series.category
    inner join clocks
        on cells.council_id = clocks.council_id
        and cells.indicator_id = clocks.indicator_id
        and cells.clock = clocks.clock
),

-- everything that went in and came out up to the tick is what is there, until the next tick with a movement
running as (
    select
        series_number, tick,
        {{ exact_sum_over('numerator', 'so_far') }} as numerator,
        {{ exact_sum_over('denominator', 'so_far') }} as denominator,
        coalesce(
            lead(tick) over (partition by series_number, clock order by tick), last_tick + 1
        ) as next_tick
    from moved
    window so_far as (
        partition by series_number, clock order by tick range between unbounded preceding and current row
    )
),

final as (
    select series_number, {{ numbers('tick', 'next_tick') }} as tick, numerator, denominator
    from running
)

select * from final
