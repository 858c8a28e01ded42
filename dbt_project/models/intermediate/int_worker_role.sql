with

workers as (
    select * from {{ ref('stg_worker') }}
    where to_date is null or to_date > from_date
),

-- one role at a time: a spell ends at the latest where the worker's next one starts
final as (
    select
        council_id,
        worker_key,
        role_group,
        team,
        qualified_date,
        fte,
        from_date,
        nullif(
            least(
                coalesce(to_date, {{ far_future() }}),
                coalesce(
                    lead(from_date) over (partition by council_id, worker_key order by from_date), {{ far_future() }}
                )
            ),
            {{ far_future() }}
        ) as to_date
    from workers
)

select * from final
