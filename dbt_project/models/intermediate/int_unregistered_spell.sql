with

placed as (select * from {{ ref('int_placed_spell') }}),

settings as (select * from {{ ref('stg_placement') }} where setting_registered = 'N'),

reviews as (
    select * from {{ ref('stg_review') }} where review_group = 'unregistered' and held_date is not null
),

limits as (select * from {{ ref('int_threshold') }}),

stays as (
    select placed.council_id, placed.child_key, placed.team, placed.from_date, placed.to_date
    from placed
    inner join settings
        on placed.council_id = settings.council_id and placed.placement_key = settings.placement_key
),

starts as (
    select council_id, child_key, from_date from stays
    union
    select council_id, child_key, held_date from reviews
),

-- a week from the first day of the stay and from each review; the seventh day is still in time
reviewed as (
    select
        starts.council_id, starts.child_key, starts.from_date,
        {{ add_days(after('starts.from_date', 'limits'), 1) }} as to_date
    from starts
    inner join limits on {{ is_threshold('limits', 'unregistered_review', 'starts.council_id', 'starts.from_date') }}
),

final as (
    select council_id, child_key, team, from_date, to_date, is_covered as is_reviewed
    from ({{ cut_spells('stays', 'reviewed') }}) as cut
)

select * from final
