{{ config(materialized='table') }}

with

members as (select * from {{ ref('comparison_member') }}),

published as (select * from {{ ref('comparator') }}),

final as (
    select
        members.council_id, published.indicator_id, members.comparator, members.model_year,
        published.as_at, published.release, published.population_year, published.is_same_definition,
        min(published.definition_note) as definition_note,
        min(published.publisher) as publisher,
        count(*) as areas,
        avg(published.value) as mean_value,
        median(published.value) as median_value,
        {{ quantile('published.value', 0.25) }} as lower_quartile,
        {{ quantile('published.value', 0.75) }} as upper_quartile,
        array_agg(published.value order by published.value) as area_values
    from members
    inner join published on members.area_id = published.area_id
    group by all
)

select * from final
