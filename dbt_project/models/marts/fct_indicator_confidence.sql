with

latest as (select * from {{ ref('latest_observation') }}),

doubts as (select * from {{ ref('doubted_period') }}),

bands as (select * from {{ ref('confidence_band') }}),

ranged as (
    select
        latest.*, doubts.cases, doubts.touched_cases, doubts.added_cases,
        100.0 * (doubts.touched_cases + doubts.added_cases) / greatest(doubts.cases, 1) as doubted_pct,
        greatest(latest.numerator - doubts.touched_numerator, 0) as lowest_numerator,
        case
            when latest.kind = 'percentage'
                then latest.numerator + doubts.touched_denominator - doubts.touched_numerator
            else latest.numerator + doubts.added_cases
        end as highest_numerator,
        latest.value is not null and latest.kind in ('count', 'rate', 'percentage', 'mean') as has_range
    from latest
    inner join doubts
        on latest.council_id = doubts.council_id
        and latest.indicator_id = doubts.indicator_id
        and latest.period_id = doubts.period_id
),

judged as (
    select
        ranged.council_id, ranged.indicator_id, ranged.period_id,
        min_by(bands.confidence, coalesce(bands.up_to_pct, 1e9)) as confidence
    from ranged
    inner join bands on ranged.doubted_pct <= coalesce(bands.up_to_pct, 1e9)
    group by ranged.council_id, ranged.indicator_id, ranged.period_id
),

final as (
    select
        ranged.council_id, ranged.indicator_id, ranged.period_type, ranged.period_id, ranged.period_end,
        ranged.value,
        {%- for bound in ['lowest', 'highest'] %}
        case
            when ranged.has_range then {{ round_half_up(
                'ranged.' ~ bound ~ '_numerator', 'coalesce(ranged.denominator, 1)', 'ranged.multiplier',
                'ranged.decimals'
            ) }}
        end as {{ bound }}_value,
        {%- endfor %}
        cast(ranged.cases as integer) as cases,
        cast(ranged.touched_cases as integer) as touched_cases,
        cast(ranged.added_cases as integer) as added_cases,
        round(ranged.doubted_pct, 1) as doubted_pct,
        case when ranged.status = 'withheld' then 'withheld' else judged.confidence end as confidence,
        case when ranged.status = 'withheld' then ranged.status_reason end as withheld_reason,
        ranged.as_at_date
    from ranged
    inner join judged
        on ranged.council_id = judged.council_id
        and ranged.indicator_id = judged.indicator_id
        and ranged.period_id = judged.period_id
)

select * from final
