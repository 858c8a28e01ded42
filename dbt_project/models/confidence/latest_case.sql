{{ config(materialized='table') }}

with

latest as (select * from {{ ref('latest_observation') }}),

cases as (select * from {{ ref('measure_movement') }}),

final as (
    select
        latest.council_id, latest.indicator_id, latest.period_id, cases.subject_key, cases.child_key,
        sum(cases.direction * cases.numerator) as numerator,
        sum(cases.direction * cases.denominator) as denominator
    from latest
    inner join cases
        on latest.council_id = cases.council_id
        and latest.indicator_id = cases.indicator_id
        and {{ bears_on('cases', 'latest') }}
    group by latest.council_id, latest.indicator_id, latest.period_id, cases.subject_key, cases.child_key
    having sum(cases.direction) > 0
)

select * from final
