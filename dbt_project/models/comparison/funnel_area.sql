with

published as (
    select * from {{ ref('comparator') }}
    where area_level = 'council' and is_same_definition and value is not null
),

indicators as (select * from {{ ref('indicator') }}),

definitions as (select * from {{ ref('indicator_definition') }}),

councils as (select * from {{ ref('council') }}),

populations as (select * from {{ ref('population') }}),

areas as (
    select
        published.indicator_id, councils.nation, published.as_at, published.release, published.publisher,
        published.area_id, published.area_name, published.value, indicators.kind,
        definitions.rate_per as multiplier,
        populations.population as denominator, populations.mid_year as population_year
    from published
    inner join indicators on published.indicator_id = indicators.indicator_id and indicators.kind = 'rate'
    inner join councils on published.area_id = councils.council_id
    inner join definitions
        on published.indicator_id = definitions.indicator_id
        and councils.nation = definitions.nation
        and published.as_at >= coalesce(definitions.valid_from, published.as_at)
        and published.as_at <= coalesce(definitions.valid_to, published.as_at)
    inner join populations
        on published.area_id = populations.area_code
        and definitions.population_band = populations.population_band
        and abs(populations.mid_year - published.population_year) <= 2
    -- only the size of a council is wanted: the nearest estimate serves
    qualify row_number() over (
        partition by published.indicator_id, published.area_id, published.as_at, published.release
        order by abs(populations.mid_year - published.population_year), populations.mid_year
    ) = 1
),

pooled as (
    select
        *,
        sum(value * denominator) over same_day / sum(denominator) over same_day as centre,
        count(*) over same_day as areas,
        true as is_same_definition
    from areas
    window same_day as (partition by indicator_id, nation, as_at, release)
),

final as (select *, centre * denominator / multiplier as expected from pooled where areas >= {{ var('funnel_areas') }})

select * from final
