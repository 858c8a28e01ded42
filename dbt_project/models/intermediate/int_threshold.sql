{{ config(materialized='table') }}

with

councils as (select * from {{ ref('stg_council') }}),

thresholds as (select * from {{ ref('threshold') }}),

candidates as (
    select
        councils.council_id, thresholds.threshold_id, thresholds.value, thresholds.unit, thresholds.source,
        case when thresholds.council_id is not null then 1 when thresholds.nation is not null then 2 else 3 end as rank,
        coalesce(thresholds.valid_from, {{ far_past() }}) as from_date,
        {{ add_days('thresholds.valid_to', 1) }} as to_date
    from councils
    inner join thresholds
        on coalesce(thresholds.council_id, councils.council_id) = councils.council_id
        and coalesce(thresholds.nation, councils.nation) = councils.nation
),

-- whatever begins or ends may change which of them is in force
edges as (
    select council_id, threshold_id, from_date from candidates
    union
    select council_id, threshold_id, to_date from candidates where to_date is not null
),

stretches as (
    select
        *, lead(from_date) over (partition by council_id, threshold_id order by from_date) as to_date
    from edges
),

final as (
    select
        stretches.council_id, stretches.threshold_id, stretches.from_date, stretches.to_date,
        min_by(candidates.value, candidates.rank) as value,
        min_by(candidates.unit, candidates.rank) as unit,
        min_by(candidates.source, candidates.rank) as source
    from stretches
    inner join candidates
        on stretches.council_id = candidates.council_id
        and stretches.threshold_id = candidates.threshold_id
        and {{ is_open_on('candidates', 'stretches.from_date') }}
    group by stretches.council_id, stretches.threshold_id, stretches.from_date, stretches.to_date
)

select * from final
