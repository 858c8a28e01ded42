{{ config(materialized='table') }}

with

care as (select * from {{ ref('int_care_spell') }}),

persons as (select * from {{ ref('stg_person') }}),

-- the twelfth month ends with the day before the anniversary: from 1 April to 31 March is a year
final as (
    select
        care.council_id, care.child_key, care.team,
        {{ add_days(add_months('care.from_date', 12), -1) }} as from_date, care.to_date,
        {{ birthday('persons.date_of_birth', 5) }} as fifth_birthday,
        {{ birthday('persons.date_of_birth', 17) }} as seventeenth_birthday
    from care
    left join persons on care.council_id = persons.council_id and care.child_key = persons.child_key
    where care.to_date is null or care.to_date > {{ add_days(add_months('care.from_date', 12), -1) }}
)

select * from final
