-- An indicator of the registry without a definition, or a measure row of an indicator that is not in the registry.
with

registered as (select distinct indicator_id from {{ ref('indicator') }}),

defined as (select distinct indicator_id from {{ ref('indicator_definition') }}),

measured as (select distinct indicator_id, shape from {{ ref('measure_row') }})

select registered.indicator_id, 'not defined' as problem
from registered
left join defined on registered.indicator_id = defined.indicator_id
where defined.indicator_id is null
union all
select measured.indicator_id, 'not registered with this shape'
from measured
left join {{ ref('indicator') }} as indicators
    on measured.indicator_id = indicators.indicator_id and measured.shape = indicators.shape
where indicators.indicator_id is null
