{%- set financial_year = period_start('financial_year', 'result_date') %}
{%- set school_year = period_start('year_to_july', 'result_date') %}
with

-- the last 31 March before the result, and the last school year that was over by then
results as (
    select
        *,
        {{ add_days(financial_year, -1) }} as census_date,
        {{ add_months(financial_year, -12) }} as census_year_start_date,
        {{ add_months(school_year, -12) }} as school_year_start_date,
        {{ add_days(school_year, -1) }} as school_year_end_date
    from {{ ref('stg_attainment') }}
),

care as (select * from {{ ref('int_care_spell') }}),

final as (
    select
        results.council_id, results.child_key, results.stage_group, results.subject_group, results.result_date,
        results.is_met, results.score,
        coalesce(
            bool_or(
                care.from_date <= results.census_year_start_date and {{ is_open_on('care', 'results.census_date') }}
            ),
            false
        ) as has_year_in_care,
        coalesce(
            bool_or(
                care.from_date <= results.school_year_end_date
                and coalesce(care.to_date, {{ far_future() }}) > results.school_year_start_date
            ),
            false
        ) as was_in_care_in_school_year
    from results
    left join care on results.council_id = care.council_id and results.child_key = care.child_key
    group by
        results.council_id, results.child_key, results.stage_group, results.subject_group, results.result_date,
        results.is_met, results.score
)

select * from final
