with

periods as (select * from {{ ref('int_indicator_period') }}),

counts as (select * from {{ ref('measure_count') }}),

populations as (select * from {{ ref('int_population') }}),

exact_limits as (select * from {{ ref('poisson_limit') }} where confidence = 95),

withheld as (select * from {{ ref('withheld_indicator') }}),

counted as (
    select
        periods.*, withheld.withheld_reason,
        counts.breakdown, counts.category,
        -- parts of full-time equivalents: what a double cannot hold must not tell one order of rows from another
        round(counts.numerator, 9) as numerator,
        case
            when periods.kind = 'rate' then populations.population
            when {{ is_divided('periods.kind') }} then round(counts.denominator, 9)
        end as denominator,
        populations.population_year, populations.is_substituted,
        case periods.kind when 'rate' then periods.rate_per when 'percentage' then 100 else 1 end as multiplier
    from counts
    inner join periods
        on counts.council_id = periods.council_id
        and counts.indicator_id = periods.indicator_id
        and counts.period_id = periods.period_id
    left join populations
        on periods.council_id = populations.council_id
        and periods.population_band = populations.population_band
        and periods.wanted_population_year = populations.wanted_population_year
    left join withheld on periods.council_id = withheld.council_id and periods.indicator_id = withheld.indicator_id
),

judged as (
    select
        *,
        {{ observation_status() }}
    from counted
),

limited as (
    select judged.*, exact_limits.lower_limit as exact_lower, exact_limits.upper_limit as exact_upper
    from judged
    left join exact_limits on judged.numerator = exact_limits.events and judged.interval_method = 'exact_byar'
),

final as (
    select
        council_id, indicator_id, period_type, period_id, period_start, period_end, breakdown, category,
        case when has_value then cast(numerator as double) end as numerator,
        case when has_value then cast(denominator as double) end as denominator,
        case
            when has_value and {{ is_divided('kind') }}
                then {{ round_half_up('numerator', 'denominator', 'multiplier', 'decimals') }}
            when has_value and kind = 'median' then {{ round_half_up('numerator', '1', 'multiplier', 'decimals') }}
            when has_value then cast(numerator as double)
        end as value,
        case
            when has_value and {{ is_divided('kind') }}
                then cast(multiplier as double) * numerator / denominator
            when has_value then cast(numerator as double)
        end as value_unrounded,
        {{ observation_interval() }},
        case when has_value and denominator > 0 then nullif(interval_method, 'none') end as interval_method,
        status, status_reason,
        population_band,
        cast(population_year as integer) as population_year,
        is_substituted as population_is_substituted,
        cast(rate_per as integer) as rate_per,
        as_at_date
    from limited
)

select * from final
