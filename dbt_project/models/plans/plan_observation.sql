with

measures as (select * from {{ ref('measure') }}),

indicators as (select * from {{ ref('indicator') }}),

observations as (select * from {{ ref('fct_indicator_observation') }}),

-- as the plan counts it; where it does not say, a state by month and events by year; else whatever there is
matched as (
    select
        measures.measure_id, measures.calculation, measures.base_date, observations.*,
        case
            when observations.period_type = measures.period_type then 0
            when
                measures.period_type is null and observations.period_type
                = case indicators.shape when 'event' then 'financial_year' else 'month' end then 0
            when observations.period_type = 'financial_year' then 1
            when observations.period_type = 'month' then 2
            else 3
        end as preference
    from measures
    inner join indicators on measures.indicator_id = indicators.indicator_id
    inner join observations
        on measures.council_id = observations.council_id
        and measures.indicator_id = observations.indicator_id
        and coalesce(measures.breakdown, 'all') = observations.breakdown
        and coalesce(measures.category, 'all') = observations.category
),

chosen as (select * from matched qualify preference = min(preference) over (partition by measure_id)),

bases as (select measure_id, base_date, period_end, value from chosen where calculation is not null),

final as (
    select
        chosen.measure_id, chosen.council_id, chosen.indicator_id, chosen.breakdown, chosen.category,
        chosen.period_type, chosen.period_id, chosen.period_end,
        chosen.numerator, chosen.denominator,
        case chosen.calculation
            when 'change' then chosen.value - bases.value
            when
                'change_pct'
                then {{ round_half_up('(chosen.value - bases.value)', 'nullif(bases.value, 0)', '100', '1') }}
            else chosen.value
        end as value,
        chosen.status, chosen.status_reason, chosen.source, chosen.as_at_date,
        chosen.period_end <= chosen.as_at_date or chosen.source = 'return' as is_settled
    from chosen
    left join bases on chosen.measure_id = bases.measure_id and bases.period_end = bases.base_date
)

select * from final
