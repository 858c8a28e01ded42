-- The parts of every breakdown add up to the whole; the largest part of a maximum is the whole; medians do not add up.
with

observations as (select * from {{ ref('fct_indicator_observation') }} where numerator is not null),

indicators as (select * from {{ ref('indicator') }}),

wholes as (select * from observations where breakdown = 'all'),

parts as (
    select
        council_id, indicator_id, period_id, breakdown,
        round(sum(numerator), 9) as numerator, round(sum(denominator), 9) as denominator, max(numerator) as largest
    from observations
    where breakdown <> 'all'
    group by council_id, indicator_id, period_id, breakdown
)

select parts.*
from parts
inner join wholes using (council_id, indicator_id, period_id)
inner join indicators on parts.indicator_id = indicators.indicator_id
where
    case indicators.kind
        when 'maximum' then parts.largest <> wholes.numerator
        when 'median' then false
        else
            -- weeks are fractions of days, which doubles do not add up exactly
            abs(parts.numerator - wholes.numerator) > 0.000001
            or parts.denominator is distinct from wholes.denominator
    end
