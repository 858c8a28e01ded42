with

plans as (
    select * from {{ ref('stg_permanence') }} where to_date is null and ratified_date is null
),

councils as (select * from {{ ref('stg_council') }}),

limits as (select * from {{ ref('int_threshold') }}),

final as (
    select plans.council_id, 'permanence' as extract, plans.record_token, plans.child_key, plans.team
    from plans
    inner join councils on plans.council_id = councils.council_id
    inner join limits
        on {{ is_threshold('limits', 'permanence_ratified', 'plans.council_id', 'plans.matched_date') }}
    where {{ after('plans.matched_date', 'limits') }} < councils.as_at_date
)

select * from final
