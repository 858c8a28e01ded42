with

evidence as (
    select
        evidence.measure_id, evidence.position, evidence.indicator_id,
        coalesce(evidence.breakdown, 'all') as breakdown, coalesce(evidence.category, 'all') as category,
        measures.council_id,
        coalesce(
            evidence.direction,
            case indicators.polarity when 'lower_is_better' then 'reduce' when 'higher_is_better' then 'increase' end
        ) as direction,
        case indicators.shape when 'event' then 'financial_year' else 'month' end as usual_period_type
    from {{ ref('measure_evidence') }} as evidence
    inner join {{ ref('measure') }} as measures on evidence.measure_id = measures.measure_id
    left join {{ ref('indicator') }} as indicators on evidence.indicator_id = indicators.indicator_id
),

observations as (select * from {{ ref('fct_indicator_observation') }} where value is not null),

-- in the period in which the indicator is usually read, else in the longest there is
observed as (
    select
        evidence.measure_id, evidence.position, observations.period_type, observations.period_id,
        observations.period_end, observations.value, observations.source,
        observations.period_end <= observations.as_at_date or observations.source = 'return' as is_settled
    from evidence
    inner join observations
        on evidence.council_id = observations.council_id
        and evidence.indicator_id = observations.indicator_id
        and evidence.breakdown = observations.breakdown
        and evidence.category = observations.category
    qualify
        rank() over (
            partition by evidence.measure_id, evidence.position
            order by observations.period_type = evidence.usual_period_type desc, observations.period_type
        ) = 1
),

newest as (
    select * from observed
    qualify row_number() over (
        partition by measure_id, position order by is_settled desc, period_end desc
    ) = 1
),

final as (
    select
        evidence.measure_id, evidence.position, evidence.council_id, evidence.indicator_id, evidence.breakdown,
        evidence.category, evidence.direction,
        newest.period_type, newest.period_id, newest.period_end, newest.value, newest.source,
        before.value as value_year_before
    from evidence
    left join newest on evidence.measure_id = newest.measure_id and evidence.position = newest.position
    left join observed as before
        on newest.measure_id = before.measure_id
        and newest.position = before.position
        and newest.period_type = before.period_type
        and before.period_end = {{ year_before('newest.period_end') }}
)

select * from final
