{%- set newest = 1000000 %}
with

-- this release is the newest; of several releases of one day the last says how it was
counts as (
    select council_id, rule_id, extract, team, as_at_date, findings, records, release_number
    from {{ source('raw', 'quality_log') }}
    union all
    select council_id, rule_id, extract, team, as_at_date, findings, records, {{ newest }}
    from {{ ref('finding_count') }}
),

days as (
    select council_id, extract, extract_date as as_at_date, max(release_number) as release_number
    from (
        select council_id, extract, extract_date, release_number from {{ source('raw', 'load_log') }}
        union all
        select council_id, extract, extract_date, {{ newest }} from {{ ref('stg_extract_status') }}
    ) as loads
    group by council_id, extract, extract_date
),

series as (select distinct council_id, rule_id, extract, team from counts),

-- a day on which a rule found nothing is a zero, not a gap
points as (
    select
        series.council_id, series.rule_id, series.extract, series.team, days.as_at_date,
        coalesce(counts.findings, 0) as findings, counts.records
    from series
    inner join days on series.council_id = days.council_id and series.extract = days.extract
    left join counts
        on series.council_id = counts.council_id
        and series.rule_id = counts.rule_id
        and series.extract = counts.extract
        and series.team = counts.team
        and days.as_at_date = counts.as_at_date
        and days.release_number = counts.release_number
),

stepped as (
    select *, abs(findings - lag(findings) over series_days) as step_size
    from points
    window series_days as (partition by council_id, rule_id, extract, team order by as_at_date)
),

limited as (
    select
        *,
        count(*) over whole_series as points,
        avg(findings) over whole_series as mean,
        avg(step_size) over whole_series as mean_range
    from stepped
    window whole_series as (partition by council_id, rule_id, extract, team)
),

final as (
    select
        council_id, rule_id, extract, team, as_at_date,
        cast(findings as integer) as findings,
        round(100.0 * findings / nullif(records, 0), 2) as rate_per_100,
        cast(points as integer) as points,
        round(mean, 9) as mean,
        round(greatest(mean - 2.66 * mean_range, 0), 9) as lower_limit,
        round(mean + 2.66 * mean_range, 9) as upper_limit,
        case
            when points < {{ var('control_minimum_points') }} then 'too_few'
            when findings > round(mean + 2.66 * mean_range, 9) then 'above'
            when findings < round(mean - 2.66 * mean_range, 9) then 'below'
            else 'none'
        end as signal
    from limited
)

select * from final
