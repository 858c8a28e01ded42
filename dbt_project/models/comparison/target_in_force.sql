with

observations as (
    select * from {{ ref('fct_indicator_observation') }}
    where period_type in ('month', 'quarter', 'financial_year')
),

targets as (select * from {{ ref('target') }}),

measures as (select * from {{ ref('measure') }}),

indicators as (select * from {{ ref('indicator') }}),

set_targets as (
    select
        targets.*, measures.direction, measures.baseline_value as baseline, measures.baseline_date,
        coalesce(measures.period_type, 'financial_year') as counted_over,
        coalesce(measures.breakdown, 'all') as breakdown,
        coalesce(measures.category, 'all') as category
    from targets
    inner join measures on targets.measure_id = measures.measure_id
    -- a target for a change is not held against the value itself
    where measures.calculation is null
),

-- the target that falls due next, or the last one once all have passed; one to be confirmed stands only where there is
-- no other; a year's count is not held against a month's
ordered as (
    select
        observations.council_id, observations.indicator_id, observations.period_type, observations.period_id,
        observations.period_end, observations.breakdown, observations.category, observations.value,
        set_targets.framework_id, set_targets.measure_id, set_targets.target_date, set_targets.target,
        set_targets.tolerance, set_targets.direction, set_targets.baseline, set_targets.baseline_date,
        row_number() over (
            partition by
                observations.council_id, observations.indicator_id, observations.period_id, set_targets.measure_id
            order by
                set_targets.target is not null desc,
                coalesce(set_targets.target_date >= observations.period_end, true) desc,
                case when set_targets.target_date >= observations.period_end then set_targets.target_date end,
                set_targets.target_date desc
        ) as place
    from observations
    inner join indicators on observations.indicator_id = indicators.indicator_id
    inner join set_targets
        on observations.council_id = set_targets.council_id
        and observations.indicator_id = set_targets.indicator_id
        and observations.breakdown = set_targets.breakdown
        and observations.category = set_targets.category
    where
        {{ is_comparable('observations', 'indicators') }}
        and (
            indicators.kind <> 'count' or indicators.shape <> 'event'
            or observations.period_type = set_targets.counted_over
        )
),

final as (select * exclude (place) from ordered where place = 1)

select * from final
