with

allocations as (
    {{ records_of('allocation') }}
),

final as (
    select
        council_id, child_key,
        bool_or(is_open) as is_allocated,
        bool_or(is_open and worker_key is not null) as is_held,
        count(distinct case when is_open and is_primary then worker_key end) as primary_workers,
        count(distinct case when is_open then worker_key end) as workers,
        max(coalesce(to_date, as_at_date)) as last_held_date
    from allocations
    group by council_id, child_key
)

select * from final
