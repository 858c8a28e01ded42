{{ config(materialized='table') }}

with

holidays as (select * from {{ ref('bank_holiday') }}),

days as (
    {{ days_between(
        "cast(date_trunc('year', min(day)) as date)",
        month_end(add_months("date_trunc('year', max(day))", 11)),
        "holidays"
    ) }}
),

nations as (select distinct nation from holidays),

final as (
    select
        nations.nation,
        days.day,
        {{ is_weekday('days.day') }} and holidays.day is null as is_working_day,
        cast(
            sum(case when is_working_day then 1 else 0 end) over (
                partition by nations.nation order by days.day
            ) as integer
        ) as working_day_number
    from nations
    cross join days
    left join holidays on nations.nation = holidays.nation and days.day = holidays.day
)

select * from final
