with

areas as (select * from {{ ref('funnel_area') }}),

limits as (
    select
        *,
        {{ funnel_limits() }}
    from areas
),

final as (
    select
        indicator_id, nation, as_at, release, area_id, area_name, value, denominator, population_year,
        round(centre, 9) as centre,
        funnel_lower_95, funnel_upper_95, funnel_lower_998, funnel_upper_998,
        case
            when value > funnel_upper_998 then 'above_998'
            when value > funnel_upper_95 then 'above_95'
            when value < funnel_lower_998 then 'below_998'
            when value < funnel_lower_95 then 'below_95'
            else 'inside'
        end as place,
        publisher
    from limits
)

select * from final
