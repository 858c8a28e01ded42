with

moves as (select * from {{ ref('observation_move') }} where previous_as_at_date is not null),

cases_now as (
    {{ counted_cases(ref('measure_movement'), 'moves') }}
),

cases_before as (
    {{ counted_cases(source('raw', 'previous_movement'), 'moves') }}
),

final as (
    select
        coalesce(cases_now.council_id, cases_before.council_id) as council_id,
        coalesce(cases_now.indicator_id, cases_before.indicator_id) as indicator_id,
        coalesce(cases_now.period_id, cases_before.period_id) as period_id,
        count(case when cases_before.subject_key is null then 1 end) as cases_added,
        count(case when cases_now.subject_key is null then 1 end) as cases_removed,
        count(case when cases_before.subject_key is not null and cases_now.subject_key is not null then 1 end)
            as cases_changed
    from cases_now
    full outer join cases_before
        on cases_now.council_id = cases_before.council_id
        and cases_now.indicator_id = cases_before.indicator_id
        and cases_now.period_id = cases_before.period_id
        and cases_now.subject_key = cases_before.subject_key
    where
        cases_now.numerator is distinct from cases_before.numerator
        or cases_now.denominator is distinct from cases_before.denominator
    group by all
)

select * from final
