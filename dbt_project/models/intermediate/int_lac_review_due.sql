{{ config(materialized='table') }}

with

care as (select * from {{ ref('int_care_spell') }}),

councils as (select * from {{ ref('stg_council') }}),

limits as (select * from {{ ref('int_threshold') }}),

entries as (select * from {{ ref('int_care_entry') }} where threshold_id = 'lac_review_first'),

reviews as (
    select distinct council_id, child_key, held_date
    from {{ ref('stg_review') }}
    where review_group = 'looked_after' and held_date is not null
),

placements as (select * from {{ ref('int_placement_spell') }} where placement_group = 'at_home'),

-- every day from which the time to a review runs: the entry, or the first day that the extract covers, and each review
starts as (
    select
        care.council_id, care.child_key, care.from_date as care_from_date, care.to_date as care_to_date, care.team,
        greatest(care.from_date, councils.history_from_date) as from_day, 0 as position,
        care.from_date < councils.history_from_date as began_before
    from care
    inner join councils on care.council_id = councils.council_id
    union all
    select
        care.council_id, care.child_key, care.from_date, care.to_date, care.team, reviews.held_date,
        row_number() over (partition by care.council_id, care.child_key, care.from_date order by reviews.held_date),
        care.from_date < councils.history_from_date
    from care
    inner join councils on care.council_id = councils.council_id
    inner join reviews
        on care.council_id = reviews.council_id
        and care.child_key = reviews.child_key
        and {{ is_open_on('care', 'reviews.held_date') }}
),

chained as (
    select
        starts.*,
        lead(starts.from_day) over (
            partition by starts.council_id, starts.child_key, starts.care_from_date order by starts.position
        ) as held_date,
        case
            when home.value is not null then 'lac_review_home'
            when starts.began_before or starts.position > 1 then 'lac_review_later'
            when starts.position = 1 then 'lac_review_second'
            else 'lac_review_first'
        end as threshold_id
    from starts
    left join placements
        on starts.council_id = placements.council_id
        and starts.child_key = placements.child_key
        and {{ is_open_on('placements', 'starts.from_day') }}
    left join limits as home
        on {{ is_threshold('home', 'lac_review_home', 'placements.council_id', 'starts.from_day') }}
),

final as (
    select
        chained.council_id, chained.child_key, chained.care_from_date, chained.care_to_date, chained.team,
        case limits.unit
            when 'working_days' then entries.due_date else {{ after('chained.from_day', 'limits') }}
        end as due_date,
        chained.held_date
    from chained
    inner join limits
        on chained.council_id = limits.council_id
        and chained.threshold_id = limits.threshold_id
        and {{ is_open_on('limits', 'chained.from_day') }}
    left join entries
        on chained.council_id = entries.council_id
        and chained.child_key = entries.child_key
        and chained.care_from_date = entries.from_date
)

select * from final where due_date < coalesce(care_to_date, {{ far_future() }})
