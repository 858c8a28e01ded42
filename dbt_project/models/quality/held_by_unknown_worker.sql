with

allocations as (select * from {{ ref('stg_allocation') }} where worker_key is not null),

workers as (select * from {{ ref('stg_worker') }}),

councils as (select * from {{ ref('stg_council') }}),

final as (
    select
        allocations.council_id, 'allocation' as extract, allocations.record_token, allocations.child_key,
        allocations.team
    from allocations
    inner join councils on allocations.council_id = councils.council_id
    left join workers
        on allocations.council_id = workers.council_id
        and allocations.worker_key = workers.worker_key
        and {{ is_open_on('workers', 'councils.as_at_date') }}
    where {{ is_open_on('allocations', 'councils.as_at_date') }} and workers.worker_key is null
)

select * from final
