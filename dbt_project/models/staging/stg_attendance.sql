with

months as (select * from {{ source('raw', 'attendance') }}),

final as (
    select
        council_id,
        child_key,
        month_end,
        sessions_possible,
        sessions_attended,
        record_token
    from months
)

select * from final
