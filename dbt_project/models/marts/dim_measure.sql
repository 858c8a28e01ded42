with

measures as (select * from {{ ref('measure') }}),

outcomes as (select * from {{ ref('framework_outcome') }}),

indicators as (select * from {{ ref('indicator') }}),

evidence as (
    select measure_id, {{ joined('indicator_id', 'position') }} as indicators
    from {{ ref('measure_evidence') }}
    group by measure_id
),

final as (
    select
        measures.measure_id, measures.council_id, measures.framework_id,
        measures.outcome_id, outcomes.kind as outcome_kind, outcomes.ref as outcome_ref, outcomes.title as outcome,
        outcomes.position as outcome_position,
        measures.ref as plan_ref, measures.name, measures.unit, measures.route,
        measures.indicator_id, indicators.indicator_id is not null as is_in_registry,
        coalesce(measures.breakdown, 'all') as breakdown, coalesce(measures.category, 'all') as category,
        measures.calculation, measures.base_date,
        evidence.indicators as evidence,
        measures.direction, measures.stated, measures.baseline_value as baseline, measures.baseline_date,
        measures.baseline_reason, measures.note
    from measures
    inner join outcomes
        on measures.framework_id = outcomes.framework_id and measures.outcome_id = outcomes.outcome_id
    left join indicators on measures.indicator_id = indicators.indicator_id
    left join evidence on measures.measure_id = evidence.measure_id
)

select * from final
