with

dues as (select * from {{ ref('int_return_due') }}),

final as (
    select
        measure_id, council_id, owner_role, frequency, period_start, period_end, due_date, submitted_date,
        return_status, as_at_date
    from dues
)

select * from final
