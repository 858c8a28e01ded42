with

measures as (select * from {{ ref('dim_measure') }}),

reasons as (select measure_id, reason_code from {{ ref('measure') }}),

observations as (select * from {{ ref('plan_observation') }}),

targets as (select * from {{ ref('fct_target') }}),

-- met only where all that is known is met; what is not known says nothing
verdicts as (
    select
        measure_id,
        case
            when count(nullif(verdict, 'not_known')) = 0 then 'not_known'
            when sum(case when verdict = 'not_met' then 1 else 0 end) > 0 then 'not_met'
            when sum(case when verdict = 'moving' then 1 else 0 end) > 0 then 'moving'
            else 'met'
        end as verdict
    from {{ ref('fct_measure_evidence') }}
    group by measure_id
),

-- the newest figure of a period that is over; without any, the newest reason why there is none
newest as (
    select *
    from observations
    qualify row_number() over (
        partition by measure_id order by value is not null and is_settled desc, value is not null desc, period_end desc
    ) = 1
),

explained as (
    select
        measures.*,
        newest.period_type, newest.period_id, newest.period_end, newest.numerator, newest.denominator, newest.value,
        newest.status, newest.status_reason, newest.source, newest.as_at_date,
        case
            when newest.value is not null then null
            when measures.route = 'outcome' then 'shown_by_evidence'
            when reasons.reason_code is not null then reasons.reason_code
            when not measures.is_in_registry then 'not_computed'
            when newest.status in ('ok', 'provisional', 'stale') then 'no_base'
            when newest.status is not null then newest.status
            when measures.route = 'return' then 'awaiting_return'
            when measures.route = 'cadence' then 'not_yet_due'
            else 'not_observed'
        end as reason_code
    from measures
    inner join reasons on measures.measure_id = reasons.measure_id
    left join newest on measures.measure_id = newest.measure_id
),

final as (
    select
        explained.measure_id, explained.council_id, explained.framework_id, explained.outcome_id, explained.route,
        explained.indicator_id, explained.breakdown, explained.category,
        explained.period_type, explained.period_id, explained.period_end,
        explained.numerator, explained.denominator, explained.value,
        explained.status, explained.source, explained.as_at_date,
        explained.reason_code,
        {{ measure_reason() }} as reason,
        targets.target, targets.target_date, coalesce(targets.target_status, 'no_target') as target_status,
        case when explained.route = 'outcome' then coalesce(verdicts.verdict, 'not_known') end as verdict,
        explained.baseline, explained.baseline_date
    from explained
    left join verdicts on explained.measure_id = verdicts.measure_id
    left join targets on explained.measure_id = targets.measure_id and explained.period_id = targets.period_id
)

select * from final
