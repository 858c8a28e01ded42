with

attendance as (select *, concat(child_key, ':', month_end) as month_key from {{ ref('int_attendance') }}),

silent as (
    select *, {{ add_days('to_date', -1) }} as ended_date from {{ ref('stg_family_support') }}
    where is_one_to_one and to_date is not null and not has_view
),

results as (select * from {{ ref('int_attainment') }}),

{%- set of_month = {'subject': 'month_key', 'team': 'null'} %}
{%- set short = "'Not looked after for twelve months on 31 March'" %}

final as (
    {{ measure_event(
        ['attendance_pct', 'attendance_supported_pct'], 'attendance', 'month_end', where='band is null',
        band="'Not looked after, registered, in need or supported on the last night of the month'", **of_month
    ) }}
    union all
    {{ measure_event(
        'attendance_supported_pct', 'attendance', 'month_end', where='band is not null and not is_supported',
        band="'Looked after on the last night of the month'", **of_month
    ) }}
    union all
    {{ measure_event(
        'family_support_improved_pct', 'silent', 'ended_date', subject='support_key', band="'Ended without a view'"
    ) }}
    union all
    {{ measure_event(
        'ks2_expected_pct', 'results', 'result_date',
        where="stage_group = 'ks2' and subject_group = 'expected_standard' and not has_year_in_care",
        team='null', band=short
    ) }}
    union all
    {{ measure_event(
        'ks4_attainment8_mean', 'results', 'result_date',
        where="stage_group = 'ks4' and subject_group = 'attainment_8' and not has_year_in_care", team='null', band=short
    ) }}
    union all
    {{ measure_event(
        'positive_destination_pct', 'results', 'result_date',
        where="stage_group = 'leaver' and subject_group = 'destination' and not was_in_care_in_school_year",
        team='null', band="'Not looked after in the school year that they left'"
    ) }}
)

select * from final
