with

actions as (select * from {{ ref('stg_audit_action') }}),

final as (
    select
        council_id, 'audit_action' as extract, record_token, cast(null as varchar) as child_key, team
    from actions
    where to_date is null and due_date < extract_date
)

select * from final
