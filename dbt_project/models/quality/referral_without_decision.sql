with

decisions as (select * from {{ ref('int_decision') }}),

final as (
    select council_id, 'referral' as extract, record_token, child_key, team
    from decisions
    where decided_date is null and not is_decided_in_time
)

select * from final
