with

definitions as (select * from {{ ref('indicator_definition') }}),

final as (
    select
        indicator_id, nation, valid_from, valid_to, population_band, population_lag_years, rate_per, decimals,
        source, evidence, caveat
    from definitions
)

select * from final
