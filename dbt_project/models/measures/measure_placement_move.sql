with

councils as (select * from {{ ref('stg_council') }}),

moves as (select * from {{ ref('int_placement_move') }}),

admissions as (select * from moves where is_admission and to_group <> 'at_home'),

own_homes as (
    select *
    from moves
    where
        to_group = 'residential' and to_provider_group = 'council'
        and not coalesce(from_group = 'residential' and from_provider_group = 'council', false)
),

to_family as (
    select moves.*
    from moves
    inner join councils on moves.council_id = councils.council_id
    inner join {{ ref('placement_share') }} as family
        on family.indicator_id = 'moved_residential_to_family'
        and councils.nation = family.nation
        and moves.to_group = family.placement_group
    where moves.from_group = 'residential'
),

siblings as (select * from {{ ref('int_sibling_placement') }}),

{%- set emergency = "case when admission_type = 'emergency' then 1 else 0 end" %}

final as (
    {{ measure_event(
        'returned_to_area', 'moves', 'moved_date', where="from_in_council_area = 'N' and to_in_council_area = 'Y'",
        subject='placement_key'
    ) }}
    union all
    {{ measure_event(
        'residential_admissions', 'own_homes', 'moved_date', subject='placement_key',
        band="coalesce(admission_type, 'not_known')"
    ) }}
    union all
    {{ measure_event('moved_residential_to_family', 'to_family', 'moved_date', subject='placement_key') }}
    union all
    {{ measure_event(
        'care_admissions_emergency', 'admissions', 'moved_date', where="admission_type = 'emergency'",
        subject='placement_key'
    ) }}
    union all
    {{ measure_event(
        'care_admissions_emergency_pct', 'admissions', 'moved_date', where='admission_type is not null',
        subject='placement_key', numerator=emergency, denominator='1'
    ) }}
    union all
    {{ measure_event('siblings_before_placement', 'siblings', 'moved_date', numerator='siblings_before') }}
    union all
    {{ measure_event('siblings_living_with', 'siblings', 'moved_date', numerator='siblings_living_with') }}
    union all
    {{ measure_event(
        'siblings_together_pct', 'siblings', 'moved_date', where='siblings_before > 0',
        numerator='case when siblings_living_with = siblings_before then 1 else 0 end', denominator='1'
    ) }}
)

select * from final
