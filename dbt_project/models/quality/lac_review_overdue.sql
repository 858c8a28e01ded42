with

reviews as (select * from {{ ref('int_lac_review_due') }}),

periods as (select * from {{ ref('stg_looked_after') }}),

councils as (select * from {{ ref('stg_council') }}),

final as (
    select distinct
        periods.council_id, 'looked_after' as extract, periods.record_token, periods.child_key, periods.team
    from reviews
    inner join councils
        on reviews.council_id = councils.council_id
        and reviews.held_date is null
        and reviews.due_date < councils.as_at_date
    inner join periods
        on reviews.council_id = periods.council_id
        and reviews.child_key = periods.child_key
        and {{ is_open_on('periods', 'councils.as_at_date') }}
    where reviews.care_to_date is null or reviews.care_to_date > councils.as_at_date
)

select * from final
