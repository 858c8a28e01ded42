with

cases as (select *, 'not_applicable' as age_band from {{ ref('measure_row') }} where shape = 'state'),

periods as (select * from {{ ref('int_indicator_period') }} where kind = 'maximum'),

on_the_day as (
    select
        periods.council_id, periods.indicator_id, periods.period_id, cases.numerator,
        {{ breakdowns() | join(', ') }}
    from periods
    inner join cases
        on periods.council_id = cases.council_id
        and periods.indicator_id = cases.indicator_id
        and {{ is_open_on('cases', 'least(periods.period_end, periods.as_at_date)') }}
),

final as (
    select
        council_id, indicator_id, period_id,
        {{ breakdown_and_category() }},
        max(numerator) as numerator
    from on_the_day
    {{ by_each_breakdown('council_id, indicator_id, period_id') }}
)

select * from final
