{{ config(materialized='table') }}

with

placed as (
    select
        *,
        coalesce(placement_group = 'temporary', false) as is_temporary,
        coalesce(setting_key, placement_key) as place_key
    from {{ ref('int_placed_spell') }}
),

joined as (
    select
        *,
        row_number() over child_stays as row_position,
        coalesce(lag(to_date) over child_stays = from_date, false) as is_continued
    from placed
    window child_stays as (partition by council_id, child_key order by from_date)
),

unbroken as (
    select
        *,
        sum(case when is_continued then 0 else 1 end) over (
            partition by council_id, child_key order by row_position
        ) as stretch
    from joined
),

-- the place a child comes from is looked for behind any temporary placements
compared as (
    select
        *,
        lag(place_key) over (
            partition by council_id, child_key, stretch, is_temporary order by row_position
        ) as place_before
    from unbroken
),

numbered as (
    select
        *,
        sum(
            case
                when is_temporary and is_continued then 0
                when not is_temporary and place_before = place_key then 0
                when not is_temporary and place_before is not null and placement_trait = 'same_carers' then 0
                else 1
            end
        ) over (partition by council_id, child_key order by row_position) as stay,
        case when not is_temporary then row_position end as lasting_position
    from compared
),

final as (
    select
        council_id, child_key, care_from_date,
        max_by(team, row_position) as team,
        min_by(placement_key, lasting_position) as placement_key,
        min_by(placement_group, lasting_position) as first_group,
        max_by(placement_group, lasting_position) as placement_group,
        min_by(provider_group, lasting_position) as provider_group,
        min_by(in_council_area, lasting_position) as in_council_area,
        min_by(admission_type, lasting_position) as admission_type,
        min(from_date) as from_date,
        nullif(max(coalesce(to_date, {{ far_future() }})), {{ far_future() }}) as to_date
    from numbered
    group by council_id, child_key, care_from_date, stay
    -- a child who has only been in hospital or on a holiday has had no placement yet
    having min(lasting_position) is not null
)

select * from final
