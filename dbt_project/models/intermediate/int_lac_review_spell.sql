with

reviews as (select * from {{ ref('int_lac_review_due') }}),

limits as (select * from {{ ref('int_threshold') }}),

-- from the day after the first review fell due: until then nothing can be late
duties as (
    select
        council_id, child_key, max(team) as team,
        {{ add_days('min(due_date)', 1) }} as from_date, care_to_date as to_date
    from reviews
    group by council_id, child_key, care_from_date, care_to_date
),

owed as (select * from duties where to_date is null or to_date > from_date),

-- one that was late counts against the child for a year, one that was not held until it is
late as (
    select
        reviews.council_id, reviews.child_key, {{ add_days('reviews.due_date', 1) }} as from_date,
        case
            when reviews.held_date is not null
                then greatest({{ after('reviews.due_date', 'limits') }}, reviews.held_date)
        end as to_date
    from reviews
    inner join limits
        on {{ is_threshold('limits', 'lac_review_year', 'reviews.council_id', 'reviews.due_date') }}
    where reviews.held_date is null or reviews.held_date > reviews.due_date
),

final as (
    select council_id, child_key, team, from_date, to_date, not is_covered as is_on_time
    from ({{ cut_spells('owed', 'late') }}) as cut
)

select * from final
