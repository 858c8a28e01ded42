with

cases as (select *, 'not_applicable' as age_band from {{ ref('measure_row') }} where shape = 'state'),

periods as (select * from {{ ref('int_indicator_period') }} where kind = 'maximum'),

on_the_day as (
    select
        periods.council_id, periods.indicator_id, periods.period_id, periods.breakdowns, cases.numerator,
        {{ breakdowns() | join(', ') }}
    from periods
    inner join cases
        on periods.council_id = cases.council_id
        and periods.indicator_id = cases.indicator_id
        and {{ is_open_on('cases', 'least(periods.period_end, periods.as_at_date)') }}
),

final as (
    {%- for breakdown in ['all'] + breakdowns() %}
    select
        council_id, indicator_id, period_id, '{{ breakdown }}' as breakdown,
        {{ "'all'" if breakdown == 'all' else breakdown }} as category, max(numerator) as numerator
    from on_the_day
    {%- if breakdown != 'all' %}
    where {{ has_item('breakdowns', "'" ~ breakdown ~ "'") }}
    {%- endif %}
    group by all
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select * from final
