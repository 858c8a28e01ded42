with

cases as (select *, 'not_applicable' as age_band from {{ ref('measure_row') }}),

periods as (select * from {{ ref('int_indicator_period') }} where {{ is_order_statistic('kind') }}),

indicators as (select * from {{ ref('indicator') }}),

asked as (
    select indicator_id, 'all' as breakdown from indicators
    union all
    select indicator_id, {{ items('breakdowns') }} from indicators
),

final as (
    select
        periods.council_id, periods.indicator_id, periods.period_id, asked.breakdown,
        case when asked.breakdown = 'all' then 'all' else {{ category_of('asked.breakdown') }} end as category,
        case min(periods.kind)
            when 'maximum' then max(cases.numerator)
            else {{ quantile('cases.numerator', '0.5') }}
        end as numerator
    from periods
    inner join cases
        on periods.council_id = cases.council_id
        and periods.indicator_id = cases.indicator_id
        and case cases.shape
            when 'state' then {{ is_open_on('cases', 'least(periods.period_end, periods.as_at_date)') }}
            when 'event'
                then cases.event_date between periods.period_start and least(periods.period_end, periods.as_at_date)
            else periods.period_id = cases.period_id
        end
    inner join asked on periods.indicator_id = asked.indicator_id
    group by all
)

select * from final
