with

periods as (select * from {{ ref('int_indicator_period') }}),

series as (select * from {{ ref('measure_series') }}),

final as (
    select periods.council_id, periods.indicator_id, periods.period_id, series.breakdown, series.category
    from series
    inner join periods on series.council_id = periods.council_id and series.indicator_id = periods.indicator_id
    where {{ is_reported('series.breakdown', 'periods.period_type') }}
)

select * from final
