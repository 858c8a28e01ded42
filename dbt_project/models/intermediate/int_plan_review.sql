with

plans as (select * from {{ ref('int_registration_history') }} where nation = 'england'),

councils as (select * from {{ ref('stg_council') }}),

reviews as (
    select * from {{ ref('stg_review') }} where review_group = 'child_protection' and held_date is not null
),

-- of a plan older than the extract, the reviews before it are out of sight: its next is due as from its first day
meetings as (
    select
        plans.council_id, plans.registration_key,
        greatest(plans.from_date, councils.history_from_date) as held_date,
        case when plans.from_date < councils.history_from_date then 6 else 3 end as months_to_next
    from plans
    inner join councils on plans.council_id = councils.council_id
    union
    select plans.council_id, plans.registration_key, reviews.held_date, 6
    from plans
    inner join reviews
        on plans.council_id = reviews.council_id
        and plans.child_key = reviews.child_key
        and plans.from_date < reviews.held_date
        and coalesce(plans.to_date, {{ far_future() }}) > reviews.held_date
),

due as (
    select
        *,
        {{ add_months('held_date', 'months_to_next') }} as due_date,
        lead(held_date) over (partition by council_id, registration_key order by held_date) as next_held_date
    from meetings
),

-- one late review fails the whole plan, from the day after it was due
failed as (
    select council_id, registration_key, min({{ add_days('due_date', 1) }}) as late_from_date
    from due
    where next_held_date is null or next_held_date > due_date
    group by council_id, registration_key
),

judged as (
    select plans.*, failed.late_from_date, {{ add_months('plans.from_date', 3) }} as three_months_date
    from plans
    inner join failed on plans.council_id = failed.council_id and plans.registration_key = failed.registration_key
),

final as (
    select
        council_id, child_key, registration_key, team, true as is_on_time,
        three_months_date as from_date, least(late_from_date, to_date) as to_date
    from judged
    union all
    select
        council_id, child_key, registration_key, team, false,
        greatest(three_months_date, late_from_date), to_date
    from judged
)

select * from final where to_date is null or to_date > from_date
