with

indicators as (select * from {{ ref('indicator') }}),

final as (
    select
        indicator_id, name, subject, kind, shape, unit, numerator, denominator, exclusions,
        period_types, breakdowns, extracts, lookback_months, polarity, owner_role,
        interval_method, chart, screens_ranges
    from indicators
)

select * from final
