with

wanted as (
    select council_id, population_band, wanted_population_year
    from {{ ref('int_indicator_period') }}
    where population_band is not null
    union
    select council_id, population_band, wanted_population_year
    from {{ ref('int_measure_return') }}
    where population_band is not null
),

populations as (select * from {{ ref('population') }}),

candidates as (
    select
        wanted.council_id,
        wanted.population_band,
        wanted.wanted_population_year,
        populations.mid_year as population_year,
        populations.population,
        populations.mid_year <> wanted.wanted_population_year as is_substituted,
        row_number() over (
            partition by wanted.council_id, wanted.population_band, wanted.wanted_population_year
            -- an earlier estimate before a later one, and the nearest of those
            order by
                case when populations.mid_year <= wanted.wanted_population_year then 0 else 1 end,
                abs(populations.mid_year - wanted.wanted_population_year)
        ) as precedence
    from wanted
    inner join populations
        on wanted.council_id = populations.area_code
        and wanted.population_band = populations.population_band
        and abs(populations.mid_year - wanted.wanted_population_year) <= 2
),

final as (
    select council_id, population_band, wanted_population_year, population_year, population, is_substituted
    from candidates
    where precedence = 1
)

select * from final
