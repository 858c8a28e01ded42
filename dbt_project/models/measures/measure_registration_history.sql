with

registrations as (select * from {{ ref('int_registration_history') }} where not is_transfer_in),

ended as (select * from {{ ref('int_registration_history') }} where to_date is not null),

plan_ages as (select * from {{ ref('int_plan_age') }}),

plan_reviews as (select * from {{ ref('int_plan_review') }}),

{%- set of_plan = {'subject': 'registration_key', 'denominator': '1'} %}

final as (
    {{ measure_event(
        'cpp_second_pct', 'registrations', 'from_date', where="nation = 'england'",
        numerator='cast(is_repeated as integer)', **of_plan
    ) }}
    union all
    {{ measure_event(
        'cpr_reregistration_18m_pct', 'registrations', 'from_date', where="nation = 'scotland'",
        numerator='cast(is_repeated_18m as integer)', **of_plan
    ) }}
    union all
    {{ measure_event(
        'cpp_two_years_ceased_pct', 'ended', 'to_date', where="nation = 'england'",
        numerator='cast(is_two_years as integer)', **of_plan
    ) }}
    union all
    {{ measure_event(
        'cpr_days_on_register_mean', 'ended', 'to_date', where="nation = 'scotland'", numerator='days_registered',
        **of_plan
    ) }}
    union all
    {{ measure_state(
        'cpp_two_years_open_pct', 'plan_ages', numerator='cast(is_two_years as integer)', **of_plan
    ) }}
    union all
    {{ measure_state('cpp_reviewed_pct', 'plan_reviews', numerator='cast(is_on_time as integer)', **of_plan) }}
)

select * from final
