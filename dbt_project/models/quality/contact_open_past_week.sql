with

decisions as (select * from {{ ref('int_decision') }}),

final as (
    select council_id, 'referral' as extract, record_token, child_key, team
    from decisions
    where referral_type = 'contact' and closed_date is null and not is_closed_in_time
)

select * from final
