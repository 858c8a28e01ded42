with

arrangements as (select * from {{ source('raw', 'private_fostering') }}),

final as (
    select
        council_id,
        arrangement_key,
        child_key,
        notified_date,
        started_date as from_date,
        ended_date as to_date,
        team,
        record_token
    from arrangements
)

select * from final
