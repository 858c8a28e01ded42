with

points as (select * from {{ ref('control_stretch') }}),

ranges as (
    select *, avg(abs(step_size)) over (partition by council_id, indicator_id, rebase_group) as mean_range
    from points
),

averaged as (
    select
        council_id, indicator_id, rebase_group,
        count(*) as points,
        avg(value) as mean,
        avg(case when not screens_ranges or abs(step_size) <= 3.267 * mean_range then abs(step_size) end) as mean_range
    from ranges
    group by council_id, indicator_id, rebase_group
),

final as (
    select
        council_id, indicator_id, rebase_group, points,
        round(mean, 9) as mean,
        round(mean - 2.66 * mean_range, 9) as lower_limit,
        round(mean + 2.66 * mean_range, 9) as upper_limit,
        round(mean - 2.66 * mean_range * 2 / 3, 9) as lower_near_limit,
        round(mean + 2.66 * mean_range * 2 / 3, 9) as upper_near_limit,
        round(3.267 * mean_range, 9) as range_limit
    from averaged
)

select * from final
