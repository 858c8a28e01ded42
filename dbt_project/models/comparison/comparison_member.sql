{{ config(materialized='table') }}

with

councils as (select * from {{ ref('council') }}),

delivering as (
    select council_id from {{ ref('stg_council') }}
    union
    select council_id from {{ ref('int_measure_return') }}
),

neighbours as (select * from {{ ref('neighbour') }}),

own as (
    select councils.*
    from councils
    inner join delivering on councils.council_id = delivering.council_id
),

final as (
    select council_id, 'country' as comparator, country_id as area_id, cast(null as integer) as model_year
    from own
    union all
    select council_id, 'region', region_id, null
    from own
    where region_id is not null
    union all
    select own.council_id, 'councils', councils.council_id as area_id, null
    from own
    inner join councils on own.nation = councils.nation and own.council_id <> councils.council_id
    union all
    select own.council_id, 'neighbours', neighbours.neighbour_id, neighbours.model_year
    from own
    inner join neighbours on own.council_id = neighbours.council_id
)

select * from final
