with

absences as (select * from {{ source('raw', 'sickness') }}),

final as (
    select
        council_id,
        absence_key,
        worker_key,
        started_date as from_date,
        ended_date as to_date,
        extract_date,
        record_token
    from absences
)

select * from final
