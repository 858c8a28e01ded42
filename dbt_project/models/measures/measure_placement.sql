with

placed as (select * from {{ ref('int_placed_spell') }}),

located as (select * from {{ ref('int_located_spell') }}),

limits as (select * from {{ ref('int_threshold') }}),

persons as (select * from {{ ref('stg_person') }}),

-- to a tenth of a mile, so that sums are of whole tenths
measured as (
    select
        located.*,
        round(located.distance_miles, 1) as miles,
        case when located.distance_miles > limits.value and located.in_council_area = 'N' then 1 else 0 end as is_far
    from located
    inner join limits
        on located.council_id = limits.council_id
        and limits.threshold_id = 'placement_far_miles'
        and {{ is_open_on('limits', 'located.from_date') }}
),

older as (
    select
        housed.council_id, housed.child_key, housed.team, housed.to_date,
        greatest(housed.from_date, {{ birthday('persons.date_of_birth', 'limits.value') }}) as from_date
    from {{ ref('int_housed_spell') }} as housed
    inner join persons on housed.council_id = persons.council_id and housed.child_key = persons.child_key
    inner join limits
        on housed.council_id = limits.council_id
        and limits.threshold_id = 'residential_older_age'
        and {{ is_open_on('limits', 'housed.from_date') }}
    where housed.placement_group = 'residential'
),

final as (
    {{ measure_state(
        'lac_residential_external', 'placed', where="placement_group = 'residential' and provider_group = 'external'"
    ) }}
    union all
    {{ measure_state('lac_out_of_area', 'placed', where="in_council_area = 'N'") }}
    union all
    {{ measure_state(
        'lac_residential_out_of_area', 'placed', where="placement_group = 'residential' and in_council_area = 'N'"
    ) }}
    union all
    {{ measure_state('lac_secure', 'placed', where="placement_trait = 'secure'") }}
    union all
    {{ measure_state('residential_aged_18_plus', 'older', where='to_date is null or to_date > from_date') }}
    union all
    -- where the home is not known the child is not far; where nothing is on record nobody knows
    {{ measure_state(
        'placement_distance_20_pct', 'measured', where='distance_miles is not null or is_home_unknown',
        numerator='is_far', denominator='1'
    ) }}
    union all
    {{ measure_state(
        'placement_distance_mean', 'measured', where="miles is not null and placement_group <> 'at_home'",
        numerator='miles', denominator='1'
    ) }}
)

select * from final
