with

transfers as (select * from {{ source('raw', 'case_transfer') }}),

final as (
    select
        council_id,
        transfer_key,
        child_key,
        from_team,
        to_team,
        transferred_date,
        recorded_date,
        record_token
    from transfers
)

select * from final
