with

periods as (select * from {{ ref('dim_period') }}),

final as (
    select
        periods.period_id,
        periods.period_type,
        periods.clock,
        ticks.period_end as tick_end
    from periods
    inner join periods as ticks
        on periods.clock = ticks.period_type
        and ticks.period_end between periods.period_start and periods.period_end
)

select * from final
