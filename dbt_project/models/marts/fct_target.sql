with

targets as (select * from {{ ref('target_in_force') }}),

indicators as (select * from {{ ref('indicator') }}),

charts as (select * from {{ ref('fct_spc') }}),

directed as (
    select
        targets.*,
        charts.lower_limit, charts.upper_limit, charts.chart_status,
        case
            when targets.direction = 'reduce' or (targets.direction is null and indicators.polarity = 'lower_is_better')
                then -1
            else 1
        end as better
    from targets
    inner join indicators on targets.indicator_id = indicators.indicator_id
    left join charts
        on targets.council_id = charts.council_id
        and targets.indicator_id = charts.indicator_id
        and targets.period_id = charts.period_id
        and targets.breakdown = 'all'
),

-- nine decimals: what a double cannot hold exactly must not put a value outside its tolerance
measured as (
    select
        *,
        round(better * (value - target), 9) as margin,
        better * (case better when 1 then lower_limit else upper_limit end - target) as worst_margin,
        better * (case better when 1 then upper_limit else lower_limit end - target) as best_margin
    from directed
),

final as (
    select
        council_id, indicator_id, period_type, period_id, period_end, breakdown, category,
        framework_id, measure_id, target_date, target, tolerance, baseline, baseline_date, value,
        margin,
        case
            when target is null then 'no_target'
            when value is null then 'no_value'
            when margin >= 0 then 'met'
            when margin >= -tolerance then 'close'
            else 'not_met'
        end as target_status,
        case
            when target is null or coalesce(chart_status, 'none') <> 'ok' then 'not_judged'
            when worst_margin >= 0 then 'consistently_met'
            when best_margin < 0 then 'consistently_missed'
            else 'hit_or_miss'
        end as assurance
    from measured
)

select * from final
