with

points as (select * from {{ ref('control_rule') }}),

indicators as (select * from {{ ref('indicator') }}),

judged as (
    select
        *,
        case
            when not is_large_enough then 'too_few'
            when points < {{ var('control_minimum_points') }} then 'trial'
            else 'ok'
        end as chart_status,
        case
            when not is_large_enough then 'none'
            when outside <> 0 then 'outside_limits'
            when trend <> 0 then 'trend'
            when two_of_three <> 0 then 'two_of_three'
            when shift <> 0 then 'shift'
            else 'none'
        end as signal
    from points
),

directed as (
    select
        *,
        case signal
            when 'outside_limits' then outside
            when 'trend' then trend
            when 'two_of_three' then two_of_three
            when 'shift' then shift
            else 0
        end as direction
    from judged
),

final as (
    select
        directed.council_id, directed.indicator_id, directed.period_type,
        concat(directed.period_type, ':', cast(directed.period_end as varchar)) as period_id,
        directed.period_end,
        cast(directed.rebase_group as integer) as rebase_group,
        cast(directed.points as integer) as points,
        round(directed.value, 9) as value,
        directed.mean, directed.lower_limit, directed.upper_limit,
        round(abs(directed.step_size), 9) as moving_range,
        directed.range_limit as moving_range_limit,
        directed.chart_status, directed.signal,
        case directed.direction when 1 then 'up' when -1 then 'down' else 'none' end as direction,
        case
            when directed.direction = 0 then 'common_cause'
            when indicators.polarity = 'neutral' then 'change'
            when (indicators.polarity = 'higher_is_better') = (directed.direction = 1) then 'improvement'
            else 'concern'
        end as variation,
        {{ control_sentence() }} as sentence
    from directed
    inner join indicators on directed.indicator_id = indicators.indicator_id
)

select * from final
