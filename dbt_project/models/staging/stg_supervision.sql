with

sessions as (select * from {{ source('raw', 'supervision') }}),

final as (
    select
        council_id,
        supervision_key,
        worker_key,
        supervisor_key,
        child_key,
        held_date,
        case on_file when 'Y' then true when 'N' then false end as is_on_file,
        extract_date,
        record_token
    from sessions
)

select * from final
