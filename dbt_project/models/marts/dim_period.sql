with

councils as (select * from {{ ref('stg_council') }}),

days as (
    {{ days_between(
        "min(history_from_date)", "coalesce(max(as_at_date), min(history_from_date))", "councils"
    ) }}
),

starts as (
    select
        day,
        cast(date_trunc('month', day) as date) as month_start,
        cast(date_trunc('quarter', day) as date) as quarter_start,
        cast(date_trunc('year', {{ add_months('day', -3) }}) as date) as year_start
    from days
),

periods as (
    select
        'week' as period_type,
        {{ add_days(week_end('day'), -6) }} as period_start,
        {{ week_end('day') }} as period_end
    from starts
    union
    select 'month', month_start, {{ month_end('day') }} from starts
    union
    select 'quarter', quarter_start, {{ month_end(add_months('quarter_start', 2)) }} from starts
    union
    select 'financial_year', {{ add_months('year_start', 3) }}, {{ month_end(add_months('year_start', 14)) }}
    from starts
    union
    select 'rolling_12_months', {{ add_months('month_start', -11) }}, {{ month_end('day') }} from starts
),

final as (
    select
        concat(period_type, ':', cast(period_end as varchar)) as period_id,
        period_type,
        case when period_type = 'week' then 'week' else 'month' end as clock,
        cast(period_start as date) as period_start,
        cast(period_end as date) as period_end,
        case period_type
            when 'week' then concat('Week to ', cast(period_end as varchar))
            when 'month' then substr(cast(period_end as varchar), 1, 7)
            when 'rolling_12_months' then concat('12 months to ', cast(period_end as varchar))
            when 'quarter' then concat('Quarter to ', cast(period_end as varchar))
            else concat(
                cast(year(period_start) as varchar), '/', substr(cast(period_end as varchar), 3, 2)
            )
        end as label
    from periods
)

select * from final
