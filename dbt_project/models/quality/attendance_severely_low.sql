with

months as (
    select *, {{ period_start('year_to_july', 'month_end') }} as school_year_date from {{ ref('stg_attendance') }}
),

limits as (select * from {{ ref('int_threshold') }}),

latest as (
    select council_id, max(school_year_date) as school_year_date, max(month_end) as latest_month_end
    from months
    group by council_id
),

years as (
    select
        months.council_id, months.child_key, latest.latest_month_end,
        sum(months.sessions_possible) as possible,
        sum(months.sessions_possible - months.sessions_attended) as missed,
        max_by(months.record_token, months.month_end) as record_token
    from months
    inner join latest
        on months.council_id = latest.council_id and months.school_year_date = latest.school_year_date
    group by months.council_id, months.child_key, latest.latest_month_end
),

final as (
    select
        years.council_id, 'attendance' as extract, years.record_token, years.child_key, cast(null as varchar) as team
    from years
    inner join limits
        on {{ is_threshold('limits', 'severe_absence_pct', 'years.council_id', 'years.latest_month_end') }}
    where years.possible > 0 and 100 * years.missed >= limits.value * years.possible
)

select * from final
