{{ config(materialized='table') }}

with

support as (select * from {{ ref('stg_family_support') }}),

advocacy as (select * from {{ ref('stg_advocacy') }}),

supported as (
    select council_id, 'family_support_children' as indicator_id, child_key, service as band, from_date, to_date
    from support
    union all
    select council_id, 'advocacy_children', child_key, 'advocacy', from_date, to_date from advocacy
),

subjects as (
    select *, child_key as subject_key from supported
    union all
    select council_id, 'family_support_families', null, service, from_date, to_date, family_key from support
),

periods as (select * from {{ ref('int_indicator_period') }}),

final as (
    select distinct
        subjects.council_id, subjects.indicator_id, periods.period_id,
        subjects.subject_key, subjects.child_key, subjects.band
    from subjects
    inner join periods
        on subjects.council_id = periods.council_id
        and subjects.indicator_id = periods.indicator_id
        and subjects.from_date <= least(periods.period_end, periods.as_at_date)
        and (subjects.to_date is null or subjects.to_date > periods.period_start)
)

select * from final
