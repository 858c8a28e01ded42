with

received as (
    select * from {{ ref('stg_referral') }}
    where coalesce(decision_group, '') <> 'already_open'
),

days as (
    {{ days_received('received') }}
),

final as (
    select
        received.council_id,
        received.referral_key,
        received.child_key,
        received.received_date,
        days.previous_date,
        coalesce(days.previous_date >= {{ add_months('received.received_date', -12) }}, false) as is_recontact_12m,
        received.team
    from received
    inner join days
        on received.council_id = days.council_id
        and received.child_key = days.child_key
        and received.received_date = days.received_date
)

select * from final
