with

statuses as (select * from {{ ref('stg_legal_status') }}),

-- nearly every child has none, so the rest of the work is on a few
children as (select distinct council_id, child_key from statuses where is_short_break),

of_children as (
    select statuses.*
    from statuses
    inner join children
        on statuses.council_id = children.council_id and statuses.child_key = children.child_key
),

boundaries as (
    select council_id, child_key, from_date as boundary_date from of_children
    union
    select council_id, child_key, coalesce(to_date, {{ far_future() }}) from of_children
),

stretches as (
    select
        council_id,
        child_key,
        boundary_date as from_date,
        nullif(
            lead(boundary_date) over (partition by council_id, child_key order by boundary_date), {{ far_future() }}
        ) as to_date
    from boundaries
),

final as (
    select
        stretches.council_id,
        stretches.child_key,
        stretches.from_date,
        stretches.to_date
    from stretches
    inner join of_children
        on stretches.council_id = of_children.council_id
        and stretches.child_key = of_children.child_key
        and {{ is_open_on('of_children', 'stretches.from_date') }}
    group by stretches.council_id, stretches.child_key, stretches.from_date, stretches.to_date
    having bool_and(of_children.is_short_break)
)

select * from final
