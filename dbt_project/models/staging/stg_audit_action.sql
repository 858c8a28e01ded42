with

actions as (select * from {{ source('raw', 'audit_action') }}),

final as (
    select
        council_id,
        audit_action_key,
        audit_key,
        raised_date as from_date,
        due_date,
        completed_date as to_date,
        team,
        extract_date,
        record_token
    from actions
)

select * from final
