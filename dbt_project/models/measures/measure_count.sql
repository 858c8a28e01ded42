{%- set cell = 'council_id, indicator_id, breakdown, category' %}
with

cells as (select * from {{ ref('measure_cell') }}),

ticks as (select * from {{ ref('int_period_tick') }}),

asked as (
    select
        indexed.*, periods.shape, periods.clock, periods.tick_end
    from {{ ref('indicator_index') }} as indexed
    inner join {{ ref('int_indicator_period') }} as periods
        on indexed.council_id = periods.council_id
        and indexed.indicator_id = periods.indicator_id
        and indexed.period_id = periods.period_id
    where periods.kind <> 'maximum'
),

-- everything that went in and came out up to the tick is what is there
states as (
    select {{ cell }}, period_id, clock, tick_end, 0 as numerator, 0 as denominator, true as is_asked
    from asked
    where shape = 'state'
    union all
    select {{ cell }}, period_id, clock, tick_end, numerator, denominator, false
    from cells
    where shape = 'state'
),

running as (
    select
        {{ cell }}, period_id, is_asked,
        sum(numerator) over days_so_far as numerator,
        sum(denominator) over days_so_far as denominator
    from states
    window days_so_far as (
        partition by {{ cell }}, clock order by tick_end range between unbounded preceding and current row
    )
),

happened as (
    select
        {{ cell }}, ticks.period_id, sum(cells.numerator) as numerator, sum(cells.denominator) as denominator
    from cells
    inner join ticks on cells.clock = ticks.clock and cells.tick_end = ticks.tick_end
    where cells.shape = 'event'
    group by {{ cell }}, ticks.period_id
    union all
    select {{ cell }}, period_id, sum(numerator), sum(denominator)
    from cells
    where shape = 'window'
    group by {{ cell }}, period_id
),

final as (
    select {{ cell }}, period_id, numerator, denominator
    from running
    where is_asked
    union all
    select
        {{ cell }}, period_id,
        coalesce(happened.numerator, 0) as numerator, coalesce(happened.denominator, 0) as denominator
    from asked
    left join happened using ({{ cell }}, period_id)
    where asked.shape <> 'state'
    union all
    select {{ cell }}, period_id, numerator, null from {{ ref('measure_maximum') }}
)

select * from final
