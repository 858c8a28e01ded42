{{ config(materialized='table') }}

with

indicators as (select * from {{ ref('indicator') }}),

definitions as (select * from {{ ref('indicator_definition') }}),

periods as (select * from {{ ref('int_council_period') }}),

coverage as (select * from {{ ref('int_coverage') }}),

final as (
    select
        periods.council_id, periods.as_at_date, periods.period_id, periods.period_type, periods.clock,
        periods.period_start, periods.period_end, periods.tick_end, periods.is_provisional,
        indicators.indicator_id, indicators.kind, indicators.shape, indicators.breakdowns, indicators.interval_method,
        definitions.population_band, definitions.rate_per, definitions.decimals,
        year(periods.period_end) - definitions.population_lag_years as wanted_population_year,
        coverage.missing_extracts, coverage.stale_extracts,
        -- a state is known on any day that the extract covers; an event's whole period must lie inside it
        {{ add_months(
            "case indicators.shape when 'state' then periods.period_end else periods.period_start end",
            '-indicators.lookback_months'
        ) }} < periods.history_from_date as is_history_short
    from periods
    inner join definitions
        on periods.nation = definitions.nation
        and periods.period_end >= coalesce(definitions.valid_from, periods.period_end)
        and periods.period_end <= coalesce(definitions.valid_to, periods.period_end)
    inner join indicators
        on definitions.indicator_id = indicators.indicator_id
        and {{ has_item('indicators.period_types', 'periods.period_type') }}
    inner join coverage
        on periods.council_id = coverage.council_id
        and periods.as_at_date = coverage.as_at_date
        and indicators.indicator_id = coverage.indicator_id
)

select * from final
