with

councils as (select * from {{ ref('stg_council') }}),

periods as (select * from {{ ref('dim_period') }}),

final as (
    select
        councils.council_id,
        councils.nation,
        councils.history_from_date,
        councils.as_at_date,
        periods.period_id,
        periods.period_type,
        periods.clock,
        periods.period_start,
        periods.period_end,
        -- a period that is not over is read at the tick that holds the as-at day
        least(
            periods.period_end,
            case periods.clock
                when 'week' then {{ week_end('councils.as_at_date') }} else {{ month_end('councils.as_at_date') }}
            end
        ) as tick_end,
        periods.period_end > councils.as_at_date as is_provisional
    from councils
    inner join periods
        on periods.period_end >= councils.history_from_date
        and case periods.period_type
            when 'rolling_12_months' then periods.period_end <= {{ month_end('councils.as_at_date') }}
            else periods.period_start <= councils.as_at_date
        end
)

select * from final
