with

councils as (
    select distinct councils.council_id, councils.nation, councils.history_from_date, coverage.as_at_date
    from {{ ref('stg_council') }} as councils
    inner join {{ ref('int_coverage') }} as coverage on councils.council_id = coverage.council_id
),

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
        on councils.history_from_date <= periods.period_end
        and councils.as_at_date >= case periods.period_type
            -- twelve months end with every month, so the last that counts is the one that holds the as-at day
            when 'rolling_12_months' then {{ add_months('periods.period_start', 11) }}
            else periods.period_start
        end
)

select * from final
