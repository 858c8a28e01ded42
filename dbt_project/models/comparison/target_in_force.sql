with

observations as (
    select * from {{ ref('fct_indicator_observation') }}
    where period_type in ('month', 'quarter', 'financial_year')
),

targets as (select * from {{ ref('target') }}),

measures as (select * from {{ ref('measure') }}),

set_targets as (
    select
        targets.*, measures.direction,
        coalesce(measures.breakdown, 'all') as breakdown,
        coalesce(measures.category, 'all') as category
    from targets
    inner join measures on targets.measure_id = measures.measure_id
    where targets.target is not null
),

-- the target that falls due next, or the last one once all have passed
ordered as (
    select
        observations.council_id, observations.indicator_id, observations.period_type, observations.period_id,
        observations.period_end, observations.breakdown, observations.category, observations.value,
        set_targets.framework_id, set_targets.measure_id, set_targets.target_date, set_targets.target,
        set_targets.tolerance, set_targets.direction,
        row_number() over (
            partition by
                observations.council_id, observations.indicator_id, observations.period_id, set_targets.measure_id
            order by
                coalesce(set_targets.target_date >= observations.period_end, true) desc,
                case when set_targets.target_date >= observations.period_end then set_targets.target_date end,
                set_targets.target_date desc
        ) as place
    from observations
    inner join set_targets
        on observations.council_id = set_targets.council_id
        and observations.indicator_id = set_targets.indicator_id
        and observations.breakdown = set_targets.breakdown
        and observations.category = set_targets.category
),

final as (select * exclude (place) from ordered where place = 1)

select * from final
