with

care as (select * from {{ ref('int_care_spell') }}),

placed as (select * from {{ ref('int_placed_spell') }}),

uasc as (select * from {{ ref('int_uasc_spell') }}),

final as (
    {{ measure_state(['lac_total', 'lac_rate'], 'care') }}
    union all
    {{ measure_state(['lac_at_home', 'lac_at_home_rate'], 'placed', where="placement_group = 'at_home'") }}
    union all
    {{ measure_state(['lac_away', 'lac_away_rate'], 'placed', where="placement_group <> 'at_home'") }}
    union all
    {{ measure_state('lac_foster', 'placed', where="placement_group = 'foster'") }}
    union all
    {{ measure_state('lac_kinship', 'placed', where="placement_group = 'kinship'") }}
    union all
    {{ measure_state('lac_residential', 'placed', where="placement_group = 'residential'") }}
    union all
    {{ measure_event('lac_started', 'care', 'from_date') }}
    union all
    {{ measure_event('lac_ceased', 'care', 'to_date', where='to_date is not null') }}
    union all
    {{ measure_state('uasc', 'uasc') }}
)

select * from final
