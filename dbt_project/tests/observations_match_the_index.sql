-- What must exist exists, once, and nothing else does.
with

indexed as (select * from {{ ref('indicator_index') }}),

observations as (
    select council_id, indicator_id, period_id, breakdown, category, count(*) as observations
    from {{ ref('fct_indicator_observation') }}
    group by council_id, indicator_id, period_id, breakdown, category
)

select indexed.council_id, indexed.indicator_id, indexed.period_id, observations.observations
from indexed
full outer join observations using (council_id, indicator_id, period_id, breakdown, category)
where observations.observations is distinct from 1 or indexed.council_id is null
