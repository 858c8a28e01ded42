with

birthdays as (select * from {{ ref('int_leaver_birthday') }} where left_out_because is null),

adults as (select *, concat('age_', age) as band from birthdays where age between 19 and 21),

-- who went abroad, or of whom no one knows where they live, is in no share of homes
housed as (
    select * from adults
    where coalesce(accommodation_group, 'none') not in ('abroad', 'not_known')
),

fostered as (select *, concat('age_', age) as band from birthdays where age between 18 and 20 and was_fostered),

exits as (
    select * from {{ ref('int_care_exit') }} where placement_group in ('kinship', 'foster', 'residential')
),

aftercare as (select * from {{ ref('int_aftercare_spell') }}),

destinations as (select * from {{ ref('int_destination_spell') }}),

homes as (select * from {{ ref('int_leaver_home_spell') }}),

uasc_homes as (select * from {{ ref('int_uasc_home_spell') }}),

{%- set of_leaver = {'band': 'band', 'denominator': '1', 'subject': "concat(child_key, ':', age)"} %}

final as (
    {{ measure_event(
        'care_leaver_eet_pct', 'adults', 'birthday_date',
        numerator="case when activity_group <> 'neet' then 1 else 0 end", **of_leaver
    ) }}
    union all
    {{ measure_event(
        'care_leaver_he_pct', 'adults', 'birthday_date',
        numerator="case when activity_group = 'higher_education' then 1 else 0 end", **of_leaver
    ) }}
    union all
    {{ measure_event(
        'care_leaver_apprenticeship_pct', 'adults', 'birthday_date',
        numerator="case when activity_group = 'apprenticeship' then 1 else 0 end", **of_leaver
    ) }}
    union all
    {{ measure_event(
        'care_leaver_suitable_pct', 'housed', 'birthday_date',
        numerator="case when accommodation_suitable = 'Y' then 1 else 0 end", **of_leaver
    ) }}
    union all
    {{ measure_event(
        'care_leaver_unsuitable_pct', 'housed', 'birthday_date',
        numerator="case when accommodation_suitable = 'N' then 1 else 0 end", **of_leaver
    ) }}
    union all
    {{ measure_event(
        'staying_put_pct', 'fostered', 'birthday_date',
        numerator="case when accommodation_group = 'former_foster_carers' then 1 else 0 end", **of_leaver
    ) }}
    union all
    {{ measure_event(
        'continuing_care_entry_pct', 'exits', 'ceased_date',
        numerator='cast(entered_continuing_care as integer)', denominator='1'
    ) }}
    union all
    {{ measure_state('aftercare_on_duty', 'aftercare', where='not has_worker') }}
    union all
    {{ measure_state(
        'aftercare_destination_pct', 'destinations',
        numerator="case when activity_group <> 'neet' then 1 else 0 end", denominator='1'
    ) }}
    union all
    {{ measure_state('bed_and_breakfast', 'homes', where="accommodation_group = 'bed_and_breakfast'") }}
    union all
    {{ measure_state('uasc_suitable_accommodation', 'uasc_homes') }}
)

select * from final
