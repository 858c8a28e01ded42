with

returns as (select * from {{ ref('int_measure_return') }}),

populations as (select * from {{ ref('int_population') }}),

exact_limits as (select * from {{ ref('poisson_limit') }} where confidence = 95),

-- where nothing is divided, the figure itself is the count
given as (
    select
        *,
        {{ is_divided('kind') }} as is_divided,
        case when is_divided then returned_numerator else coalesce(returned_numerator, returned_value) end as cases,
        case kind when 'rate' then rate_per when 'percentage' then 100 else 1 end as multiplier,
        coalesce(submitted_date, period_end) as as_at_date
    from returns
),

divided as (
    select
        given.*,
        case when given.is_divided then coalesce(given.returned_denominator, populations.population) end as base,
        populations.population_band as used_band, populations.population_year, populations.is_substituted
    from given
    left join populations
        on given.kind = 'rate'
        and given.returned_denominator is null
        and given.council_id = populations.council_id
        and given.population_band = populations.population_band
        and given.wanted_population_year = populations.wanted_population_year
),

judged as (
    select
        *,
        cases is not null and (not is_divided or coalesce(base, 0) > 0) as is_computed,
        case when is_computed then cases end as numerator,
        case when is_computed then base end as denominator,
        {{ return_status() }}
    from divided
),

limited as (
    select judged.*, exact_limits.lower_limit as exact_lower, exact_limits.upper_limit as exact_upper
    from judged
    left join exact_limits on judged.numerator = exact_limits.events and judged.interval_method = 'exact_byar'
),

final as (
    select
        council_id, indicator_id, period_type, period_id, period_start, period_end,
        'all' as breakdown, 'all' as category,
        numerator, denominator,
        case
            when is_computed and is_divided
                then {{ round_half_up('numerator', 'denominator', 'multiplier', 'decimals') }}
            when has_value then coalesce(numerator, returned_value)
        end as value,
        case
            when is_computed and is_divided then cast(multiplier as double) * numerator / denominator
            when has_value then coalesce(numerator, returned_value)
        end as value_unrounded,
        {{ observation_interval() }},
        case when denominator > 0 then nullif(interval_method, 'none') end as interval_method,
        status, status_reason, used_band as population_band,
        cast(population_year as integer) as population_year,
        is_substituted as population_is_substituted,
        cast(rate_per as integer) as rate_per,
        as_at_date
    from limited
)

select * from final
