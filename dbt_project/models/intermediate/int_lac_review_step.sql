with

care as (select * from {{ ref('int_care_spell') }}),

councils as (select * from {{ ref('stg_council') }}),

limits as (select * from {{ ref('int_threshold') }}),

reviews as (
    select distinct council_id, child_key, held_date
    from {{ ref('stg_review') }}
    where review_group = 'looked_after' and held_date is not null
),

placements as (select * from {{ ref('int_placement_spell') }} where placement_group = 'at_home'),

periods as (
    select care.*, councils.history_from_date, care.from_date < councils.history_from_date as began_before
    from care
    inner join councils on care.council_id = councils.council_id
),

-- each day from which the time to a review runs: the entry, or the first day that the extracts cover, and each review
starts as (
    select
        council_id, child_key, from_date as care_from_date, to_date as care_to_date, team, began_before,
        greatest(from_date, history_from_date) as from_day, 0 as position
    from periods
    union all
    select
        care.council_id, care.child_key, care.from_date, care.to_date, care.team, care.began_before, reviews.held_date,
        row_number() over (partition by care.council_id, care.child_key, care.from_date order by reviews.held_date)
    from periods as care
    inner join reviews
        on care.council_id = reviews.council_id
        and care.child_key = reviews.child_key
        and {{ is_open_on('care', 'reviews.held_date') }}
),

final as (
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
)

select * from final
