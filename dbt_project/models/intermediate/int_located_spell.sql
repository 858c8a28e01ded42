{{ config(materialized='table') }}

with

care as (select * from {{ ref('int_care_spell') }}),

placed as (select * from {{ ref('int_placed_spell') }}),

unplaced as (
    {{ uncovered_spells('care', 'placed') }}
),

final as (
    select
        council_id, child_key, team, placement_group, in_council_area, distance_miles, is_home_unknown,
        from_date, to_date
    from placed
    union all
    select council_id, child_key, team, 'not_known', null, null, false, from_date, to_date from unplaced
)

select * from final
