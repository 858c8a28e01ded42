with

measures as (select * from {{ ref('measure') }}),

definitions as (select distinct indicator_id, nation from {{ ref('indicator_definition') }}),

-- a plan's measure stands for its indicator where it is the whole of it, as it is
names as (
    select lower(measure_id) as measure, indicator_id
    from measures
    where breakdown is null and calculation is null
    union
    select indicator_id as measure, indicator_id as named_indicator_id from definitions
),

final as (
    select names.measure, definitions.nation, definitions.indicator_id
    from names
    inner join definitions on names.indicator_id = definitions.indicator_id
)

select * from final
