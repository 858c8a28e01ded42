with

observations as (
    select * from {{ ref('fct_indicator_observation') }}
    where breakdown = 'all' and period_type <> 'week' and value is not null
),

indicators as (select * from {{ ref('indicator') }}),

charts as (select * from {{ ref('fct_spc') }}),

compared as (
    select
        latest.council_id, latest.indicator_id, latest.period_type, latest.period_id, latest.period_end,
        indicators.polarity, latest.value, before.value as value_year_before,
        round(latest.value - before.value, 9) as difference,
        round(100 * (latest.value - before.value) / nullif(before.value, 0), 9) as difference_pct,
        latest.interval_lower > before.interval_upper as is_clearly_up,
        latest.interval_upper < before.interval_lower as is_clearly_down
    from observations as latest
    inner join observations as before
        on latest.council_id = before.council_id
        and latest.indicator_id = before.indicator_id
        and latest.period_type = before.period_type
        and before.period_end = {{ year_before('latest.period_end') }}
    inner join indicators on latest.indicator_id = indicators.indicator_id
    where {{ is_comparable('latest', 'indicators') }}
),

supported as (
    select
        compared.*,
        case
            when compared.is_clearly_up then 'up'
            when compared.is_clearly_down then 'down'
            when charts.chart_status = 'ok' and charts.direction = 'up' and compared.difference > 0 then 'up'
            when charts.chart_status = 'ok' and charts.direction = 'down' and compared.difference < 0 then 'down'
            else 'no_clear_change'
        end as travel,
        case
            when compared.is_clearly_up or compared.is_clearly_down then 'intervals'
            when charts.chart_status = 'ok' and charts.direction <> 'none' then 'control_rules'
        end as supporting
    from compared
    left join charts
        on compared.council_id = charts.council_id
        and compared.indicator_id = charts.indicator_id
        and compared.period_id = charts.period_id
),

final as (
    select
        council_id, indicator_id, period_type, period_id, period_end,
        value, value_year_before, difference, difference_pct,
        travel as direction_of_travel,
        case when travel <> 'no_clear_change' then supporting end as supported_by,
        case
            when travel = 'no_clear_change' or polarity = 'neutral' then 'not_judged'
            when (polarity = 'higher_is_better') = (travel = 'up') then 'better'
            else 'worse'
        end as judgement
    from supported
)

select * from final
