with

complaints as (select * from {{ source('raw', 'complaint') }}),

final as (
    select
        council_id,
        complaint_key,
        child_key,
        received_date as from_date,
        stage,
        closed_date as to_date,
        finding,
        learning_recorded,
        team,
        record_token
    from complaints
)

select * from final
