{{ config(materialized='table') }}

with

returns as (select * from {{ ref('stg_measure_return') }}),

indicators as (select * from {{ ref('indicator') }}),

definitions as (select * from {{ ref('indicator_definition') }}),

measures as (select * from {{ ref('int_returnable_measure') }}),

named as (
    select
        returns.*,
        returns.council_id as submitted_by,
        concat(returns.period_type, ':', cast(returns.period_end as varchar)) as period_id,
        indicators.indicator_id, indicators.kind, indicators.shape, indicators.interval_method,
        definitions.population_band, definitions.rate_per, definitions.decimals,
        year(returns.period_end) - definitions.population_lag_years as wanted_population_year,
        row_number() over (
            partition by returns.area_id, indicators.indicator_id, returns.period_type, returns.period_end
            order by
                returns.submitted_date desc nulls last, returns.area_id = returns.council_id desc,
                returns.counted_date desc, returns.returned_numerator desc nulls last,
                returns.returned_denominator desc nulls last, returns.returned_value desc nulls last,
                returns.record_token asc
        ) as recency
    from returns
    inner join measures on returns.measure = measures.measure and returns.nation = measures.nation
    inner join indicators on measures.indicator_id = indicators.indicator_id
    inner join definitions
        on indicators.indicator_id = definitions.indicator_id
        and returns.nation = definitions.nation
        and returns.period_end >= coalesce(definitions.valid_from, returns.period_end)
        and returns.period_end <= coalesce(definitions.valid_to, returns.period_end)
),

final as (
    select
        area_id as council_id, indicator_id, kind, shape, interval_method,
        period_type, period_id, period_start, period_end,
        population_band, wanted_population_year, rate_per, decimals,
        returned_numerator, returned_denominator, returned_value,
        submitted_date, submitted_by, record_token
    from named
    where recency = 1
)

select * from final
