{{ config(materialized='table') }}

with

stays as (select * from {{ ref('int_stay_spell') }}),

compared as (
    select
        *,
        coalesce(lag(to_date) over child_stays = from_date, false) as is_direct,
        lag(placement_group) over child_stays as group_before,
        lag(provider_group) over child_stays as provider_before,
        lag(in_council_area) over child_stays as area_before,
        lag(from_date) over child_stays as from_date_before,
        row_number() over (partition by council_id, child_key, care_from_date order by from_date) = 1 as is_admission
    from stays
    window child_stays as (partition by council_id, child_key order by from_date)
),

final as (
    select
        council_id, child_key, placement_key, team, is_admission, admission_type,
        from_date as moved_date,
        to_date as left_date,
        case when is_direct then group_before end as from_group,
        case when is_direct then provider_before end as from_provider_group,
        case when is_direct then area_before end as from_in_council_area,
        case when is_direct then from_date_before end as from_stay_date,
        first_group as to_group,
        provider_group as to_provider_group,
        in_council_area as to_in_council_area
    from compared
)

select * from final
