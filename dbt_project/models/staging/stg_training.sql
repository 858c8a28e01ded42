with

completed as (select * from {{ source('raw', 'training') }}),

final as (
    select council_id, worker_key, course, completed_date, extract_date, record_token
    from completed
)

select * from final
