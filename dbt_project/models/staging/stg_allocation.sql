with

allocations as (select * from {{ source('raw', 'allocation') }}),

final as (
    select
        council_id,
        allocation_key,
        child_key,
        worker_key,
        allocation_role = 'primary' as is_primary,
        started_date as from_date,
        ended_date as to_date,
        team,
        recorded_date,
        allocation_key as sort_key,
        record_token
    from allocations
)

select * from final
