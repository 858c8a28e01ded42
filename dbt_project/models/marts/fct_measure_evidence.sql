with

observations as (select * from {{ ref('evidence_observation') }}),

-- the target of the same figure in a plan of the council, if one is in force
targets as (
    select
        council_id, indicator_id, breakdown, category, period_id,
        max(target) as target, min(case target_status when 'met' then 1 else 0 end) = 1 as is_met
    from {{ ref('fct_target') }}
    where target is not null
    group by council_id, indicator_id, breakdown, category, period_id
),

judged as (
    select
        observations.*, targets.target,
        round(observations.value - observations.value_year_before, 9)
        * case observations.direction when 'reduce' then -1 when 'increase' then 1 end as improvement,
        case
            when observations.value is null then 'not_known'
            when targets.is_met then 'met'
            when improvement is null then 'not_known'
            when improvement > 0 then 'moving'
            else 'not_met'
        end as verdict
    from observations
    left join targets
        on observations.council_id = targets.council_id
        and observations.indicator_id = targets.indicator_id
        and observations.breakdown = targets.breakdown
        and observations.category = targets.category
        and observations.period_id = targets.period_id
),

final as (
    select
        measure_id, council_id, position, indicator_id, breakdown, category, direction,
        period_type, period_id, period_end, value, value_year_before, target, source, verdict
    from judged
)

select * from final
