with

housing as (select * from {{ ref('int_uasc_housing') }}),

moves as (select * from housing where is_planned_move),

settings as (select *, concat(child_key, placement_key) as stay_key from housing where setting_key is not null),

keyed as (select council_id, setting_key, from_date, to_date, stay_key as sort_key, team from settings),

used as (
    {{ merge_spells('keyed', ['council_id', 'setting_key'], latest=['team']) }}
),

final as (
    {{ measure_state('uasc_supported_housing', 'housing') }}
    union all
    {{ measure_state('uasc_supported_housing_settings', 'used', subject='setting_key', child='null') }}
    union all
    {{ measure_event('uasc_planned_moves', 'moves', 'moved_date', subject='placement_key') }}
)

select * from final
