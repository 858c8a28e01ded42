with

short_breaks as (select *, cast(null as varchar) as team from {{ ref('int_short_break_spell') }}),

temporary as (select * from {{ ref('int_placed_spell') }} where placement_group = 'temporary'),

untyped as (
    select * from {{ ref('int_placement_move') }}
    where is_admission and to_group <> 'at_home' and admission_type is null
),

no_distance as (
    select * from {{ ref('int_placed_spell') }} where distance_miles is null and placement_group <> 'at_home'
),

adopted as (select * from {{ ref('int_placed_spell') }} where placement_trait = 'same_carers'),

final as (
    {{ measure_state(
        [
            'lac_residential_external', 'lac_out_of_area', 'lac_residential_out_of_area', 'lac_secure',
            'lac_foster_pct', 'lac_residential_pct', 'lac_kinship_pct', 'lac_at_home_pct', 'lac_community_pct',
            'lac_family_setting_pct', 'lac_family_network_pct', 'placement_distance_20_pct',
            'placement_distance_mean', 'placement_stability_long_pct'
        ],
        'short_breaks', band="'On a planned series of short breaks'"
    ) }}
    union all
    {{ measure_event(
        'lac_started_rate', 'short_breaks', 'from_date', band="'On a planned series of short breaks'"
    ) }}
    union all
    {{ measure_event(
        'lac_ceased_rate', 'short_breaks', 'to_date', where='to_date is not null',
        band="'On a planned series of short breaks'"
    ) }}
    union all
    {{ measure_event(
        ['placement_three_plus_pct', 'placement_moved_pct'], 'temporary', 'from_date', subject='placement_key',
        band="'A temporary placement is no move'"
    ) }}
    union all
    {{ measure_event(
        ['placement_three_plus_pct', 'placement_moved_pct'], 'adopted', 'from_date', subject='placement_key',
        band="'Adopted by the carers they lived with'"
    ) }}
    union all
    {{ measure_event(
        'care_admissions_emergency_pct', 'untyped', 'moved_date', subject='placement_key',
        band="'How the child came is not recorded'"
    ) }}
    union all
    {{ measure_state(
        'placement_distance_mean', 'no_distance', band="'The distance from home is not known'"
    ) }}
    union all
    {{ measure_state(
        'placement_distance_20_pct', 'no_distance', where='not is_home_unknown',
        band="'The distance from home is not recorded'"
    ) }}
)

select * from final
