with

observations as (
    select * from {{ ref('fct_indicator_observation') }}
    where breakdown = 'all' and value is not null
),

indicators as (select * from {{ ref('indicator') }}),

published as (select * from {{ ref('comparison_group') }}),

-- a year's events are held against a year's events; a state can be held against the last published day
matched as (
    select
        observations.council_id, observations.indicator_id, observations.period_type, observations.period_id,
        observations.period_end, observations.value as council_value, observations.numerator,
        observations.denominator, observations.rate_per, observations.interval_lower, observations.interval_upper,
        indicators.kind, indicators.polarity,
        published.comparator, published.model_year, published.as_at, published.release, published.population_year,
        published.is_same_definition, published.definition_note, published.publisher, published.areas,
        published.mean_value, published.median_value, published.lower_quartile, published.upper_quartile,
        published.area_values,
        row_number() over (
            partition by
                observations.council_id, observations.indicator_id, observations.period_id, published.comparator
            order by
                published.as_at desc, published.is_same_definition desc, published.model_year desc nulls last,
                published.release desc
        ) as recency
    from observations
    inner join indicators on observations.indicator_id = indicators.indicator_id
    inner join published
        on observations.council_id = published.council_id
        and observations.indicator_id = published.indicator_id
        and observations.period_end >= published.as_at
    where
        {{ is_comparable('observations', 'indicators') }}
        and (indicators.shape <> 'event' or observations.period_type in ('financial_year', 'rolling_12_months'))
),

final as (
    select
        * exclude (recency),
        case kind when 'rate' then rate_per when 'percentage' then 100 end as multiplier,
        mean_value * denominator / nullif(case kind when 'rate' then rate_per when 'percentage' then 100 end, 0)
            as expected
    from matched
    where recency = 1
)

select * from final
