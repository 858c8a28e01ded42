with

-- of several periods that were left out, the owner is reminded of the latest
due as (
    select * from {{ ref('int_return_due') }}
    where return_status in ('overdue', 'submitted', 'late')
    qualify row_number() over (partition by measure_id order by period_end desc) = 1
),

final as (
    select
        council_id, 'measure_return' as extract, record_token, cast(null as varchar) as child_key,
        cast(null as varchar) as team
    from due
    where return_status = 'overdue'
)

select * from final
